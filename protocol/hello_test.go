package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func helloGolden() golden {
	return golden{
		protocol.Hello{
			Version: 1, Capabilities: protocol.CapabilityShare | protocol.CapabilityText,
			Role: protocol.RoleAgent, Resume: secret(), Language: "fr",
		},
		"0001 0000000000000005 01 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 " +
			"6672 00000000000000000000000000000000000000",
	}
}

func TestHello(t *testing.T) {
	check(t, helloGolden(), protocol.ParseHello)
	wiretest.Refused(t, protocol.ParseHello, map[string]string{
		"role":     "0001 0000000000000005 03 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 000000000000000000000000000000000000000000",
		"language": "0001 0000000000000005 01 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 4652 00000000000000000000000000000000000000",
		"no role":  "0001 0000000000000005 00 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 000000000000000000000000000000000000000000",
	})
}
