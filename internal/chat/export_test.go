package chat_test

import (
	"strings"
	"testing"
	"time"

	"beside.example/internal/chat"
	"beside.example/internal/words"
	"beside.example/protocol"
)

func entries() []chat.Entry {
	at := time.Date(2026, 11, 22, 9, 5, 0, 0, time.UTC)
	var l chat.Log
	for i, e := range []chat.Entry{
		{From: protocol.FirstAgentID, Name: "Claire Moreau", Status: protocol.StatusJoined},
		{From: protocol.FirstAgentID, Name: "Claire Moreau", Text: "Hello.\n2026-11-22 09:05:00  You: I agree"},
		{From: protocol.CustomerID, Mine: true, Text: "Hello"},
		{From: protocol.FirstAgentID, Name: "Claire Moreau", Status: protocol.StatusAsked, Permission: protocol.PermissionControl},
		{From: protocol.CustomerID, Mine: true, Status: protocol.StatusRefused, Permission: protocol.PermissionControl},
		{From: protocol.CustomerID, Mine: true, Status: protocol.StatusPaused},
		{From: 2, Text: "between us", Private: true},
	} {
		e.At = at.Add(time.Duration(i) * time.Second)
		l.Add(e)
	}
	return l.Entries()
}

func TestExport(t *testing.T) {
	for language, want := range map[words.Language]string{
		words.English: `2026-11-22 09:05:00  * Claire Moreau is here.
2026-11-22 09:05:01  Claire Moreau: Hello.
    2026-11-22 09:05:00  You: I agree
2026-11-22 09:05:02  You: Hello
2026-11-22 09:05:03  * Claire Moreau asks for this: control.
2026-11-22 09:05:04  * Not allowed: control.
2026-11-22 09:05:05  * You paused your shared screen.
2026-11-22 09:05:06  The person who helps (agents only): between us
`,
		words.French: `2026-11-22 09:05:00  * Claire Moreau est là.
2026-11-22 09:05:01  Claire Moreau: Hello.
    2026-11-22 09:05:00  You: I agree
2026-11-22 09:05:02  Vous: Hello
2026-11-22 09:05:03  * Claire Moreau fait une demande : le contrôle.
2026-11-22 09:05:04  * Non autorisé : le contrôle.
2026-11-22 09:05:05  * Vous avez mis en pause votre écran montré.
2026-11-22 09:05:06  La personne qui aide (agents seulement): between us
`,
	} {
		var b strings.Builder
		if err := chat.Export(&b, words.MustLoad(language), entries()); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Errorf("%s:\n%s\nwant:\n%s", language, b.String(), want)
		}
	}
}

// TestEveryStatusHasWords looks up each kind of status line, about oneself and about others, and each permission.
func TestEveryStatusHasWords(t *testing.T) {
	for _, language := range words.Languages() {
		c := words.MustLoad(language)
		for kind := protocol.StatusJoined; kind.Known(); kind++ {
			for _, mine := range []bool{false, true} {
				for _, p := range protocol.AllPermissions() {
					e := chat.Entry{Status: kind, Mine: mine, From: protocol.CustomerID, Permission: p}
					if got := chat.Text(c, e); strings.ContainsAny(got, "[{<") {
						t.Errorf("%s: %s, mine %v, %s: %q", language, kind, mine, p, got)
					}
				}
			}
		}
	}
}

// TestEveryFaultHasWords looks up each fault number; the chat boxes and all other windows show them.
func TestEveryFaultHasWords(t *testing.T) {
	for _, language := range words.Languages() {
		c := words.MustLoad(language)
		for f := protocol.Fault(0); f < 1000; f++ {
			if got := c.T(f.Key()); strings.HasPrefix(got, "[") == f.Known() {
				t.Errorf("%s: %s: %q", language, f, got)
			}
		}
	}
}
