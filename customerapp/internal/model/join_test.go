package model_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/customerapp/internal/model"
	"beside.example/customerapp/internal/model/modeltest"
	"beside.example/internal/company"
	"beside.example/internal/join"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

// ready is a world on the code page.
func ready(t *testing.T, test func(w *world)) {
	t.Helper()
	in(t, model.Config{Relay: relay}, func(w *world) {
		w.connect()
		w.act(w.TrustRelay)
		test(w)
	})
}

func TestJoinFails(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"wrong digits":  {&join.Error{Fault: protocol.FaultNotPrivate, Err: errors.New("confirmation")}, ", F-302"},
		"too often":     {&join.Error{Fault: protocol.FaultCodeTries}, ", F-207"},
		"agent away":    {&join.Error{Fault: protocol.FaultAgentAway}, ", F-211"},
		"no such code":  {&signalling.Error{Fault: protocol.FaultCodeUnknown}, ", F-202"},
		"line lost":     {&signalling.Error{Fault: protocol.FaultRelayUnreachable, Err: signalling.ErrLost}, ", F-104"},
		"no way":        {fmt.Errorf("connect: %w", &join.Error{Fault: protocol.FaultNoWay}), ", F-305"},
		"anything else": {errors.New("a defect"), ", F-901"},
		"cancelled":     {fmt.Errorf("join: %w", context.Canceled), ""},
	} {
		t.Run(name, func(t *testing.T) {
			ready(t, func(w *world) {
				w.line().Joining = func(context.Context, code.Code, func(model.Stage)) (model.Session, error) { return nil, c.err }
				w.act(func() { w.Submit(digits) })
				w.want("code " + relay + ", ready" + c.want)
				w.line().Joining = nil
				w.act(func() { w.Submit(digits) })
				w.want("code " + relay + ", ready, joining 0")
			})
		})
	}
}

func TestJoinTellsItsStages(t *testing.T) {
	ready(t, func(w *world) {
		w.line().Joining = func(ctx context.Context, typed code.Code, progress func(model.Stage)) (model.Session, error) {
			if got := code.Format(typed); got != "1234 56789" {
				t.Errorf("joins with %s", got)
			}
			progress(model.StageChecking)
			<-ctx.Done()
			return nil, ctx.Err()
		}
		w.act(func() { w.Submit("1234 56789") })
		w.want("code " + relay + ", ready, joining 1")
		w.act(w.Cancel)
		w.want("code " + relay + ", ready")
	})
}

func TestPortalCodeIsJoinedAsOne(t *testing.T) {
	ready(t, func(w *world) {
		w.line().Joining = func(context.Context, code.Code, func(model.Stage)) (model.Session, error) {
			t.Error("a portal code was joined as nine digits")
			return nil, context.Canceled
		}
		w.line().JoiningPortal = func(ctx context.Context, typed code.PortalCode, progress func(model.Stage)) (model.Session, error) {
			if typed != "K7MWQ2RT" {
				t.Errorf("joins with %s", typed.Canonical())
			}
			progress(model.StageConnecting)
			<-ctx.Done()
			return nil, ctx.Err()
		}
		w.act(func() { w.Submit("k7mw q2rt") })
		w.want("code " + relay + ", ready, joining 2")
	})
}

func TestWhatIsNoCodeIsNotJoined(t *testing.T) {
	ready(t, func(w *world) {
		w.act(func() { w.Submit("12345678") })
		w.want("code " + relay + ", ready, F-209")
	})
}

func TestOneJoinAtATime(t *testing.T) {
	ready(t, func(w *world) {
		joins := 0
		w.line().Joining = func(ctx context.Context, _ code.Code, _ func(model.Stage)) (model.Session, error) {
			joins++
			<-ctx.Done()
			return nil, ctx.Err()
		}
		w.act(func() { w.Submit(digits); w.Submit(digits) })
		if joins != 1 {
			t.Errorf("%d joins at a time", joins)
		}
	})
}

// TestQuestionDuringAJoin: a relay that nobody vouches for any more is a question; the join that fails with it is not
// spoken of on that page.
func TestQuestionDuringAJoin(t *testing.T) {
	ready(t, func(w *world) {
		failed := make(chan struct{})
		w.line().Joining = func(context.Context, code.Code, func(model.Stage)) (model.Session, error) {
			<-failed
			return nil, &signalling.Error{Fault: protocol.FaultRelayUnreachable}
		}
		w.act(func() { w.Submit(digits) })
		w.set(untrusted(7))
		w.act(func() { close(failed) })
		w.want("relay " + relay + ", fingerprint")
	})
}

func TestPagesFollowTheSession(t *testing.T) {
	joined(t, func(w *world, s *modeltest.Session) {
		w.want("code " + relay + ", ready, joining 2")
		s.Change(func(s *company.Snapshot) { s.Phase, s.Peer.Name = session.PhaseConsent, "Claire Moreau" })
		synctest.Wait()
		w.want("consent " + relay + ", ready")
		if got := w.Snapshot().Session.Peer.Name; got != "Claire Moreau" {
			t.Errorf("the agent is %q", got)
		}
		live(s, false, protocol.GrantNo)
		w.want("session " + relay + ", ready")
		s.Change(func(s *company.Snapshot) { s.Phase = session.PhaseReconnecting })
		synctest.Wait()
		w.want("session " + relay + ", ready")
		w.act(func() { s.Finish(protocol.CloseByAgent, true) })
		w.want("ended " + relay + ", ready")
		if end := w.Snapshot().Session.Ended; end == nil || end.Reason != protocol.CloseByAgent {
			t.Errorf("ended with %+v", end)
		}
		w.act(w.Again)
		w.want("code " + relay + ", ready")
		if w.Session() != nil {
			t.Error("the session is kept after Again")
		}
		w.line().Joining = nil
		w.act(func() { w.Submit(digits) })
		w.want("code " + relay + ", ready, joining 0")
	})
}

