package protocol_test

import (
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func earlierGolden() golden {
	return golden{
		protocol.Earlier{Lines: []protocol.EarlierLine{
			{From: protocol.CustomerID, Age: 90 * time.Second, Text: "Au secours"},
			{From: protocol.FirstAgentID, Age: time.Minute, Name: "Claire", Text: "Oui ?"},
		}},
		"02 00 0000005a 0000 000a 4175207365636f757273 01 0000003c 0006 436c61697265 0005 4f7569203f",
	}
}

func TestEarlier(t *testing.T) {
	check(t, earlierGolden(), protocol.ParseEarlier)
	wiretest.Refused(t, protocol.ParseEarlier, map[string]string{
		"too many":  "c9" + strings.Repeat("00 00000000 0000 0000", 201),
		"long name": "01 00 00000000 0141" + strings.Repeat("61", 321) + "0000",
		"long text": "01 00 00000000 0000 3e81" + strings.Repeat("61", 16001),
	})
}

func TestPackEarlier(t *testing.T) {
	if got := protocol.PackEarlier(nil); got != nil {
		t.Errorf("nothing becomes %d messages", len(got))
	}
	long := protocol.EarlierLine{Name: strings.Repeat("a", 2*protocol.MaxNameBytes), Text: strings.Repeat("b", 2*protocol.MaxChatBytes)}
	lines := make([]protocol.EarlierLine, protocol.MaxEarlierLines+1)
	for i := range lines {
		lines[i] = protocol.EarlierLine{Text: strings.Repeat("c", i)}
	}
	lines[100] = long
	count := 0
	for _, m := range protocol.PackEarlier(lines) {
		if n := len(m.Append(nil)); n > m.Type().Limit() {
			t.Errorf("a message of %d bytes", n)
		}
		parsed, err := protocol.ParseEarlier(m.Append(nil))
		if err != nil {
			t.Fatal(err)
		}
		if count == 0 && parsed.Lines[0].Text != "c" {
			t.Errorf("begins with %q: the oldest line is dropped", parsed.Lines[0].Text)
		}
		count += len(parsed.Lines)
	}
	if count != protocol.MaxEarlierLines {
		t.Errorf("%d lines", count)
	}
}
