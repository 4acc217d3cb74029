package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func introduceGolden() golden {
	return golden{
		protocol.Introduce{
			ID: 7, Kind: protocol.IntroductionInvite, Code: "K7MWQ2RT", Device: secret(), Name: "Ben",
			Rights: protocol.PermissionSee | protocol.PermissionControl,
		},
		"0000000000000007 02 4b374d5751325254 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 0003 42656e 0005",
	}
}

func TestIntroduce(t *testing.T) {
	check(t, introduceGolden(), protocol.ParseIntroduce)
	zeros := strings.Repeat("00", 32)
	wiretest.Refused(t, protocol.ParseIntroduce, map[string]string{
		"kind":        "0000000000000007 04 4b374d5751325254" + zeros + "0000 0005",
		"nine digits": "0000000000000007 02 3132333435363738" + zeros + "0000 0005",
		"no code":     "0000000000000007 02 0000000000000000" + zeros + "0000 0005",
		"long name":   "0000000000000007 02 4b374d5751325254" + zeros + "0141" + strings.Repeat("61", 321) + "0005",
	})
}
