package session_test

import (
	"slices"
	"testing"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/transport/transporttest"
)

// limited is a session whose customer says Yes to everything, and whose organisation withholds something.
func limited(t *testing.T, withheld session.Withheld) *pair {
	t.Helper()
	p := &pair{t: t}
	a, c := transporttest.Pair(t)
	agentDesk, customerDesk := newDesk(), newDesk()
	customerCfg := customerSide(c, customerDesk)
	customerCfg.Peer.Withheld = withheld
	p.agent, p.customer = run(t, agentSide(a, agentDesk), agentDesk), run(t, customerCfg, customerDesk)
	p.agree(all)
	return p
}

// TestWithheldPermissions: neither a Yes at the start nor one of the customer's own accord gives what is withheld, and the agent's
// question is answered without asking anybody.
func TestWithheldPermissions(t *testing.T) {
	for withheld, left := range map[protocol.Permission]protocol.Permission{
		0:                                     all,
		protocol.PermissionControl:            all &^ protocol.PermissionControl,
		protocol.PermissionDiagnostics:        all &^ protocol.PermissionDiagnostics,
		protocol.PermissionSee:                protocol.PermissionDiagnostics, // control means nothing without it
		all &^ protocol.PermissionDiagnostics: protocol.PermissionDiagnostics,
		all:                                   0,
	} {
		t.Run(withheld.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				p := limited(t, session.Withheld{Permissions: withheld})
				if got := p.customer.Snapshot().Granted(); got != left {
					t.Errorf("granted at the start: %s, want %s", got, left)
				}
				for _, permission := range protocol.AllPermissions() {
					p.agent.Ask(permission)
					p.wait(settle)
					if entry := p.customer.Snapshot().Permission(permission); entry.Grant == protocol.GrantAsked {
						t.Errorf("the customer is asked about %s", permission)
					}
					p.customer.Allow(permission)
				}
				p.wait(time.Minute)
				for _, s := range []*side{p.agent, p.customer} {
					if got := s.Snapshot().Granted(); got != left {
						t.Errorf("%s: granted %s, want %s", s.Snapshot().Role, got, left)
					}
				}
				if got := p.customer.Snapshot().Peer.Withheld.Permissions; got&left != 0 || got&all|left != all {
					t.Errorf("windows are told that %s is withheld", got)
				}
			})
		})
	}
}

// TestWithheldScreenOfTheAgent: the customer hears nothing of a screen that is shown all the same.
func TestWithheldScreenOfTheAgent(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := limited(t, session.Withheld{TheirScreen: true})
		p.agent.ShareMine(0)
		p.wait(settle)
		p.customer.OpenView()
		p.wait(settle)
		s := p.customer.Snapshot()
		if s.Theirs.State != protocol.ShareOff || s.Theirs.Viewed || slices.Contains(statuses(p.customer), protocol.StatusSharing) {
			t.Errorf("the customer sees %+v", s.Theirs)
		}
		if n := p.agent.desk.grabs(); n != 0 {
			t.Errorf("%d pictures were taken", n)
		}
	})
}

// TestWithheldPages: an address is refused at once.
func TestWithheldPages(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := limited(t, session.Withheld{Pages: true})
		p.agent.PushURL(address)
		p.wait(settle)
		if got := p.customer.Snapshot().Push; got != nil {
			t.Errorf("the customer is asked about %s", got.URL)
		}
		if p.customer.AnswerPush(address, true) != "" {
			t.Error("it opens")
		}
	})
}
