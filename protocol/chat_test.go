package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func chatGolden() golden {
	return golden{
		protocol.Chat{From: protocol.FirstAgentID, Number: 3, Private: true, Text: "Bonjour à tous"},
		"01 00000003 01 000f 426f6e6a6f757220c3a020746f7573",
	}
}

func TestChat(t *testing.T) {
	check(t, chatGolden(), protocol.ParseChat)
	wiretest.Refused(t, protocol.ParseChat, map[string]string{
		"private":  "01 00000003 02 0000",
		"long":     "01 00000003 00 3e81" + strings.Repeat("61", 16001),
		"not text": "01 00000003 00 0002 c328",
	})
}
