package model

import (
	"context"
	"slices"
	"time"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// liveSession is a session that the agent has not filed yet.
type liveSession struct {
	id       leg.SessionID
	session  Session
	customer string
	portal   string
	notes    string // guarded by the model's mu
}

// receive lets customers in until ctx ends.
func (m *Model) receive(ctx context.Context, door Door) {
	for {
		arrival, err := door.Next(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			m.cfg.Logger.Error("customers can no longer be let in", "err", err)
			m.change(func(s *Snapshot) { s.Fault = signalling.Fault(err) })
			return
		}
		m.arrived(arrival)
	}
}

func (m *Model) arrived(a Arrival) {
	m.mu.Lock()
	c := m.known[a.Code]
	event := CodeEvent{At: time.Now(), Customer: c.Customer, What: CodeUsed}
	if a.Session == nil {
		event.What, event.Left = CodeWrong, a.Left
		if a.Left == 0 {
			event.What = CodeDead
		}
	}
	m.note(event)
	full := len(m.live) >= MaxSessions
	m.mu.Unlock()
	defer m.tell()
	if a.Session == nil {
		return
	}
	if full {
		m.cfg.Logger.Warn("one more session than an agent may hold was turned away")
		a.Session.Close()
		return
	}
	l := &liveSession{id: a.SessionID, session: a.Session, customer: c.Customer, portal: m.portalName(c.Portal)}
	m.mu.Lock()
	m.live = append(m.live, l)
	m.mu.Unlock()
	m.work.Go(func() { m.hold(l) })
}

func (m *Model) portalName(id signalling.PortalID) string {
	for _, p := range m.Snapshot().Agent().Portals {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

// hold runs a session until it is over. It outlives the connection to the relay: it ends by its own means, or by Run.
func (m *Model) hold(l *liveSession) {
	changes, stop := l.session.Watch()
	defer stop()
	ended := make(chan struct{})
	m.work.Go(func() {
		defer close(ended)
		end := l.session.Run(context.Background())
		m.cfg.Logger.Info("a session ended", "reason", end.Reason.String())
	})
	for {
		select {
		case <-changes:
			m.tell()
		case <-ended:
			m.report(l, signalling.OutcomeUnknown)
			m.keep(l)
			m.tell()
			return
		}
	}
}

// SetNotes keeps what the agent writes about a session.
func (m *Model) SetNotes(id leg.SessionID, notes string) {
	if l := m.find(id); l != nil {
		m.mu.Lock()
		l.notes = notes
		m.mu.Unlock()
	}
}

// File puts a session that is over into the history, with its outcome; one that is under way is ended first.
func (m *Model) File(id leg.SessionID, outcome signalling.Outcome) {
	l := m.find(id)
	if l == nil {
		return
	}
	m.do(func(context.Context) {
		m.work.Go(func() {
			l.session.Close()
			m.report(l, outcome)
			m.keep(l)
			m.mu.Lock()
			m.live = slices.DeleteFunc(m.live, func(other *liveSession) bool { return other == l })
			m.mu.Unlock()
			m.tell()
		})
	})
}

// report tells the relay the facts of a session; the relay keeps them.
func (m *Model) report(l *liveSession, outcome signalling.Outcome) {
	s := l.session.Snapshot()
	end := signalling.SessionEnd{Session: l.id, Outcome: outcome, Started: s.Started, Ended: time.Now()}
	if s.Ended != nil {
		end.Ended = s.Ended.At
	}
	m.ask("keep the outcome of a session", func(ctx context.Context, line Line) error {
		if err := line.EndSession(ctx, end); err != nil {
			return err
		}
		m.LoadHistory()
		return nil
	})
}

// keep saves chat and notes in the app's own folder.
func (m *Model) keep(l *liveSession) {
	m.mu.Lock()
	record := Record{Customer: l.customer, Notes: l.notes}
	m.mu.Unlock()
	record.Chat = l.session.Snapshot().Chat
	if err := m.cfg.Folder.SaveRecord(l.id, record); err != nil {
		m.cfg.Logger.Error("chat and notes of a session were not saved", "err", err)
	}
}

func (m *Model) find(id leg.SessionID) *liveSession {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, l := range m.live {
		if l.id == id {
			return l
		}
	}
	return nil
}

// closeSessions ends every session because the app ends, and keeps what belongs to them.
func (m *Model) closeSessions() {
	m.mu.Lock()
	live := slices.Clone(m.live)
	m.mu.Unlock()
	for _, l := range live {
		l.session.Close()
		m.keep(l)
	}
}
