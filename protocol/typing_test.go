package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func typingGolden() golden {
	return golden{
		protocol.Typing{From: protocol.FirstAgentID, Active: true},
		"01 01",
	}
}

func TestTyping(t *testing.T) {
	check(t, typingGolden(), protocol.ParseTyping)
	wiretest.Refused(t, protocol.ParseTyping, map[string]string{
		"active": "01 05",
	})
}
