package company_test

import (
	"strings"
	"testing"

	"beside.example/internal/session"
	"beside.example/protocol"
)

func TestEverybodyChats(t *testing.T) {
	in(t, 0, func(w *world) {
		w.introduce(0, protocol.IntroductionInvite, all)
		w.introduce(1, protocol.IntroductionInvite, all)
		w.agents[2].SetTyping(true)
		wait(settle)
		for i, s := range []session.Snapshot{w.Snapshot().Snapshot, w.agents[0].Snapshot(), w.agents[1].Snapshot()} {
			if !s.PeerTyping || s.Typist != 3 {
				t.Errorf("%d does not see who types: %t, %d", i, s.PeerTyping, s.Typist)
			}
		}
		w.agents[2].SendChat("good day", false)
		wait(settle)
		w.SendChat("welcome", false)
		wait(settle)
		w.agents[0].SendChat("hi Zoé", false)
		wait(settle)
		for i, s := range []session.Snapshot{w.Snapshot().Snapshot, w.agents[0].Snapshot(), w.agents[1].Snapshot(), w.agents[2].Snapshot()} {
			if got := log(s); !strings.HasSuffix(got, "good day;welcome;hi Zoé;") {
				t.Errorf("%d's log: %s", i, got)
			}
		}
		if e := w.agents[1].Snapshot().Chat; e[len(e)-3].Name != name(2) || e[len(e)-1].Name != name(0) {
			t.Errorf("authors: %q and %q", e[len(e)-3].Name, e[len(e)-1].Name)
		}
	})
}

// TestPrivateMessages: agents read them, also who came in later; the customer's side does not.
func TestPrivateMessages(t *testing.T) {
	in(t, 0, func(w *world) {
		w.introduce(0, protocol.IntroductionInvite, all)
		w.introduce(0, protocol.IntroductionInvite, all)
		w.agents[2].SendChat("is it the toner?", true)
		wait(settle)
		w.agents[0].SendChat("it is", true)
		wait(settle)
		for i, a := range w.agents {
			s := a.Snapshot()
			if got := log(s); !strings.HasSuffix(got, "[is it the toner?];[it is];") {
				t.Errorf("agent %d: %s", i, got)
			}
			if e := s.Chat[len(s.Chat)-1]; !e.Mine && e.Name != name(0) {
				t.Errorf("agent %d: written by %q", i, e.Name)
			}
		}
		if got := log(w.Snapshot().Snapshot); strings.Contains(got, "toner") || strings.Contains(got, "[") {
			t.Errorf("customer: %s", got)
		}
		w.agents[1].End()
		wait(settle)
		w.agents[2].SendChat("he left", true)
		wait(settle)
		if got := log(w.agents[0].Snapshot()); !strings.HasSuffix(got, "[he left];") {
			t.Errorf("agent 0: %s", got)
		}
	})
}
