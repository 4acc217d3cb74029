package model

import (
	"context"
	"time"

	"beside.example/internal/company"
	"beside.example/internal/join"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/code"
)

// An attempt is a join, and the session that comes of it; cancel ends both.
type attempt struct{ cancel context.CancelFunc }

// Submit redeems a code of either kind, which its shape tells. What is neither gets a fault.
func (m *Model) Submit(typed string) {
	if digits, err := code.Parse(typed); err == nil {
		m.do(func(ctx context.Context) {
			m.join(ctx, func(ctx context.Context, l Line, progress func(Stage)) (Session, error) {
				return l.Join(ctx, digits, progress)
			})
		})
		return
	}
	portal, err := code.ParsePortalCode(typed)
	if err != nil {
		m.change(func(s *Snapshot) { s.Fault = protocol.FaultCodeShape })
		return
	}
	m.do(func(ctx context.Context) {
		m.join(ctx, func(ctx context.Context, l Line, progress func(Stage)) (Session, error) {
			return l.JoinPortal(ctx, portal, progress)
		})
	})
}

// Cancel gives a join up, also one whose agent has not said yet who it is.
func (m *Model) Cancel() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.attempt != nil && m.snapshot.Joining {
		m.attempt.cancel()
	}
}

// Again returns from the end of a session to the code page.
func (m *Model) Again() {
	m.mu.Lock()
	if m.snapshot.Page == PageEnded {
		m.session, m.attempt = nil, nil
		m.snapshot.Page, m.snapshot.Fault, m.snapshot.Code = PageCode, 0, ""
		if m.line != nil {
			m.snapshot.takeLine(m.line.State()) // what it had to say during the session
		}
	}
	m.mu.Unlock()
	m.tell()
}

// join redeems a code in a goroutine of its own, which then holds the session.
func (m *Model) join(ctx context.Context, redeem func(ctx context.Context, l Line, progress func(Stage)) (Session, error)) {
	ctx, cancel := context.WithCancel(ctx)
	a := &attempt{cancel: cancel}
	m.mu.Lock()
	line := m.line
	busy := m.attempt != nil || line == nil
	if !busy {
		m.attempt = a
		m.snapshot.Joining, m.snapshot.Stage, m.snapshot.Fault = true, StageRelay, 0
	}
	m.mu.Unlock()
	if busy {
		cancel()
		return
	}
	m.tell()
	m.work.Go(func() {
		defer cancel()
		joined, err := redeem(ctx, line, func(stage Stage) { m.change(func(s *Snapshot) { s.Stage = stage }) })
		if err != nil {
			m.cfg.Logger.Info("a code was not redeemed", "err", err)
			m.notJoined(a, join.Fault(err))
			return
		}
		m.hold(ctx, a, joined)
	})
}

// notJoined shows the code page as it was, and what went wrong.
func (m *Model) notJoined(a *attempt, fault protocol.Fault) {
	m.mu.Lock()
	if m.attempt == a {
		m.attempt = nil
		m.snapshot.Joining = false
		if m.snapshot.Page == PageCode {
			m.snapshot.Fault = fault
		}
	}
	m.mu.Unlock()
	m.tell()
}

// hold runs a session until it is over.
func (m *Model) hold(ctx context.Context, a *attempt, s Session) {
	m.mu.Lock()
	if m.attempt == a { // else the person has left it meanwhile, and it ends below
		m.session, m.tally, m.snapshot.Stage = s, tally{}, StageConnecting
	}
	m.mu.Unlock()
	s.SetFidelity(m.Snapshot().Fidelity)
	changes, stop := s.Watch()
	defer stop()
	ended := make(chan session.End, 1)
	m.work.Go(func() { ended <- s.Run(ctx) })
	for {
		select {
		case <-changes:
			m.showSession(a, s)
		case end := <-ended:
			m.cfg.Logger.Info("the session ended", "reason", end.Reason.String())
			m.showSession(a, s)
			return
		}
	}
}

// showSession shows how a session is, unless the person has left it.
func (m *Model) showSession(a *attempt, s Session) {
	shown := s.Snapshot()
	m.mu.Lock()
	if m.attempt == a {
		m.tally.add(shown, time.Now())
		if !m.snapshot.takeSession(shown) {
			m.attempt, m.session = nil, nil
		}
	}
	m.mu.Unlock()
	m.tell()
}

// takeSession turns to the page that suits a session's phase. It reports false for a session that ended before its agent
// had said who it is: that never was one, and the code page says why.
func (s *Snapshot) takeSession(shown company.Snapshot) bool {
	switch shown.Phase {
	case session.PhaseGreeting:
		return true // the code page says that the connection is being opened
	case session.PhaseConsent:
		s.Page = PageConsent
	case session.PhaseLive, session.PhaseReconnecting:
		s.Page = PageSession
	case session.PhaseEnded:
		if s.Joining {
			s.Joining, s.Fault = false, faultOf(shown)
			return false
		}
		s.Page = PageEnded
	}
	s.Joining = false
	return true
}

// faultOf returns why a session ended, or 0 where a person gave it up.
func faultOf(s company.Snapshot) protocol.Fault {
	if s.Ended == nil || s.Ended.Reason == protocol.CloseGone && !s.Ended.Remote {
		return 0
	}
	return s.Ended.Reason.Fault()
}
