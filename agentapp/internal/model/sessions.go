package model

import (
	"context"
	"slices"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// liveSession is a session that the agent has not filed yet.
type liveSession struct {
	id       leg.SessionID
	session  Session
	relay    string
	customer string
	portal   string
	request  signalling.RequestID // what it came of; zero for nine digits
	rights   protocol.Permission  // what may be asked for in a colleague's session; zero for everything
	withheld signalling.Features  // what it may not use
	monitors bool                 // this agent, a manager, watches and does nothing else

	// The model's mu guards the following.
	notes   string
	outcome signalling.Outcome
	over    bool
	filed   bool                               // the agent has said how it ended
	wanted  map[signalling.IntroductionID]bool // managers who would watch

	answered map[uint64]bool // of these, those of whom all is told; the goroutine that holds the session has it
}

// receive lets customers in until ctx ends. The sessions go on until theirs does.
func (m *Model) receive(ctx, sessions context.Context, door Door) {
	for {
		arrival, err := door.Next(ctx)
		if ctx.Err() != nil {
			if arrival.Session != nil {
				m.turnAway(sessions, arrival.Session)
			}
			return
		}
		if err != nil {
			m.cfg.Logger.Error("customers can no longer be let in", "err", err)
			m.change(func(s *Snapshot) { s.Fault = protocol.FaultInternal })
			return
		}
		m.arrived(sessions, arrival)
	}
}

// arrived begins a session for a customer who is in, and notes what came of the code.
func (m *Model) arrived(ctx context.Context, a Arrival) {
	m.mu.Lock()
	l := &liveSession{id: a.SessionID, session: a.Session, relay: m.shown.Relay, withheld: a.Withheld}
	if a.Meeting == (Meeting{}) {
		c := m.attempted(a)
		l.customer, l.portal = c.Customer, portalName(m.agent().Portals, c.Portal)
	} else {
		m.met(a, l)
	}
	room := len(m.live) < MaxSessions
	if a.Session != nil && room {
		m.live = append(m.live, l)
	}
	if a.Session != nil && !room {
		m.shown.Fault = protocol.FaultSessionsLimit
	}
	m.mu.Unlock()
	m.tell()
	switch {
	case a.Session == nil:
	case room:
		m.work.Go(func() { m.hold(ctx, l) })
	default:
		m.turnAway(ctx, a.Session)
	}
}

// met fills in what is known of a customer who comes with a portal code: from the request, or from the colleague who brings
// them. The caller holds m.mu.
func (m *Model) met(a Arrival, l *liveSession) {
	l.request = a.Meeting.Request
	if a.Session == nil {
		m.shown.Fault = a.Fault
		return
	}
	if from, ok := m.desk.coming[a.Meeting.Introduction]; ok {
		l.customer, l.portal, l.rights, l.monitors = from.customer, from.portal, from.rights, from.monitors
		delete(m.desk.coming, a.Meeting.Introduction)
		return
	}
	for _, r := range m.relayed {
		if r.ID == l.request {
			l.customer, l.portal = r.Customer, r.PortalName
		}
	}
	known := m.desk.at(l.request)
	l.notes, known.session, known.code = known.notes, a.SessionID, ""
	m.desk.touch()
}

// turnAway ends a session before it begins: its Run closes the way to the customer.
func (m *Model) turnAway(ctx context.Context, s Session) {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	m.work.Go(func() { s.Run(ctx) })
}

// hold runs a session until it is over, by its own means or with ctx. It outlives the connection to the relay.
func (m *Model) hold(ctx context.Context, l *liveSession) {
	changes, stop := l.session.Watch()
	defer stop()
	ended := make(chan struct{})
	record := m.newRecorder(l)
	writing := time.NewTicker(notesEvery)
	defer writing.Stop()
	m.work.Go(func() {
		defer close(ended)
		end := l.session.Run(ctx)
		m.cfg.Logger.Info("a session ended", "reason", end.Reason.String())
	})
	for {
		select {
		case <-changes:
			record.note()
			s := l.session.Snapshot()
			m.tellRefused(l, s.Introductions)
			if s.HandedOver() {
				l.session.End() // the colleague's goes on
			}
			m.tell()
		case <-writing.C:
			record.write()
		case <-ended:
			record.close()
			m.mu.Lock()
			l.over = true
			m.mu.Unlock()
			m.settle(l)
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

// File puts a session into the history, with its outcome; one that is under way is ended first.
func (m *Model) File(id leg.SessionID, outcome signalling.Outcome) {
	l := m.find(id)
	if l == nil {
		return
	}
	m.mu.Lock()
	l.outcome, l.filed = outcome, true
	over := l.over
	m.mu.Unlock()
	if !over {
		l.session.End() // then hold settles it
		return
	}
	m.do(func(context.Context) { m.work.Go(func() { m.settle(l) }) })
}

// settle keeps what belongs to a session that is over: chat and notes here, facts and outcome at the relay. A filed session
// leaves the list.
func (m *Model) settle(l *liveSession) {
	s := l.session.Snapshot()
	if !l.monitors { // those who talk keep what was said
		m.keep(l, s)
	}
	m.mu.Lock()
	end := untoldEnd{
		Relay: l.relay, Session: l.id, Customer: l.customer, Portal: l.portal, Outcome: l.outcome, Started: s.Started, Ended: endOf(s),
		You: s.You, Kept: s.Keeps,
	}
	if l.filed {
		m.live = slices.DeleteFunc(m.live, func(other *liveSession) bool { return other == l })
	}
	if l.filed && !l.monitors { // else the request is somebody else's
		end.Request, end.Notes, end.Filed = l.request, l.notes, time.Now()
		m.desk.file(l.request)
	}
	m.mu.Unlock()
	m.tellLater(end)
}

// keep saves chat and notes in the app's own folder.
func (m *Model) keep(l *liveSession, s session.Snapshot) {
	m.saving.Lock()
	defer m.saving.Unlock()
	m.mu.Lock()
	record := Record{Customer: l.customer, Notes: l.notes, Chat: s.Chat}
	m.past.remember(l.id, record)
	m.mu.Unlock()
	if err := m.cfg.Folder.SaveRecord(l.id, record); err != nil {
		m.cfg.Logger.Error("chat and notes of a session were not saved", "err", err)
		m.change(func(s *Snapshot) { s.Fault = protocol.FaultFile })
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
