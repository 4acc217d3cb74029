package company_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"beside.example/internal/session"
	"beside.example/protocol"
)

// names returns who is in a session, as one side sees it.
func names(s session.Snapshot) string {
	var list []string
	for _, p := range s.People {
		if p.Role == protocol.RoleAgent {
			list = append(list, p.Name+" "+p.Granted.String())
		}
	}
	return strings.Join(list, ", ")
}

func TestOneAgentIsASession(t *testing.T) {
	in(t, all, func(w *world) {
		s := w.Snapshot()
		if s.Phase != session.PhaseLive || len(s.Members) != 1 || s.Peer.Name != name(0) || s.Granted() != all {
			t.Errorf("%+v", s)
		}
		w.SendChat("hello", false)
		w.agents[0].SendChat("good morning", false)
		wait(settle)
		if got := log(w.Snapshot().Snapshot); !strings.HasSuffix(got, "hello;good morning;") {
			t.Errorf("log: %s", got)
		}
		w.agents[0].End()
		wait(settle)
		if s := w.Snapshot(); s.Phase != session.PhaseEnded || s.Ended.Reason != protocol.CloseByAgent || !strings.HasSuffix(log(s.Snapshot), "ended;") {
			t.Errorf("after the end: %s, %s", s.Phase, log(s.Snapshot))
		}
		<-w.ended
		if w.end.Reason != protocol.CloseByAgent || !w.end.Remote {
			t.Errorf("ended: %+v", w.end)
		}
	})
}

// TestInvite: the customer confirms once; consent is as it was but for control, and everybody sees who is here.
func TestInvite(t *testing.T) {
	in(t, all, func(w *world) {
		w.introduce(0, protocol.IntroductionInvite, all)
		if got := w.results(0); got != "1 true joined;" {
			t.Errorf("introducer: %s", got)
		}
		want := "Claire Moreau see+control, Ben Okafor see"
		for i, s := range []session.Snapshot{w.Snapshot().Snapshot, w.agents[0].Snapshot(), w.agents[1].Snapshot()} {
			if got := names(s); got != want {
				t.Errorf("%d sees %q, want %q", i, got, want)
			}
		}
		if a, b := w.agents[0].Snapshot().You, w.agents[1].Snapshot().You; a != 1 || b != 2 {
			t.Errorf("agents are %d and %d", a, b)
		}
		if got := w.Snapshot(); len(got.Members) != 2 || got.Peer.Name != name(0) || got.Card != nil {
			t.Errorf("%+v", got.Members)
		}
	})
}

func TestNothingHappensWithoutAYes(t *testing.T) {
	in(t, all, func(w *world) {
		m := protocol.Introduce{ID: 7, Kind: protocol.IntroductionInvite, Code: "K7MWQ2RT", Name: "Ben\u202e Okafor", Rights: all}
		w.agents[0].Introduce(m)
		wait(settle)
		card := w.Snapshot().Card
		if card == nil || card.Name != "Ben Okafor" || card.From != name(0) {
			t.Fatalf("card: %+v", card)
		}
		if got := w.agents[0].Snapshot().Input; got != protocol.InputCard {
			t.Errorf("the agent's input is %v while the card waits", got)
		}
		w.AnswerIntroduction(7, true) // too early
		w.AnswerIntroduction(8, false)
		wait(settle)
		if len(w.agents) != 1 || w.Snapshot().Card == nil {
			t.Error("a Yes counts before anybody can have read the card")
		}
		w.AnswerIntroduction(7, false)
		wait(settle)
		if got := w.results(0); got != "7 true declined;" || w.Snapshot().Card != nil {
			t.Errorf("after No: %s", got)
		}
		m.ID = 9
		w.agents[0].Introduce(m)
		wait(settle)
		if got := w.results(0); got != "7 true declined;9 true declined;" || w.Snapshot().Card != nil {
			t.Errorf("asked again at once: %s", got)
		}
		wait(session.AskAgainAfter)
		m.ID = 8
		w.agents[0].Introduce(m)
		wait(protocol.AskFor + settle)
		if got := w.results(0); got != "7 true declined;9 true declined;8 true unanswered;" || len(w.agents) != 1 {
			t.Errorf("after silence: %s", got)
		}
		if got := w.agents[0].Snapshot().Input; got != protocol.InputOn {
			t.Errorf("the agent's input is %v afterwards", got)
		}
	})
}

