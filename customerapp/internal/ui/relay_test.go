package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/internal/words"
)

func TestRelayPageAsks(t *testing.T) {
	newApp(t)
	named := ""
	p := newRelayPage(words.MustLoad(words.English), relayState{}, relayActs{Name: func(relay string) { named = relay }})
	w := open(t, p.root, codeSize)
	w.Canvas().Focus(p.focus)
	test.Type(p.field, " help.northfield.example ")
	press(w, fyne.KeyReturn)
	if named != "help.northfield.example" {
		t.Errorf("named %q", named)
	}
}

// TestTypingIsNotDisturbed: what becomes of the old relay does not take away the address that is being typed.
func TestTypingIsNotDisturbed(t *testing.T) {
	newApp(t)
	away := relayState{Relay: "old.example", Trouble: "It does not answer."}
	p := newRelayPage(words.MustLoad(words.English), away, relayActs{})
	open(t, p.root, codeSize)
	for _, c := range []struct {
		typed string
		state relayState
		fits  bool
	}{
		{"old.example", relayState{Relay: "old.example", Trouble: "It does not answer.", Busy: true}, true},
		{"old.example", relayState{Relay: "old.example"}, false},
		{"new.exam", relayState{Relay: "old.example"}, true},
		{"new.example ", relayState{Relay: "new.example"}, false},
	} {
		p.field.SetText(c.typed)
		if got := p.fits(c.state); got != c.fits {
			t.Errorf("%q stays for %+v: %t, want %t", c.typed, c.state, got, c.fits)
		}
	}
}

func TestRelayPageConfirms(t *testing.T) {
	newApp(t)
	said := ""
	p := newRelayPage(words.MustLoad(words.English), relayState{Relay: "help.northfield.example", Busy: true},
		relayActs{Trust: func() { said = "yes" }, Distrust: func() { said = "no" }})
	w := open(t, p.root, codeSize)
	test.Tap(p.yes)
	if said != "" {
		t.Errorf("said %q before the relay has answered", said)
	}
	p.show(relayState{Relay: "help.northfield.example"})
	w.Canvas().Focus(p.focus)
	press(w, fyne.KeyReturn)
	if said != "no" {
		t.Errorf("Enter says %q at first", said)
	}
	test.Tap(p.yes)
	if said != "yes" {
		t.Errorf("a click on Yes says %q", said)
	}
}
