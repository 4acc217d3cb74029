package model_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// TestManagerWatches: after a Yes the session is one to look at, nothing of it is kept or asked, and its request is left alone.
func TestManagerWatches(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.line.Push(signalling.IntroductionOffer{
			ID: 6, Kind: signalling.IntroductionMonitor, FromName: "Priya Nair", Customer: "Hannah Berg", PortalName: "Phone", AlertLeft: 20 * time.Second,
			Rights: protocol.PermissionSee, Request: signalling.RequestID{3},
		})
		synctest.Wait()
		alerts := a.Snapshot().Desk.Alerts
		if len(alerts) != 1 || !alerts[0].Monitors || alerts[0].From != "Priya Nair" {
			t.Fatalf("the alerts are %+v", alerts)
		}
		a.Answer(alerts[0], true)
		synctest.Wait()
		at, watching := model.Meeting{Introduction: 6}, modeltest.NewSession()
		a.door.Arrive(model.Arrival{Meeting: at, Session: watching, SessionID: leg.SessionID{4}})
		synctest.Wait()
		s := a.Snapshot()
		if len(s.Live) != 1 || !s.Live[0].Monitors || s.Allowed(s.Live[0]) != 0 || s.Askable(s.Live[0]) != 0 {
			t.Fatalf("the sessions are %+v", s.Live)
		}
		watching.Finish(protocol.CloseByCustomer)
		synctest.Wait()
		if s := a.Snapshot(); len(s.Live) != 1 || s.Live[0].Session.Phase != session.PhaseEnded {
			t.Errorf("what became of it is not shown: %+v", s.Live)
		}
		a.File(leg.SessionID{4}, signalling.OutcomeUnknown)
		synctest.Wait()
		if s := a.Snapshot(); len(s.Live) != 0 {
			t.Errorf("closed, and still there: %+v", s.Live)
		}
		if did := strings.Join(a.line.Did(), ";"); strings.Contains(did, "close") {
			t.Errorf("the agent did %q", did)
		}
	})
}

// TestManagerIsNotLetIn: whoever said Yes is told why nothing came of it, once.
func TestManagerIsNotLetIn(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.line.Push(signalling.IntroductionOffer{ID: 6, Kind: signalling.IntroductionMonitor, AlertLeft: 20 * time.Second})
		synctest.Wait()
		a.line.Push(signalling.IntroductionWithdrawn{ID: 5, Fault: protocol.FaultWatchUntold})
		synctest.Wait()
		if got := a.Snapshot().Fault; got != 0 {
			t.Errorf("of somebody else's: %v", got)
		}
		a.Answer(a.Snapshot().Desk.Alerts[0], true)
		synctest.Wait()
		a.line.Push(signalling.IntroductionWithdrawn{ID: 6, Fault: protocol.FaultWatchUntold})
		synctest.Wait()
		if got := a.Snapshot().Fault; got != protocol.FaultWatchUntold {
			t.Errorf("the manager is told %v", got)
		}
	})
}

// TestManagerIsTurnedAway: the relay hears of a manager whom this agent's app or the customer's did not let in.
func TestManagerIsTurnedAway(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, helped := a.arrive(a.code("Hannah Berg"), 1)
		a.line.Push(signalling.IntroductionAnswered{ID: 7, Yes: true, Session: leg.SessionID{99}})
		a.line.Push(signalling.IntroductionAnswered{ID: 8, Yes: true, Session: id, Credential: []byte("forged")})
		synctest.Wait()
		results := []session.Introduction{
			{ID: 9, Kind: protocol.IntroductionMonitor, Answered: true, Result: protocol.IntroductionUntold},
			{ID: 10, Kind: protocol.IntroductionMonitor, Answered: true, Result: protocol.IntroductionJoined},
			{ID: 11, Kind: protocol.IntroductionMonitor, Answered: true, Result: protocol.IntroductionAgreed},
			{ID: 12, Kind: protocol.IntroductionInvite, Answered: true, Result: protocol.IntroductionDeclined},
		}
		for range 2 { // told once
			helped.Change(func(s *session.Snapshot) { s.Introductions = results; s.ChatCount++ })
			synctest.Wait()
		}
		did := a.line.Did()
		slices.Sort(did)
		if got, want := strings.Join(did, ";"), "refuse introduction 7 failed;refuse introduction 8 failed;refuse introduction 9 untold"; got != want {
			t.Errorf("the agent's app told %q, want %q", got, want)
		}
	})
}
