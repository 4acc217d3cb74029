package session_test

import (
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
)

func TestChat(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.agent.SetTyping(true)
		p.wait(settle)
		if !p.customer.Snapshot().PeerTyping {
			t.Error("customer does not see the agent typing")
		}
		p.agent.SendChat("good\u202e morning", false)
		p.agent.SendChat("a note to myself", true)
		p.wait(settle)
		p.customer.SendChat("thank you", true) // customers have no private messages
		p.wait(settle)
		got := p.customer.Snapshot()
		if got.PeerTyping {
			t.Error("customer still sees the agent typing")
		}
		if texts := messages(p.customer); strings.Join(texts, "|") != "good morning|thank you" {
			t.Errorf("customer's log: %q", texts)
		}
		last := p.agent.Snapshot().Chat
		if e := last[len(last)-1]; e.Mine || e.Private || e.Name != "Paul" || e.Text != "thank you" {
			t.Errorf("agent's last entry: %+v", e)
		}
		if e := last[len(last)-2]; !e.Mine || !e.Private {
			t.Errorf("agent's note: %+v", e)
		}
		if e := got.Chat[len(got.Chat)-2]; e.Mine || e.Name != "Claire Moreau" {
			t.Errorf("customer's entry: %+v", e)
		}
		if p.agent.SendChat(" \u202e ", false) {
			t.Error("an empty message was sent")
		}
	})
}

func TestTypingFades(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.customer.SetTyping(true)
		p.wait(settle)
		if !p.agent.Snapshot().PeerTyping {
			t.Error("agent does not see the customer typing")
		}
		p.wait(10 * time.Second)
		if p.agent.Snapshot().PeerTyping {
			t.Error("agent sees the customer typing forever")
		}
	})
}

// TestWatchCoalesces changes much while nobody looks: one value waits, and the session never does.
func TestWatchCoalesces(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		changes, stop := p.agent.Watch()
		for range 100 {
			p.customer.SendChat("one of many", false)
			p.wait(50 * time.Millisecond)
		}
		if len(changes) != 1 || p.agent.Snapshot().ChatCount < 100 {
			t.Errorf("%d values wait, %d entries", len(changes), p.agent.Snapshot().ChatCount)
		}
		<-changes
		stop()
		p.customer.SendChat("one more", false)
		p.wait(settle)
		if len(changes) != 0 {
			t.Error("a stopped watch is told of changes")
		}
		if got := p.agent.Snapshot().Permission(protocol.PermissionSee).Grant; got != protocol.GrantNo {
			t.Errorf("see is %s", got)
		}
	})
}

// TestIdleIsSilent leaves a session alone: windows have nothing to paint.
func TestIdleIsSilent(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		for _, s := range []*side{p.agent, p.customer} {
			changes, stop := s.Watch()
			defer stop()
			<-changes
			p.wait(5 * time.Minute)
			if len(changes) != 0 {
				t.Errorf("%s: the snapshot changed in an idle session", s.Snapshot().Role)
			}
		}
	})
}
