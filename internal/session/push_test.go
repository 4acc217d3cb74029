package session_test

import (
	"testing"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
)

const address = "https://help.example/reset?x=1"

// lastStatus wants what the last status lines of both sides say.
func (p *pair) lastStatus(want protocol.StatusKind) {
	p.t.Helper()
	for _, s := range []*side{p.agent, p.customer} {
		if got := statuses(s); len(got) == 0 || got[len(got)-1] != want {
			p.t.Errorf("%s: last status %v, want %s", s.Snapshot().Role, got, want)
		}
	}
}

func TestPushURL(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		pushed := func(by *side, address string) bool { _, ok := by.PushURL(address); return ok }
		if pushed(p.agent, "file:///etc/passwd") || pushed(p.agent, "javascript:alert(1)") {
			t.Error("what is no web address was sent")
		}
		if pushed(p.customer, address) {
			t.Error("a customer pushes an address")
		}
		if !pushed(p.agent, address) {
			t.Fatal("not sent")
		}
		p.wait(protocol.CardArmAfter / 2)
		if got := p.customer.Snapshot().Push; got == nil || got.URL != address {
			t.Fatalf("waits: %+v", got)
		}
		if p.customer.AnswerPush(address, true) != "" {
			t.Error("a Yes counts before anybody can have read the address")
		}
		p.wait(protocol.CardArmAfter)
		if p.customer.AnswerPush("https://another.example/", true) != "" {
			t.Error("a Yes counts for another address than the one shown")
		}
		if got := p.customer.AnswerPush(address, true); got != address {
			t.Errorf("opens %q", got)
		}
		p.wait(settle)
		p.lastStatus(protocol.StatusOpened)
		if p.customer.Snapshot().Push != nil || p.customer.AnswerPush(address, true) != "" {
			t.Error("the address waits still")
		}
	})
}

func TestPushURLIsNotOpened(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.agent.PushURL(address)
		p.wait(settle)
		if p.customer.AnswerPush(address, false) != "" {
			t.Error("No opens it")
		}
		p.wait(settle)
		p.lastStatus(protocol.StatusNotOpened)
		if wait, ok := p.agent.PushURL(address); !ok || wait <= 0 || wait > session.AskAgainAfter {
			t.Errorf("the agent hears to wait %v, %t", wait, ok)
		}
		p.wait(settle / 2)
		if p.customer.Snapshot().Push != nil {
			t.Error("what was refused is asked again at once")
		}
		p.wait(session.AskAgainAfter)
		for _, again := range []string{address, address + "&again"} {
			if wait, _ := p.agent.PushURL(again); wait != 0 {
				t.Errorf("%s: wait %v more", again, wait)
			}
		}
		p.wait(settle)
		if got := p.customer.Snapshot().Push; got == nil || got.URL != address+"&again" {
			t.Errorf("waits: %+v", got)
		}
		p.wait(protocol.AskFor)
		if p.customer.Snapshot().Push != nil {
			t.Error("no answer is no No")
		}
		p.lastStatus(protocol.StatusNotOpened)
	})
}

// TestPushURLSuspendsControl: no input reaches this machine while the question stands, so that the agent cannot answer it.
func TestPushURLSuspendsControl(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.agent.PushURL(address)
		p.wait(settle)
		if got := p.agent.Snapshot().Input; got != protocol.InputCard {
			t.Errorf("input is %v", got)
		}
		p.customer.AnswerPush(address, false)
		p.wait(settle)
		if got := p.agent.Snapshot().Input; got != protocol.InputOn {
			t.Errorf("input after the answer is %v", got)
		}
		p.customer.Hold(true)
		p.wait(settle)
		if got := p.agent.Snapshot().Input; got != protocol.InputCard {
			t.Errorf("input while held is %v", got)
		}
		p.customer.Hold(false)
		p.wait(10 * time.Second)
		if got := p.agent.Snapshot().Input; got != protocol.InputOn {
			t.Errorf("input after that is %v", got)
		}
	})
}
