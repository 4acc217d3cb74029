package session_test

import (
	"strings"
	"testing"
	"time"

	"beside.example/internal/chat"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/transport/transporttest"
)

// TestEarlierLines: what was said in the portal's page stands first in both logs.
func TestEarlierLines(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agentConn, customerConn := transporttest.Pair(t)
		agentDesk, customerDesk := newDesk(), newDesk()
		cfg := agentSide(agentConn, agentDesk)
		asked := time.Now().Add(-3 * time.Minute)
		cfg.Earlier = []chat.Entry{
			{At: asked, From: protocol.CustomerID, Name: "Paul", Text: "my printer\u202e is on fire"},
			{At: asked, Status: protocol.StatusJoined},
			{At: asked.Add(time.Minute), From: protocol.FirstAgentID, Name: "Claire Moreau", Text: "may I see?", Mine: true},
		}
		agent := run(t, cfg, agentDesk)
		customer := run(t, customerSide(customerConn, customerDesk), customerDesk)
		elapse(protocol.ArmAfter + settle)
		if n := len(customer.Snapshot().Chat); n != 0 {
			t.Errorf("%d lines before consent", n)
		}
		customer.Start(0)
		elapse(settle)
		if got := strings.Join(messages(customer), "|"); got != "my printer is on fire|may I see?" {
			t.Errorf("customer's log: %q", got)
		}
		first := customer.Snapshot().Chat[0]
		if !first.Earlier || !first.Mine || first.At.Sub(asked).Abs() > time.Second {
			t.Errorf("first line: %+v", first)
		}
		if e := customer.Snapshot().Chat[1]; !e.Earlier || e.Mine || e.Name != "Claire Moreau" {
			t.Errorf("second line: %+v", e)
		}
		if got := strings.Join(messages(agent), "|"); got != "my printer is on fire|may I see?" {
			t.Errorf("agent's log: %q", got)
		}
	})
}

// TestEarlierLinesAreBounded: an agent's app cannot go on handing over lines of before.
func TestEarlierLinesAreBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := hostile(t)
		greetAs(t, agent)
		elapse(protocol.ArmAfter + settle)
		customer.Start(0)
		lines := make([]protocol.EarlierLine, protocol.MaxEarlierLines/2+1)
		for i := range lines {
			lines[i].Text = "before"
		}
		for range 3 {
			send(t, agent.Control(), protocol.Earlier{Lines: lines})
		}
		elapse(settle)
		if n := len(messages(customer)); n != protocol.MaxEarlierLines {
			t.Errorf("%d lines", n)
		}
	})
}

// TestNobodyIsIntroducedWithoutACompany: a session that is alone refuses.
func TestNobodyIsIntroducedWithoutACompany(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.agent.Introduce(protocol.Introduce{ID: 7, Kind: protocol.IntroductionInvite, Code: "K7MWQ2RT", Name: "Ben"})
		p.wait(settle)
		want := session.Introduction{ID: 7, Kind: protocol.IntroductionInvite, Answered: true, Result: protocol.IntroductionFailed}
		if got := p.agent.Snapshot().Introductions; len(got) != 1 || got[0] != want {
			t.Errorf("introductions: %+v", got)
		}
	})
}
