package model

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// endsFile holds the ends of sessions that a relay has not been told yet.
const endsFile = "ends.json"

// untoldEnd is how a session ended, as long as its relay does not know. It survives a restart of the app.
type untoldEnd struct {
	Relay    string             `json:"relay"`
	Session  leg.SessionID      `json:"session"`
	Customer string             `json:"customer,omitempty"`
	Portal   string             `json:"portal,omitempty"`
	Outcome  signalling.Outcome `json:"outcome"`
	Started  time.Time          `json:"started,omitzero"` // zero where the customer never consented
	Ended    time.Time          `json:"ended"`
	// Request is the one to close with it, once the agent has said how it ended; Notes go along.
	Request signalling.RequestID `json:"request,omitzero"`
	Notes   string               `json:"notes,omitempty"`
	// Filed is when the agent said so, which is handed in with the notes; You and Kept are the session's.
	Filed time.Time           `json:"filed,omitzero"`
	You   protocol.AttendeeID `json:"you,omitempty"`
	Kept  protocol.Keeps      `json:"kept,omitempty"`
}

func (e untoldEnd) message() signalling.SessionEnd {
	return signalling.SessionEnd{Session: e.Session, Outcome: e.Outcome, Started: e.Started, Ended: e.Ended}
}

// entry is the end as it will stand in the history.
func (e untoldEnd) entry() signalling.HistoryEntry {
	began := e.Started
	if began.IsZero() {
		began = e.Ended
	}
	return signalling.HistoryEntry{
		Session: e.Session, PortalName: e.Portal, Customer: e.Customer, Granted: began, Started: e.Started, Ended: e.Ended, Outcome: e.Outcome,
	}
}

// endOf returns when a session that is over ended.
func endOf(s session.Snapshot) time.Time {
	if s.Ended != nil {
		return s.Ended.At
	}
	return time.Now()
}

func (f *Folder) untold() ([]untoldEnd, error) {
	var ends []untoldEnd
	if err := f.read(endsFile, &ends); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return ends, nil
}

// untoldAt returns the ends that one relay does not know. The caller holds m.mu.
func (m *Model) untoldAt(relay string) []untoldEnd {
	var ends []untoldEnd
	for _, e := range m.untold {
		if e.Relay == relay {
			ends = append(ends, e)
		}
	}
	return ends
}

// tellLater keeps an end until the relay knows it, in place of an earlier one of the same session.
func (m *Model) tellLater(end untoldEnd) {
	m.changeUntold(func(ends []untoldEnd) []untoldEnd {
		return append(slices.DeleteFunc(ends, func(e untoldEnd) bool { return e.Session == end.Session }), end)
	})
	poke(m.toTell)
}

// told drops an end that the relay knows, unless it was replaced meanwhile.
func (m *Model) told(end untoldEnd) {
	m.changeUntold(func(ends []untoldEnd) []untoldEnd {
		return slices.DeleteFunc(ends, func(e untoldEnd) bool { return e == end })
	})
}

func (m *Model) changeUntold(change func([]untoldEnd) []untoldEnd) {
	m.saving.Lock()
	defer m.saving.Unlock()
	m.mu.Lock()
	m.untold = change(slices.Clone(m.untold))
	m.past.touch()
	ends := m.untold
	m.mu.Unlock()
	m.tell()
	if err := m.cfg.Folder.write(endsFile, ends); err != nil {
		m.cfg.Logger.Error("the ends of sessions were not saved", "err", err)
	}
}

// tellEnds tells a relay all ends that it does not know, until ctx ends.
func (m *Model) tellEnds(ctx context.Context, c Connection, relay string) {
	line := c.Line
	for {
		changed := line.Changed()
		m.mu.Lock()
		ends := m.untoldAt(relay)
		m.mu.Unlock()
		sent := 0
		for _, end := range ends {
			if m.tellEnd(ctx, c, end) {
				sent++
			}
		}
		if sent > 0 {
			m.LoadHistory()
		}
		if ctx.Err() != nil {
			return
		}
		if sent < len(ends) { // the relay cannot just now; it is asked again when the line changes
			select {
			case <-ctx.Done():
				return
			case <-changed:
				continue
			case <-m.toTell:
				continue
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-m.toTell:
		}
	}
}

// tellEnd reports whether the end is dealt with: told, or of no interest to this relay.
func (m *Model) tellEnd(ctx context.Context, c Connection, end untoldEnd) bool {
	err := c.Line.EndSession(ctx, end.message())
	unknown := signalling.Fault(err) == protocol.FaultRelayRefused && c.Line.State().Phase == signalling.PhaseConnected
	if err != nil && !unknown {
		m.cfg.Logger.Warn("the relay does not yet know the end of a session", "err", err)
		return false
	}
	if unknown {
		m.cfg.Logger.Warn("the relay does not want the end of a session: it is not this agent's", "err", err)
	}
	if err == nil && end.Request != (signalling.RequestID{}) && !m.closeEnded(ctx, c.Desk, end) {
		return false
	}
	if err == nil && !m.handInNotes(ctx, c, end) {
		return false
	}
	m.told(end)
	return true
}

// closeEnded closes the request that a session came of, and reports whether that is dealt with.
func (m *Model) closeEnded(ctx context.Context, desk Desk, end untoldEnd) bool {
	err := desk.CloseRequest(ctx, end.Request, end.Outcome, end.Notes)
	switch signalling.Fault(err) {
	case 0, protocol.FaultRequestGone, protocol.FaultRequestTaken, protocol.FaultNotAllowed, protocol.FaultRelayRefused:
		// It is closed already, or a colleague's by now.
		return true
	}
	m.cfg.Logger.Warn("the relay does not yet know that a request is closed", "err", err)
	return false
}
