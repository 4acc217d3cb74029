package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func statusLineGolden() golden {
	return golden{
		protocol.StatusLine{
			Kind: protocol.StatusGranted, From: protocol.FirstAgentID, Number: 9,
			Permission: protocol.PermissionControl, Name: "Claire", Whom: "Ben",
		},
		"04 01 00000009 0004 0006 436c61697265 0003 42656e",
	}
}

func TestStatusLine(t *testing.T) {
	check(t, statusLineGolden(), protocol.ParseStatusLine)
	wiretest.Refused(t, protocol.ParseStatusLine, map[string]string{
		"long name": "04 01 00000009 0004 0141" + strings.Repeat("61", 321) + "0000",
	})
}