func TestIntroductionFails(t *testing.T) {
	in(t, 0, func(w *world) {
		w.meeting = func(protocol.Introduce) error { return errors.New("nobody there") }
		w.agents[0].Introduce(protocol.Introduce{ID: 7, Kind: protocol.IntroductionInvite, Code: "K7MWQ2RT", Name: "Ben"})
		wait(protocol.ArmAfter + settle)
		w.AnswerIntroduction(7, true)
		wait(settle)
		if got := w.results(0); got != "7 true failed;" {
			t.Errorf("not reached: %s", got)
		}
		w.meeting, w.refused = nil, errors.New("another device")
		w.agents[0].Introduce(protocol.Introduce{ID: 8, Kind: protocol.IntroductionInvite, Code: "K7MWQ2RT", Name: "Ben"})
		wait(protocol.ArmAfter + settle)
		w.AnswerIntroduction(8, true)
		wait(settle)
		if got := w.results(0); got != "7 true failed;8 true failed;" || len(w.Snapshot().Members) != 1 {
			t.Errorf("not the device vouched for: %s", got)
		}
		for who, got := range map[string]string{"customer": log(w.Snapshot().Snapshot), "agent": log(w.agents[0].Snapshot())} {
			if strings.Count(got, "unreached;") != 2 {
				t.Errorf("%s's log: %s", who, got)
			}
		}
		if got := w.Snapshot(); got.Phase != session.PhaseLive || got.Peer.Name != name(0) {
			t.Errorf("the session suffers: %s, %q", got.Phase, got.Peer.Name)
		}
	})
}

// TestTransfer: control moves over, the first agent leaves, and the session lives on.
func TestTransfer(t *testing.T) {
	in(t, all, func(w *world) {
		w.agents[0].SendChat("a colleague takes over", false)
		wait(settle)
		w.introduce(0, protocol.IntroductionTransfer, all)
		if got := names(w.Snapshot().Snapshot); got != "Claire Moreau see, Ben Okafor see+control" {
			t.Errorf("after the transfer: %q", got)
		}
		if got := w.agents[1].Snapshot().Chat[0]; got.Text != "a colleague takes over" || !got.Earlier {
			t.Errorf("the newcomer's first line: %+v", got)
		}
		w.agents[0].End()
		wait(settle)
		s := w.Snapshot()
		if s.Phase != session.PhaseLive || s.Peer.Name != name(1) || names(s.Snapshot) != "Ben Okafor see+control" || len(s.Members) != 1 {
			t.Errorf("after the first left: %s, %q", s.Phase, names(s.Snapshot))
		}
		for who, got := range map[string]string{"customer": log(s.Snapshot), "agent": log(w.agents[1].Snapshot())} {
			if !strings.HasSuffix(got, "left;") || strings.Contains(got, "ended") {
				t.Errorf("%s's log: %s", who, got)
			}
		}
		w.SendChat("still here", false)
		wait(settle)
		if got := log(w.agents[1].Snapshot()); !strings.HasSuffix(got, "left;still here;") {
			t.Errorf("the newcomer's log: %s", got)
		}
		w.agents[1].End()
		wait(settle)
		if s := w.Snapshot(); s.Phase != session.PhaseEnded || s.Ended == nil || s.Peer.Name != name(1) {
			t.Errorf("after the last left: %s, %+v, %q", s.Phase, s.Ended, s.Peer.Name)
		}
		if started := w.Snapshot().Started; !started.Equal(s.Started) || started.IsZero() {
			t.Error("the session began anew")
		}
	})
}

