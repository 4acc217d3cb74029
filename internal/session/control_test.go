package session_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
)

// controlled is a live session with control, its viewer open and its input flowing.
func controlled(t *testing.T) *pair {
	t.Helper()
	p := start(t, protocol.PermissionSee|protocol.PermissionControl)
	p.agent.OpenView()
	p.wait(settle)
	if p.customer.Snapshot().Input != protocol.InputOn || p.agent.Snapshot().Input != protocol.InputOn {
		t.Fatalf("input is %s", p.customer.Snapshot().Input)
	}
	return p
}

// press types a key in the agent's viewer and reports whether it was injected.
func (p *pair) press() bool {
	before := count(p.customer.desk.injector.Log(), "key 4 down")
	in := p.agent.View().Input()
	in.Key(4, true)
	in.Key(4, false)
	p.wait(200 * time.Millisecond)
	return count(p.customer.desk.injector.Log(), "key 4 down") > before
}

func TestInputArrives(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		if !p.press() {
			t.Errorf("not injected: %v", p.customer.desk.injector.Log())
		}
		p.agent.View().Input().Move(3, 4)
		p.wait(settle)
		if count(p.customer.desk.injector.Log(), "move 3 4") != 1 {
			t.Errorf("log: %v", p.customer.desk.injector.Log())
		}
	})
}

// TestRevokeUnderLoad revokes while a thousand events are queued: not one is injected after Revoke has returned.
func TestRevokeUnderLoad(t *testing.T) {
	for name, revoke := range map[string]func(s *side){
		"revoke": func(s *side) { s.Revoke(protocol.PermissionControl) },
		"see":    func(s *side) { s.Revoke(protocol.PermissionSee) },
		"panic":  func(s *side) { s.Panic() },
		"end":    func(s *side) { s.End() },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				agent, customer := live(t, all)
				ctx, cancel := context.WithTimeout(context.Background(), settle)
				defer cancel()
				stream, err := agent.OpenUniStream(ctx, protocol.StreamInput)
				if err != nil {
					t.Fatal(err)
				}
				send(t, stream, protocol.Key{Usage: 4, Down: true})
				for count(customer.desk.injector.Log(), "key") == 0 {
					<-customer.desk.injector.Changed()
				}
				var events []protocol.Message
				for i := range 500 {
					events = append(events, protocol.Key{Usage: uint16(4 + i%20), Down: true}, protocol.Key{Usage: uint16(4 + i%20)})
				}
				send(t, stream, events...)
				revoke(customer)
				after := customer.desk.injector.Log()
				elapse(settle)
				log := customer.desk.injector.Log()
				for _, line := range log[len(after):] {
					if line != "release" && line != "close" {
						t.Errorf("injected after the revocation: %s", line)
					}
				}
				if log[len(log)-1] == "key 4 down" {
					t.Errorf("keys were not released: %s", log[len(log)-1])
				}
			})
		})
	}
}

func TestPanicWithADeadNetwork(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.link.Blackout(true)
		p.customer.Panic()
		if got := p.customer.Snapshot(); got.Granted() != 0 || got.Mine.State != protocol.ShareOff || got.Input != protocol.InputOff {
			t.Errorf("after panic: %s, %s, %s", got.Granted(), got.Mine.State, got.Input)
		}
		grabs := p.customer.desk.grabs()
		p.press()
		p.link.Blackout(false)
		p.wait(10 * time.Second)
		if log := p.customer.desk.injector.Log(); count(log, "key") != 0 {
			t.Errorf("injected after panic: %v", log)
		}
		if n := p.customer.desk.grabs(); n != grabs {
			t.Errorf("grabbed %d times after panic", n-grabs)
		}
		if got := p.agent.Snapshot().Granted(); got != 0 {
			t.Errorf("agent still believes in %s", got)
		}
	})
}

func TestPanicKey(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.customer.desk.hand <- true
		p.wait(settle)
		if got := p.customer.Snapshot().Granted(); got != 0 {
			t.Errorf("after the panic key: %s", got)
		}
		if p.press() {
			t.Error("injected after the panic key")
		}
	})
}

func TestOwnHandGoesFirst(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.customer.desk.hand <- false
		p.wait(100 * time.Millisecond)
		if p.press() {
			t.Error("injected although the person's own hand is at work")
		}
		if got := p.agent.Snapshot().Input; got != protocol.InputHand {
			t.Errorf("the agent is told %s", got)
		}
		p.wait(protocol.HandPause)
		if !p.press() {
			t.Error("still nothing after the hand has rested")
		}
		if got := p.agent.Snapshot().Input; got != protocol.InputOn {
			t.Errorf("the agent is told %s", got)
		}
	})
}

func TestCardSuspendsControl(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.agent.Ask(protocol.PermissionDiagnostics)
		p.wait(settle)
		if p.press() {
			t.Error("injected while a question waits")
		}
		if got := p.agent.Snapshot().Input; got != protocol.InputCard {
			t.Errorf("the agent is told %s", got)
		}
		p.customer.Refuse(protocol.PermissionDiagnostics)
		p.wait(settle)
		if !p.press() {
			t.Error("still nothing after the answer")
		}
	})
}

func TestPauseStopsInputAndGrabs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.customer.PauseMine()
		grabs := p.customer.desk.grabs()
		if p.press() {
			t.Error("injected during a pause")
		}
		p.customer.desk.fill()
		p.wait(settle)
		if n := p.customer.desk.grabs(); n != grabs {
			t.Errorf("grabbed %d times during a pause", n-grabs)
		}
		if got := p.agent.Snapshot(); got.Theirs.State != protocol.SharePaused || got.Input != protocol.InputPaused {
			t.Errorf("the agent is told %s, %s", got.Theirs.State, got.Input)
		}
		p.customer.ResumeMine()
		p.wait(settle)
		if !p.press() || p.customer.desk.grabs() == grabs {
			t.Error("nothing goes on after the pause")
		}
	})
}

func TestSilenceReleasesKeys(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.agent.View().Input().Key(4, true)
		p.wait(200 * time.Millisecond)
		p.link.Blackout(true)
		p.wait(2 * time.Second)
		log := p.customer.desk.injector.Log()
		if len(log) == 0 || log[len(log)-1] != "release" {
			t.Errorf("key still held after 2 s of silence: %v", log)
		}
	})
}

func TestPanicAnswersCards(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.agent.Ask(protocol.PermissionControl)
		p.wait(settle)
		p.customer.Panic()
		p.wait(settle)
		for _, s := range []*side{p.agent, p.customer} {
			for _, entry := range s.Snapshot().Permissions {
				if entry.Grant != protocol.GrantNo {
					t.Errorf("%s: %s is %s", s.Snapshot().Role, entry.Permission, entry.Grant)
				}
			}
		}
	})
}

func TestMachineThatCannotBeControlled(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.customer.desk.noInjector = errors.New("no permission to inject")
		p.customer.Allow(protocol.PermissionControl)
		p.wait(settle)
		if got := p.customer.Snapshot(); got.Trouble != protocol.FaultInject || got.Phase != session.PhaseLive {
			t.Errorf("trouble %s, phase %s", got.Trouble, got.Phase)
		}
		if got := p.agent.Snapshot().Input; got != protocol.InputOff {
			t.Errorf("the agent is told %s", got)
		}
	})
}

func TestHandThatCannotBeTold(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.customer.desk.noWatcher = errors.New("no raw events")
		p.customer.Allow(protocol.PermissionSee)
		p.wait(settle)
		if got := p.customer.Snapshot().Trouble; got != protocol.FaultOwnHandGone {
			t.Errorf("trouble %s", got)
		}
	})
}
