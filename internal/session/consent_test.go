package session_test

import (
	"slices"
	"testing"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
)

func TestConsentPage(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := newPair(t)
		got := p.customer.Snapshot()
		if got.Phase != session.PhaseConsent || got.Peer.Name != "Claire Moreau" || got.Peer.Organisation != "Northfield" ||
			got.Peer.Relay != "help.example" {
			t.Errorf("customer's snapshot: %+v", got)
		}
		for _, s := range []*side{p.agent, p.customer} {
			if got := s.Snapshot(); !slices.Equal(got.Peer.CheckWords, checkWords("fr")) {
				t.Errorf("%s: check words %v, want those of the customer's language", got.Role, got.Peer.CheckWords)
			}
		}
		if p.agent.Snapshot().Phase != session.PhaseConsent {
			t.Errorf("agent's phase is %s", p.agent.Snapshot().Phase)
		}
		if p.customer.Start(all) {
			t.Error("a Yes counted before the page was armed")
		}
		p.wait(protocol.ArmAfter)
		if !p.customer.Start(protocol.PermissionControl) {
			t.Error("Start was refused")
		}
		if p.customer.Start(all) {
			t.Error("a second Start counted")
		}
		p.wait(settle)
		for _, s := range []*side{p.agent, p.customer} {
			if got := s.Snapshot(); got.Phase != session.PhaseLive || got.Granted() != 0 || len(got.People) != 2 {
				t.Errorf("%s: phase %s, granted %s (control means nothing without seeing), people %v", got.Role, got.Phase, got.Granted(), got.People)
			}
		}
		if got := p.agent.Snapshot(); got.Peer.Language != "fr" {
			t.Errorf("customer's language is %q", got.Peer.Language)
		}
	})
}

func TestNothingBeforeConsent(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := newPair(t)
		p.agent.Ask(protocol.PermissionSee)
		p.agent.OpenView()
		p.agent.SendChat("hello", false)
		p.agent.ShareMine(0)
		p.customer.Allow(protocol.PermissionSee)
		p.wait(time.Minute)
		if n := p.customer.desk.opens() + p.agent.desk.opens(); n != 0 {
			t.Errorf("%d things of the desktops were opened", n)
		}
		if got := p.customer.Snapshot(); got.Phase != session.PhaseConsent || got.Granted() != 0 || len(got.Chat) != 0 {
			t.Errorf("customer's snapshot: %+v", got)
		}
	})
}

func TestDecline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := newPair(t)
		p.customer.Decline()
		p.customer.end(t, protocol.CloseDeclined, false)
		p.agent.end(t, protocol.CloseDeclined, true)
	})
}

func TestConsentUnanswered(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := newPair(t)
		p.wait(6 * time.Minute)
		p.customer.end(t, protocol.CloseUnanswered, p.customer.result.Remote)
		p.agent.end(t, protocol.CloseUnanswered, p.agent.result.Remote)
	})
}

func TestAskAndAnswer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.agent.Ask(protocol.PermissionSee)
		p.wait(settle)
		for _, s := range []*side{p.agent, p.customer} {
			entry := s.Snapshot().Permission(protocol.PermissionSee)
			left := time.Until(entry.Until)
			if entry.Grant != protocol.GrantAsked || left > protocol.AskFor || left < protocol.AskFor-2*settle {
				t.Errorf("%s: %+v, %v left", s.Snapshot().Role, entry, left)
			}
		}
		p.customer.Allow(protocol.PermissionSee)
		p.wait(settle)
		for _, s := range []*side{p.agent, p.customer} {
			if got := s.Snapshot().Granted(); got != protocol.PermissionSee {
				t.Errorf("granted: %s", got)
			}
		}
		p.agent.Ask(protocol.PermissionControl)
		p.wait(settle)
		p.customer.Refuse(protocol.PermissionControl)
		p.wait(settle)
		for _, s := range []*side{p.agent, p.customer} {
			if entry := s.Snapshot().Permission(protocol.PermissionControl); entry.Grant != protocol.GrantNo {
				t.Errorf("%s: %+v", s.Snapshot().Role, entry)
			}
		}
		p.agent.Ask(protocol.PermissionFiles) // which this version cannot put to use
		p.wait(settle)
		if entry := p.agent.Snapshot().Permission(protocol.PermissionFiles); entry.Grant != protocol.GrantNo {
			t.Errorf("files: %+v", entry)
		}
	})
}

