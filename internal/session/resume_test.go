package session_test

import (
	"errors"
	"testing"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/transport"
)

// noticed is when both sides must have noticed an outage while a screen is shown.
const noticed = 1200 * time.Millisecond

// cut kills the pair's conns without a word, as a long outage or a dead carrier does.
func (p *pair) cut() {
	p.link.Blackout(true)
	p.wait(3 * time.Minute) // longer than any conn keeps hoping
}

// reconnect lets the next redial succeed.
func (p *pair) reconnect() {
	agent, customer := p.connect()
	p.redials <- redial{agent, customer}
	p.wait(20 * time.Second)
}

func TestShortOutageKeepsEverything(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.link.Blackout(true)
		p.wait(noticed)
		for _, s := range []*side{p.agent, p.customer} {
			if got := s.Snapshot(); got.Phase != session.PhaseReconnecting || got.Link.Up || got.Link.GiveUp.IsZero() {
				t.Errorf("%s: phase %s, link %+v", got.Role, got.Phase, got.Link)
			}
		}
		p.wait(20*time.Second - noticed)
		p.link.Blackout(false)
		p.wait(settle)
		for _, s := range []*side{p.agent, p.customer} {
			if got := s.Snapshot(); got.Phase != session.PhaseLive || !got.Granted().Has(protocol.PermissionControl) {
				t.Errorf("%s: phase %s, granted %s", got.Role, got.Phase, got.Granted())
			}
		}
		if !p.press() {
			t.Error("input does not arrive after the outage")
		}
	})
}

func TestResumeKeepsConsent(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.agent.SendChat("before", false)
		p.wait(settle)
		p.cut()
		if !p.agent.SendChat("from the agent", false) || !p.customer.SendChat("from the customer", false) {
			t.Error("chat was refused while the connection is lost")
		}
		p.customer.Revoke(protocol.PermissionControl)
		p.reconnect()
		for _, s := range []*side{p.agent, p.customer} {
			got := s.Snapshot()
			if got.Phase != session.PhaseLive || got.Granted() != protocol.PermissionSee {
				t.Errorf("%s: phase %s, granted %s", got.Role, got.Phase, got.Granted())
			}
			if texts := messages(s); len(texts) != 3 {
				t.Errorf("%s: messages %q", got.Role, texts)
			}
		}
		grabs := p.customer.desk.grabs()
		p.customer.desk.fill()
		p.wait(settle)
		if p.customer.desk.grabs() == grabs {
			t.Error("the open viewer gets nothing on the new conn")
		}
		p.customer.Allow(protocol.PermissionControl)
		p.wait(settle)
		if !p.press() {
			t.Error("input does not arrive on the new conn")
		}
	})
}

// messages returns the texts of the messages in a side's log.
func messages(s *side) []string {
	var texts []string
	for _, e := range s.Snapshot().Chat {
		if !e.IsStatus() {
			texts = append(texts, e.Text)
		}
	}
	return texts
}

func TestResumeTellsWhatChangedMeanwhile(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.cut()
		p.customer.Revoke(protocol.PermissionSee)
		p.reconnect()
		if got := p.agent.Snapshot(); got.Granted() != 0 || got.Theirs.State != protocol.ShareOff || got.Input != protocol.InputOff {
			t.Errorf("agent believes in %s, %s, %s", got.Granted(), got.Theirs.State, got.Input)
		}
	})
}

func TestResumeTwice(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.agent.OpenView()
		for range 2 {
			p.cut()
			p.reconnect()
		}
		if got := p.agent.Snapshot(); got.Phase != session.PhaseLive || got.Granted() != protocol.PermissionSee {
			t.Errorf("phase %s, granted %s", got.Phase, got.Granted())
		}
	})
}

func TestLostForGood(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.link.Blackout(true)
		p.wait(protocol.ResumeWithin + time.Minute)
		p.agent.end(t, protocol.CloseLost, false)
		p.customer.end(t, protocol.CloseLost, false)
	})
}

// TestPeerGoneForGood has one side learn, while it redials, that the other has ended.
func TestPeerGoneForGood(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.link.Blackout(true)
		p.customer.End()
		p.customer.end(t, protocol.CloseByCustomer, false)
		p.wait(2 * time.Minute)
		if got := p.agent.Snapshot().Phase; got != session.PhaseReconnecting {
			t.Fatalf("phase is %s", got)
		}
		close(p.redials)
		p.agent.end(t, protocol.CloseGone, true)
	})
}

func TestResumeWithTheWrongSecret(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.cut()
		agent, customer := p.connect()
		p.redials <- redial{nil, customer}
		p.wait(20 * time.Second)
		send(t, agent.Control(), protocol.Hello{Version: protocol.Version, Role: protocol.RoleAgent, Resume: [32]byte{1}},
			protocol.Identity{Credential: []byte("credential")})
		p.wait(settle)
		if code := closeCode(agent); code != protocol.CloseResume {
			t.Errorf("closed with %q", code)
		}
		if got := p.customer.Snapshot(); got.Phase != session.PhaseReconnecting || got.Granted() != protocol.PermissionSee {
			t.Errorf("phase %s, granted %s", got.Phase, got.Granted())
		}
		p.reconnect()
		if got := p.customer.Snapshot(); got.Phase != session.PhaseLive {
			t.Errorf("its own agent cannot come back: phase %s", got.Phase)
		}
	})
}

// closeCode returns the code with which the peer closed a conn.
func closeCode(conn *transport.Conn) protocol.CloseCode {
	var closed *transport.CloseError
	if errors.As(conn.Err(), &closed) && closed.Remote {
		return closed.Code
	}
	return protocol.CloseUnknown
}
