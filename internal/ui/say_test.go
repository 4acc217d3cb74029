package ui

import (
	"testing"
	"time"

	"beside.example/internal/chat"
	"beside.example/internal/words"
	"beside.example/protocol"
)

func TestElapsedText(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0:00", 0: "0:00", 59*time.Second + 999*time.Millisecond: "0:59", 18*time.Minute + 4*time.Second: "18:04",
		time.Hour: "1:00:00", 26*time.Hour + 3*time.Minute + 2*time.Second: "26:03:02",
	} {
		if got := ElapsedText(d); got != want {
			t.Errorf("%v is written %q, want %q", d, got, want)
		}
	}
}

func TestFaultText(t *testing.T) {
	texts := words.MustLoad(words.English)
	if got := FaultText(texts, 0); got != "" {
		t.Errorf("no fault is %q", got)
	}
	if got, want := FaultText(texts, protocol.FaultCodeShape), texts.T(protocol.FaultCodeShape.Key())+" (F-209)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	const unknown = 999
	if got, want := FaultText(texts, unknown), texts.T(protocol.FaultInternal.Key())+" (F-999)"; got != want {
		t.Errorf("an unknown fault is %q, want %q", got, want)
	}
}

func TestLogMessages(t *testing.T) {
	at := time.Date(2026, 5, 4, 14, 24, 0, 0, time.UTC)
	got := LogMessages(words.MustLoad(words.English), []chat.Entry{
		{At: at, Name: "Claire Moreau", From: protocol.FirstAgentID, Status: protocol.StatusJoined},
		{At: at, Name: "Claire Moreau", From: protocol.FirstAgentID, Text: "Hello"},
		{At: at, Mine: true, Text: "Hi"},
	})
	want := []ChatMessage{
		{Kind: ChatStatus, Text: "14:24 · Claire Moreau is here."},
		{Kind: ChatOther, Text: "Hello", Meta: "Claire Moreau · 14:24"},
		{Kind: ChatOwn, Text: "Hi", Meta: "You · 14:24"},
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("message %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

// TestOffersAreNamed: what windows offer has words in both apps' catalogues.
func TestOffersAreNamed(t *testing.T) {
	texts := words.MustLoad(words.French)
	for _, o := range Offers() {
		for _, key := range []string{"customer.permission." + o.Key, "customer.ask." + o.Key, "agent.permission." + o.Key} {
			if text := texts.T(key); text == "["+key+"]" {
				t.Errorf("the catalogue lacks %s", key)
			}
		}
	}
}

func TestLanguageSwitch(t *testing.T) {
	newApp(t, ForCustomer)
	var chosen words.Language
	s := NewLanguageSwitch(words.MustLoad(words.French), func(l words.Language) { chosen = l })
	w := show(t, s, 300, 60)
	if s.Selected() != 1 {
		t.Errorf("segment %d is chosen, want that of French", s.Selected())
	}
	w.Canvas().Focus(s)
	press(w, "Left")
	if chosen != words.English {
		t.Errorf("chose %q", chosen)
	}
}