func TestNoAnswerIsNo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.agent.Ask(protocol.PermissionSee)
		p.wait(protocol.AskFor + settle)
		for _, s := range []*side{p.agent, p.customer} {
			if entry := s.Snapshot().Permission(protocol.PermissionSee); entry.Grant != protocol.GrantNo {
				t.Errorf("%s: %+v", s.Snapshot().Role, entry)
			}
		}
		p.customer.Refuse(protocol.PermissionSee)
		if kinds := statuses(p.agent); kinds[len(kinds)-1] != protocol.StatusUnanswered {
			t.Errorf("agent's log: %v", kinds)
		}
	})
}

func TestNobodyIsWornDown(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.agent.Ask(protocol.PermissionSee)
		p.wait(time.Second)
		p.customer.Refuse(protocol.PermissionSee)
		p.wait(time.Second)
		p.agent.Ask(protocol.PermissionSee)
		p.wait(time.Second)
		for _, s := range []*side{p.agent, p.customer} {
			if entry := s.Snapshot().Permission(protocol.PermissionSee); entry.Grant != protocol.GrantNo {
				t.Errorf("%s: asked again at once: %+v", s.Snapshot().Role, entry)
			}
		}
		p.wait(5 * time.Second)
		p.agent.Ask(protocol.PermissionSee)
		p.wait(time.Second)
		if entry := p.customer.Snapshot().Permission(protocol.PermissionSee); entry.Grant != protocol.GrantAsked {
			t.Errorf("cannot be asked later: %+v", entry)
		}
	})
}

// statuses returns the kinds of the status lines in a side's log.
func statuses(s *side) []protocol.StatusKind {
	var kinds []protocol.StatusKind
	for _, e := range s.Snapshot().Chat {
		if e.IsStatus() {
			kinds = append(kinds, e.Status)
		}
	}
	return kinds
}

func TestControlIsAskedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee|protocol.PermissionControl)
		p.wait(protocol.ControlFor - 2*settle)
		if got := p.agent.Snapshot().Granted(); !got.Has(protocol.PermissionControl) {
			t.Fatalf("control ended early: %s", got)
		}
		p.wait(2 * settle)
		entry := p.customer.Snapshot().Permission(protocol.PermissionControl)
		if entry.Grant != protocol.GrantAsked || !entry.Renewal {
			t.Errorf("customer's side: %+v", entry)
		}
		if entry := p.agent.Snapshot().Permission(protocol.PermissionControl); entry.Grant != protocol.GrantAsked {
			t.Errorf("agent's side: %+v", entry)
		}
		p.wait(protocol.AskFor)
		if entry := p.customer.Snapshot().Permission(protocol.PermissionControl); entry.Grant != protocol.GrantNo {
			t.Errorf("granted by time-out: %+v", entry)
		}
		if got := p.agent.Snapshot().Granted(); got != protocol.PermissionSee {
			t.Errorf("agent's side: %s", got)
		}
	})
}

func TestRevokeSeeTakesControlToo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, all)
		p.customer.Revoke(protocol.PermissionSee)
		if got := p.customer.Snapshot(); got.Granted() != protocol.PermissionDiagnostics || got.Mine.State != protocol.ShareOff {
			t.Errorf("customer's side: %s, %s", got.Granted(), got.Mine.State)
		}
		p.wait(settle)
		if got := p.agent.Snapshot(); got.Granted() != protocol.PermissionDiagnostics || got.Theirs.State != protocol.ShareOff {
			t.Errorf("agent's side: %s, %s", got.Granted(), got.Theirs.State)
		}
	})
}

func TestYesNeedsACardThatHasStood(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.agent.Ask(protocol.PermissionSee)
		p.wait(protocol.CardArmAfter / 2)
		p.customer.Allow(protocol.PermissionSee)
		p.wait(protocol.CardArmAfter / 4)
		if got := p.customer.Snapshot().Permission(protocol.PermissionSee).Grant; got != protocol.GrantAsked {
			t.Fatalf("a click on a card that had just come up made it %s", got)
		}
		p.wait(protocol.CardArmAfter)
		p.customer.Allow(protocol.PermissionSee)
		p.wait(settle)
		if got := p.agent.Snapshot().Granted(); got != protocol.PermissionSee {
			t.Errorf("granted: %s", got)
		}
	})
}

func TestDetailsGrantedAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionDiagnostics)
		p.wait(settle)
		if got := p.agent.Snapshot().Details; got == nil || got.System != "Debian" {
			t.Errorf("details: %+v", got)
		}
	})
}

func TestDetails(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.agent.RefreshDetails()
		p.wait(settle)
		if p.agent.Snapshot().Details != nil {
			t.Error("details without permission")
		}
		p.customer.Allow(protocol.PermissionDiagnostics)
		p.wait(settle)
		if got := p.agent.Snapshot().Details; got == nil || got.System != "Debian" || got.Cores != 2 {
			t.Errorf("details: %+v", got)
		}
	})
}
