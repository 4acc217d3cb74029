package session_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/transport/transporttest"
)

// happened writes a side's facts, a word each.
func happened(s *side) []string {
	var all []string
	for _, e := range s.Snapshot().Facts {
		all = append(all, strings.TrimPrefix(fmt.Sprintf("%T%+v", e.Fact, e.Fact), "handin."))
	}
	return all
}

func mustHappen(t *testing.T, s *side, want ...string) {
	t.Helper()
	if got := happened(s); !slices.Equal(got, want) {
		t.Errorf("happened:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestFacts goes through a session and reads what the agent's app noted of it, every step in its order.
func TestFacts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.agent.OpenView()
		p.wait(settle)
		p.customer.Allow(protocol.PermissionControl)
		p.wait(settle)
		p.agent.SendChat("hello", false)
		p.wait(settle)
		p.customer.SendChat("good morning", false)
		p.agent.PushURL(address)
		p.wait(protocol.CardArmAfter + settle)
		p.customer.AnswerPush(address, true)
		p.wait(settle)
		p.customer.Revoke(protocol.PermissionSee)
		p.wait(settle)
		p.customer.End()
		p.agent.end(t, protocol.CloseByCustomer, true)
		mustHappen(
			t, p.agent,
			"Began{Granted:see}",
			"Grants{Who:1 Name:Claire Moreau Granted:see}",
			"Status{Status:joined Who:0 Name: Permission:none Whom:}",
			"Status{Status:joined Who:1 Name:Claire Moreau Permission:none Whom:}",
			"Status{Status:granted Who:0 Name: Permission:see Whom:}",
			"Seeing{On:true}",
			"Grants{Who:1 Name:Claire Moreau Granted:see+control}",
			"Status{Status:granted Who:0 Name: Permission:control Whom:}",
			"Said{Who:1 Name:Claire Moreau Private:false Text:hello}",
			"WebPage{Number:1 URL:"+address+"}",
			"Said{Who:0 Name: Private:false Text:good morning}",
			"Status{Status:pushed Who:1 Name:Claire Moreau Permission:none Whom:}",
			"WebAnswer{Number:1 Answer:1}",
			"Status{Status:opened Who:0 Name: Permission:none Whom:}",
			"Seeing{On:false}",
			"Grants{Who:1 Name:Claire Moreau Granted:control}",
			"Status{Status:revoked Who:0 Name: Permission:see Whom:}",
			"Grants{Who:1 Name:Claire Moreau Granted:none}",
			"Status{Status:revoked Who:0 Name: Permission:control Whom:}",
			"Ended{Reason:ended by customer Remote:true Cut:false}",
		)
		if s := p.customer.Snapshot(); len(s.Facts) != 0 || s.FactCount != 0 {
			t.Errorf("the customer's app notes %+v", s.Facts)
		}
	})
}

// TestFactsOfAnOutage: what was lost and came back is noted, and when.
func TestFactsOfAnOutage(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.link.Blackout(true)
		p.wait(time.Minute)
		p.link.Blackout(false)
		p.wait(20 * time.Second)
		var links []handin.Entry
		for _, e := range p.agent.Snapshot().Facts {
			if _, ok := e.Fact.(handin.Link); ok {
				links = append(links, e)
			}
		}
		if len(links) < 1 || links[0].Fact != (handin.Link{}) {
			t.Errorf("noted %+v", links)
		}
	})
}

// TestKeptIsWhatTheCustomerWasTold: the agent's app has leave for what both the credential and the customer's app say, and no more.
func TestKeptIsWhatTheCustomerWasTold(t *testing.T) {
	for _, c := range []struct{ shown, own, introduced, want protocol.Keeps }{
		{protocol.KeepsFacts, protocol.KeepsFacts, keeps, protocol.KeepsFacts},
		{keeps, keeps, keeps, keeps},
		{protocol.KeepsFacts, keeps, keeps, protocol.KeepsFacts}, // an agent's app that would like more than it showed
		{keeps, protocol.KeepsFacts, keeps, protocol.KeepsFacts},
		{keeps, keeps, protocol.KeepsFacts, protocol.KeepsFacts}, // a colleague, brought in after the policy changed
		{0, keeps, keeps, 0},                                     // a customer's app that knows nothing of it
	} {
		bubble(t, func(t *testing.T) {
			p := &pair{t: t}
			p.agentConfig, p.customerConfig = transporttest.Configs(t)
			a, b := p.connect()
			agentDesk, customerDesk := newDesk(), newDesk()
			agentCfg, customerCfg := agentSide(a, agentDesk), customerSide(b, customerDesk)
			agentCfg.Keeps = c.own
			customerCfg.Verify = func(protocol.Identity) (session.Verified, error) {
				return session.Verified{Name: "Claire", Keeps: c.shown}, nil
			}
			customerCfg.Part.Introduced = &session.Introduced{Keeps: c.introduced}
			p.agent, p.customer = run(t, agentCfg, agentDesk), run(t, customerCfg, customerDesk)
			p.wait(settle)
			if got := p.agent.Snapshot().Keeps; got != c.want {
				t.Errorf("%+v: the agent's app may hand in %v", c, got)
			}
		})
	}
}

// TestFactsAreBounded: the oldest go when there are too many, and the count tells.
func TestFactsAreBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		line := strings.Repeat("x", protocol.MaxChatRunes)
		for range 1100 {
			p.agent.SendChat(line, false)
			p.wait(200 * time.Millisecond)
		}
		s := p.agent.Snapshot()
		if len(s.Facts) >= s.FactCount || s.FactCount < 1100 || len(s.Facts) < 900 {
			t.Errorf("holds %d of %d", len(s.Facts), s.FactCount)
		}
	})
}