// TestFirstLeavesTooEarly: while the customer's app is on its way to the next agent, the session is not over, and no window says so.
func TestFirstLeavesTooEarly(t *testing.T) {
	in(t, all, func(w *world) {
		on, changes := make(chan struct{}), []session.Phase{}
		w.meeting = func(protocol.Introduce) error { <-on; return nil }
		news, stop := w.Watch()
		defer stop()
		done := make(chan struct{})
		go func() {
			for {
				select {
				case <-news:
					changes = append(changes, w.Snapshot().Phase)
				case <-done:
					return
				}
			}
		}()
		w.agents[0].Introduce(protocol.Introduce{ID: 1, Kind: protocol.IntroductionTransfer, Code: "K7MWQ2RT", Name: name(1), Rights: all})
		wait(protocol.ArmAfter + settle)
		w.AnswerIntroduction(1, true)
		wait(settle)
		w.agents[0].End()
		wait(settle)
		if got := w.Snapshot().Phase; got != session.PhaseReconnecting {
			t.Errorf("on the way: %s", got)
		}
		close(on)
		wait(settle)
		done <- struct{}{}
		if s := w.Snapshot(); s.Phase != session.PhaseLive || s.Peer.Name != name(1) {
			t.Errorf("after that: %s, %q", s.Phase, s.Peer.Name)
		}
		if slices.Contains(changes, session.PhaseEnded) {
			t.Errorf("phases shown: %v", changes)
		}
	})
}

// TestRights: an introduced agent gets no more than the introduction says, whatever it asks for.
func TestRights(t *testing.T) {
	in(t, all, func(w *world) {
		w.introduce(0, protocol.IntroductionTransfer, protocol.PermissionSee)
		if got := names(w.Snapshot().Snapshot); got != "Claire Moreau see+control, Ben Okafor see" {
			t.Errorf("%q", got)
		}
		w.agents[1].Ask(protocol.PermissionControl)
		wait(settle)
		if got := w.agents[1].Snapshot().Permission(protocol.PermissionControl).Grant; got != protocol.GrantNo {
			t.Errorf("control is %s", got)
		}
	})
}

// TestControlHasOneHand: a Yes to who asks takes control from the other; two control only where the customer gives it unasked.
func TestControlHasOneHand(t *testing.T) {
	in(t, all, func(w *world) {
		w.introduce(0, protocol.IntroductionInvite, all)
		w.agents[1].Ask(protocol.PermissionControl)
		wait(protocol.CardArmAfter + settle)
		if got := w.agents[0].Snapshot().Input; got == protocol.InputOff {
			t.Error("control is gone before the customer said anything")
		}
		w.Allow(2, protocol.PermissionControl)
		wait(settle)
		if got := names(w.Snapshot().Snapshot); got != "Claire Moreau see, Ben Okafor see+control" {
			t.Errorf("after Yes: %q", got)
		}
		w.Allow(1, protocol.PermissionControl)
		wait(settle)
		if got := names(w.Snapshot().Snapshot); got != "Claire Moreau see+control, Ben Okafor see+control" {
			t.Errorf("given unasked: %q", got)
		}
		w.RevokeFrom(2, protocol.PermissionControl)
		wait(settle)
		if got := names(w.Snapshot().Snapshot); got != "Claire Moreau see+control, Ben Okafor see" {
			t.Errorf("taken from one: %q", got)
		}
		w.Revoke(protocol.PermissionSee)
		wait(settle)
		if got := names(w.Snapshot().Snapshot); got != "Claire Moreau none, Ben Okafor none" || w.Snapshot().Mine.State != protocol.ShareOff {
			t.Errorf("taken from all: %q", got)
		}
	})
}

