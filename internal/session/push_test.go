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
		if p.agent.PushURL("file:///etc/passwd") || p.agent.PushURL("javascript:alert(1)") {
			t.Error("what is no web address was sent")
		}
		if p.customer.PushURL(address) {
			t.Error("a customer pushes an address")
		}
		if !p.agent.PushURL(address) {
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
		p.agent.PushURL(address)
		p.wait(settle / 2)
		if p.customer.Snapshot().Push != nil {
			t.Error("what was refused is asked again at once")
		}
		p.wait(session.AskAgainAfter)
		p.agent.PushURL(address)
		p.agent.PushURL(address + "&again")
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
