package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func agentKeyGolden() golden {
	return golden{
		protocol.AgentKey{From: 2, Key: secret(), Credential: []byte("cred"), Statement: []byte("word")},
		"02 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 0004 63726564 0004 776f7264",
	}
}

func TestAgentKey(t *testing.T) {
	check(t, agentKeyGolden(), protocol.ParseAgentKey)
	wiretest.Refused(t, protocol.ParseAgentKey, map[string]string{
		"long credential": "02" + strings.Repeat("00", 32) + "0801" + strings.Repeat("00", 2049) + "0000",
		"long statement":  "02" + strings.Repeat("00", 32) + "0000 0101" + strings.Repeat("00", 257),
	})
}