// TestQuestionOfOneSuspendsAll: while one agent's question waits, no agent's input gets through; the panic key stops everybody.
func TestQuestionOfOneSuspendsAll(t *testing.T) {
	in(t, all, func(w *world) {
		w.introduce(0, protocol.IntroductionInvite, all)
		w.Allow(2, protocol.PermissionControl)
		wait(settle)
		w.agents[1].PushURL("https://help.example/")
		wait(settle)
		for i, a := range w.agents {
			if got := a.Snapshot().Input; got != protocol.InputCard {
				t.Errorf("agent %d's input is %v", i, got)
			}
		}
		w.AnswerPush(2, "https://help.example/", false)
		wait(settle)
		for i, a := range w.agents {
			if got := a.Snapshot().Input; got != protocol.InputOn {
				t.Errorf("agent %d's input afterwards is %v", i, got)
			}
		}
		w.desk.hands[1].hand <- true // every session hears the panic key; one is enough
		wait(settle)
		if got := names(w.Snapshot().Snapshot); got != "Claire Moreau none, Ben Okafor none" {
			t.Errorf("after the panic key: %q", got)
		}
	})
}

// TestManyIntroductions: one card at a time, and no more agents than a session may have.
func TestManyIntroductions(t *testing.T) {
	in(t, 0, func(w *world) {
		for id := range uint64(protocol.MaxAgents + 1) {
			w.agents[0].Introduce(protocol.Introduce{ID: id + 1, Kind: protocol.IntroductionInvite, Code: "K7MWQ2RT", Name: "Ben"})
		}
		wait(settle)
		if got := strings.Count(w.results(0), "failed"); got != 2 {
			t.Errorf("%d refused at once: %s", got, w.results(0))
		}
		shown := []uint64{}
		for card := w.Snapshot().Card; card != nil; card = w.Snapshot().Card {
			shown = append(shown, card.ID)
			w.AnswerIntroduction(card.ID, false)
			wait(settle)
		}
		if !slices.Equal(shown, []uint64{1, 2, 3, 4, 5, 6, 7}) {
			t.Errorf("cards %v", shown)
		}
	})
}

// TestCardGoesWithWhoAsked: an agent who leaves takes its introduction along.
func TestCardGoesWithWhoAsked(t *testing.T) {
	in(t, 0, func(w *world) {
		w.introduce(0, protocol.IntroductionInvite, all)
		w.agents[1].Introduce(protocol.Introduce{ID: 9, Kind: protocol.IntroductionInvite, Code: "K7MWQ2RT", Name: "Zoé"})
		wait(settle)
		w.agents[1].End()
		wait(settle)
		if w.Snapshot().Card != nil || len(w.Snapshot().Members) != 1 {
			t.Error("the card stays")
		}
	})
}

func TestCustomerEndsAll(t *testing.T) {
	in(t, 0, func(w *world) {
		w.introduce(0, protocol.IntroductionInvite, all)
		w.End()
		wait(2 * settle)
		<-w.ended
		if w.end.Reason != protocol.CloseByCustomer || w.end.Remote {
			t.Errorf("ended: %+v", w.end)
		}
		for i, a := range w.agents {
			<-a.ended
			if got := a.Snapshot().Ended; got.Reason != protocol.CloseByCustomer || !got.Remote {
				t.Errorf("agent %d: %+v", i, got)
			}
		}
	})
}

// TestIntroducedInheritsWhatIsWithheld: an agent who may not control cannot bring in one who may, nor lose what is withheld from that one.
func TestIntroducedInheritsWhatIsWithheld(t *testing.T) {
	inWithheld(t, []session.Withheld{{Permissions: protocol.PermissionControl}, {Pages: true}}, func(w *world) {
		w.introduce(0, protocol.IntroductionTransfer, all)
		w.agents[1].Ask(protocol.PermissionControl)
		w.agents[1].PushURL("https://help.example/")
		wait(settle)
		w.Allow(2, protocol.PermissionControl)
		wait(settle)
		s := w.Snapshot()
		if got := s.Members[1].Session; got.Granted() != protocol.PermissionSee || got.Push != nil || !got.Peer.Withheld.Pages {
			t.Errorf("granted %s, waits %v, withheld %+v", got.Granted(), got.Push, got.Peer.Withheld)
		}
	})
}
