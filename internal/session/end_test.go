package session_test

import (
	"context"
	"testing"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/transport/transporttest"
)

func TestEndFromEitherSide(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.agent.End()
		p.agent.end(t, protocol.CloseByAgent, false)
		p.customer.end(t, protocol.CloseByAgent, true)
	})
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.agent.View().Input().Key(4, true)
		p.wait(settle)
		p.customer.End()
		p.customer.end(t, protocol.CloseByCustomer, false)
		p.agent.end(t, protocol.CloseByCustomer, true)
		log := p.customer.desk.injector.Log()
		if count(log, "release") == 0 || log[len(log)-1] != "close" {
			t.Errorf("injector's log: %v", log)
		}
	})
}

func TestEndWithADeadNetwork(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.link.Blackout(true)
		p.customer.End()
		p.customer.end(t, protocol.CloseByCustomer, false)
	})
}

func TestClose(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.agent.Close()
		if p.agent.Snapshot().Phase != session.PhaseEnded {
			t.Error("Close returned before the end")
		}
		p.customer.end(t, protocol.CloseGone, true)
		p.customer.Close()
		p.customer.Close()
	})
}

// TestAfterTheEnd calls everything on an ended session: nothing may block or panic.
func TestAfterTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		p.customer.End()
		p.wait(settle)
		for _, s := range []*side{p.agent, p.customer} {
			s.Start(all)
			s.Decline()
			s.Allow(protocol.PermissionSee)
			s.Refuse(protocol.PermissionSee)
			s.Revoke(all)
			s.Panic()
			s.Ask(protocol.PermissionSee)
			s.RefreshDetails()
			s.ShareMine(0)
			s.PauseMine()
			s.ResumeMine()
			s.StopMine()
			s.OpenView()
			s.CloseView()
			s.SelectDisplay(1)
			s.SetTyping(true)
			s.End()
			if s.SendChat("late", false) {
				t.Error("an ended session still does something")
			}
		}
	})
}

// TestContextEnds ends a session by the context of Run.
func TestContextEnds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, conn := transporttest.Pair(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		s := session.New(customerSide(conn, newDesk()))
		if end := s.Run(ctx); end.Reason != protocol.CloseGone || end.Remote {
			t.Errorf("ended by %q", end.Reason)
		}
	})
}

// TestPeerAppKilled loses the peer without a word and without a way back.
func TestPeerAppKilled(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := live(t, all)
		open(t, agent, protocol.StreamInput, protocol.Key{Usage: 4, Down: true})
		elapse(settle)
		if err := agent.Close(protocol.CloseGone, "killed"); err != nil {
			t.Fatal(err)
		}
		customer.end(t, protocol.CloseGone, true)
		if count(customer.desk.injector.Log(), "release") == 0 {
			t.Error("keys were not released")
		}
	})
}