// TestSessionThatNeverWasOne: what ends before the agent has said who it is shows its fault where the code was typed.
func TestSessionThatNeverWasOne(t *testing.T) {
	joined(t, func(w *world, s *modeltest.Session) {
		w.act(func() { s.Finish(protocol.CloseIdentity, false) })
		w.want("code " + relay + ", ready, F-303")
		if w.Session() != nil {
			t.Error("the session is kept")
		}
	})
}

func TestCancelBeforeTheAgentHasSaidWhoItIs(t *testing.T) {
	joined(t, func(w *world, s *modeltest.Session) {
		w.act(w.Cancel)
		w.want("code " + relay + ", ready")
		if s.Running() {
			t.Error("the session goes on")
		}
	})
}

// TestCancelAtTheLastMoment: a session that comes although the person gave up ends before anybody is asked anything.
func TestCancelAtTheLastMoment(t *testing.T) {
	ready(t, func(w *world) {
		s := modeltest.NewSession()
		w.line().Joining = func(ctx context.Context, _ code.Code, _ func(model.Stage)) (model.Session, error) {
			<-ctx.Done()
			return s, nil
		}
		w.act(func() { w.Submit(digits) })
		w.act(w.Cancel)
		w.want("code " + relay + ", ready")
		if s.Running() || s.Snapshot().Ended == nil {
			t.Error("the session goes on")
		}
	})
}

// TestRelayForgottenAtTheLastMoment checks that a session which comes of a join that was given up ends, and that nobody is shown it.
func TestRelayForgottenAtTheLastMoment(t *testing.T) {
	ready(t, func(w *world) {
		s, joined := modeltest.NewSession(), make(chan struct{})
		w.line().Joining = func(context.Context, code.Code, func(model.Stage)) (model.Session, error) {
			<-joined
			return s, nil
		}
		w.act(func() { w.Submit(digits) })
		w.act(w.ForgetRelay)
		w.act(func() { close(joined) })
		if w.Session() != nil {
			t.Error("there is a session")
		}
		if s.Snapshot().Phase != session.PhaseEnded {
			t.Error("it goes on")
		}
		w.want("relay ")
	})
}

func TestCancelIsNothingInASession(t *testing.T) {
	joined(t, func(w *world, s *modeltest.Session) {
		live(s, true, protocol.GrantNo)
		w.act(w.Cancel)
		w.want("session " + relay + ", ready")
	})
}

// TestSessionOutlivesTheLine: nothing that becomes of the line takes a session's windows away; once it is over, the line
// is spoken of again.
func TestSessionOutlivesTheLine(t *testing.T) {
	joined(t, func(w *world, s *modeltest.Session) {
		live(s, true, protocol.GrantOn)
		w.set(untrusted(7))
		w.want("session " + relay)
		w.act(func() { s.End() })
		w.want("ended " + relay)
		w.act(w.Again)
		w.want("relay " + relay + ", fingerprint")
	})
}

func TestAgainIsNothingInASession(t *testing.T) {
	joined(t, func(w *world, s *modeltest.Session) {
		live(s, true, protocol.GrantOn)
		w.act(w.Again)
		w.want("session " + relay + ", ready")
		if w.Session() == nil {
			t.Error("the session is forgotten")
		}
	})
}

func TestReceiptCountsTime(t *testing.T) {
	joined(t, func(w *world, s *modeltest.Session) {
		s.Change(func(s *company.Snapshot) { s.Phase = session.PhaseConsent })
		time.Sleep(time.Hour) // a person reads
		live(s, false, protocol.GrantNo)
		time.Sleep(time.Minute)
		live(s, true, protocol.GrantNo)
		time.Sleep(2 * time.Minute)
		live(s, true, protocol.GrantOn)
		time.Sleep(4 * time.Minute)
		s.Change(func(s *company.Snapshot) { s.Mine.State, s.Permissions = protocol.SharePaused, nil })
		synctest.Wait()
		time.Sleep(8 * time.Minute)
		w.act(s.End)
		time.Sleep(time.Hour)
		want := model.Receipt{Lasted: 15 * time.Minute, Seen: 6 * time.Minute, Controlled: 4 * time.Minute}
		if got := w.Snapshot().Receipt; !reflect.DeepEqual(got, want) {
			t.Errorf("the receipt is %+v, want %+v", got, want)
		}
	})
}

// TestQuittingEndsTheSession: in checks that nothing is left behind, whatever the page.
func TestQuittingEndsTheSession(t *testing.T) {
	t.Run("consent", func(t *testing.T) {
		joined(t, func(_ *world, s *modeltest.Session) {
			s.Change(func(s *company.Snapshot) { s.Phase = session.PhaseConsent })
		})
	})
	t.Run("live", func(t *testing.T) {
		joined(t, func(_ *world, s *modeltest.Session) { live(s, true, protocol.GrantOn) })
	})
	t.Run("joining", func(t *testing.T) {
		ready(t, func(w *world) { w.act(func() { w.Submit(digits) }) })
	})
}
