package protocol_test

import (
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func textGolden() golden {
	return golden{
		protocol.Text{Text: "é"},
		"0002 c3a9",
	}
}

func TestText(t *testing.T) {
	check(t, textGolden(), protocol.ParseText)
	wiretest.Refused(t, protocol.ParseText, map[string]string{
		"long":     "0101" + strings.Repeat("61", 257),
		"not text": "0001 80",
	})
}
