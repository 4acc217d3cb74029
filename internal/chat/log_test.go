package chat_test

import (
	"strings"
	"testing"

	"beside.example/internal/chat"
	"beside.example/protocol"
)

func TestAddCleans(t *testing.T) {
	var l chat.Log
	if !l.Add(chat.Entry{Name: "Cl\u202eaire\n", Text: "one\x00\r\ntwo\u2066"}) {
		t.Fatal("not added")
	}
	if e := l.Entries()[0]; e.Name != "Claire" || e.Text != "one\ntwo" {
		t.Errorf("entry: %+v", e)
	}
	for _, e := range []chat.Entry{{}, {Text: " \u202e\n"}, {Status: 200}} {
		if l.Add(e) {
			t.Errorf("added %+v", e)
		}
	}
}

func TestLongMessagesAreCut(t *testing.T) {
	var l chat.Log
	l.Add(chat.Entry{Text: strings.Repeat("é", 2*protocol.MaxChatRunes)})
	if n := len([]rune(l.Entries()[0].Text)); n != protocol.MaxChatRunes {
		t.Errorf("%d runes", n)
	}
}

// TestEntriesStay keeps what Entries returned while the log goes on and drops its oldest.
func TestEntriesStay(t *testing.T) {
	var l chat.Log
	l.Add(chat.Entry{Text: "first"})
	before := l.Entries()
	for range 20_000 {
		l.Add(chat.Entry{Text: "more"})
	}
	if len(before) != 1 || before[0].Text != "first" {
		t.Errorf("entries changed: %v", before)
	}
	if n := len(l.Entries()); n != 10_000 || l.Dropped() != 10_001 {
		t.Errorf("%d entries, %d dropped", n, l.Dropped())
	}
}

func TestBytesAreBounded(t *testing.T) {
	var l chat.Log
	for range 2000 {
		l.Add(chat.Entry{Text: strings.Repeat("x", protocol.MaxChatRunes)})
	}
	total := 0
	for _, e := range l.Entries() {
		total += len(e.Text)
	}
	if total > 4<<20 || total < 3<<20 {
		t.Errorf("log holds %d bytes", total)
	}
}
