package model

import (
	"context"
	"errors"
	"slices"
	"time"

	"beside.example/internal/chat"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// hear adds a line of the chat, unless it is known.
func (k *knownRequest) hear(line signalling.ChatLine, self string) {
	at, known := slices.BinarySearchFunc(k.lines, line.Seq, func(s Said, seq uint64) int { return int(int64(s.Seq - seq)) })
	if known {
		return
	}
	k.lines = slices.Insert(slices.Clone(k.lines), at, Said{
		Seq: line.Seq, At: time.Now().Add(-line.Age), From: line.From, Name: line.Name, Text: line.Text,
		Mine: line.From == signalling.SpeakerAgent && line.Name == self,
	})
}

// hearAll adds lines of the chat of a request.
func (m *Model) hearAll(id signalling.RequestID, lines []signalling.ChatLine) {
	m.mu.Lock()
	self := m.agent().Name
	known := m.desk.at(id)
	for _, l := range lines {
		known.hear(l, self)
	}
	m.desk.touch()
	m.mu.Unlock()
	m.tell()
}

// Accept says Yes to a request: the first Yes wins. Where the customer has to start the app at once, it is offered.
func (m *Model) Accept(id signalling.RequestID) {
	m.silence(alertKey{request: id})
	m.ask("accept a request", func(ctx context.Context, c Connection) error {
		request, lines, err := c.Desk.AcceptRequest(ctx, id)
		if err != nil {
			return err
		}
		m.mu.Lock()
		m.desk.at(id).loaded = true
		m.mu.Unlock()
		m.hearAll(id, lines)
		if !request.WebChat {
			return m.offerApp(ctx, c, id, true)
		}
		return nil
	})
}

// Decline says No to a request that this agent is alerted of.
func (m *Model) Decline(id signalling.RequestID) {
	m.silence(alertKey{request: id})
	m.ask("decline a request", func(ctx context.Context, c Connection) error {
		err := c.Desk.DeclineRequest(ctx, id)
		if signalling.Fault(err) == protocol.FaultRequestTaken || signalling.Fault(err) == protocol.FaultRequestGone {
			return nil // as good as declined
		}
		return err
	})
}

// Say says a line in the chat of the customer's page.
func (m *Model) Say(id signalling.RequestID, text string) {
	m.ask("say a line to a customer", func(ctx context.Context, c Connection) error {
		return c.Desk.SayInRequest(ctx, id, text)
	})
}

// OfferApp has the customer's page offer the app, so that the customer can show the screen.
func (m *Model) OfferApp(id signalling.RequestID) {
	m.ask("offer the customer's app", func(ctx context.Context, c Connection) error { return m.offerApp(ctx, c, id, true) })
}

// offerApp has the app offered and the door expect the customer. Anyway tells to do so even if the code is not missing.
func (m *Model) offerApp(ctx context.Context, c Connection, id signalling.RequestID, anyway bool) error {
	m.mu.Lock()
	lacks := m.lacksCode(id)
	known := m.desk.at(id)
	if known.offering || !anyway && !lacks {
		m.mu.Unlock()
		return nil
	}
	known.offering = true
	m.mu.Unlock()
	portalCode, left, err := c.Desk.OfferApp(ctx, id)
	m.mu.Lock()
	known.offering = false
	if err == nil {
		known.code, known.codeEnds = portalCode.Show(), time.Now().Add(left)
		m.desk.touch()
	}
	m.mu.Unlock()
	if err != nil {
		return err
	}
	c.Door.ExpectPortal(Visit{
		Meeting: Meeting{Request: id}, Code: portalCode, Left: left, Customer: m.relayedRequest(id).Customer,
		Earlier: func() []chat.Entry { return m.earlier(id) },
	})
	m.tell()
	return nil
}

// relayedRequest returns what the relay says of an open request.
func (m *Model) relayedRequest(id signalling.RequestID) signalling.Request {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.relayed {
		if r.ID == id {
			return r
		}
	}
	return signalling.Request{}
}

// earlier is the chat in a customer's page as a session's log has it.
func (m *Model) earlier(id signalling.RequestID) []chat.Entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	var entries []chat.Entry
	for _, l := range m.desk.at(id).lines {
		e := chat.Entry{At: l.At, Name: l.Name, Mine: l.Mine, Text: l.Text, Earlier: true}
		switch l.From {
		case signalling.SpeakerCustomer:
			e.From = protocol.CustomerID
		case signalling.SpeakerAgent:
			e.From = protocol.FirstAgentID
		default:
			continue // what the page tells about itself
		}
		entries = append(entries, e)
	}
	return entries
}

// readOn asks for what was said in a request of this agent since the last line that is known, and for the code that the page
// shows: after a lost connection, and after a start of the app.
func (m *Model) readOn(id signalling.RequestID) {
	m.ask("read on in a chat", func(ctx context.Context, c Connection) error {
		m.mu.Lock()
		known := m.desk.at(id)
		var after uint64
		if n := len(known.lines); n > 0 {
			after = known.lines[n-1].Seq
		}
		m.mu.Unlock()
		lines, err := c.Desk.RequestLines(ctx, id, after)
		if err != nil {
			return err
		}
		m.hearAll(id, lines)
		return m.offerApp(ctx, c, id, false)
	})
}

// lacksCode reports whether the page shows a code that this app does not know, by which the customer has not come yet. The caller holds
// m.mu.
func (m *Model) lacksCode(id signalling.RequestID) bool {
	known := m.desk.requests[id]
	return known != nil && !known.closing && known.code == "" && known.session == (leg.SessionID{}) && slices.ContainsFunc(m.relayed, func(r signalling.Request) bool {
		return r.ID == id && r.AppOffered && r.State == signalling.RequestTaken
	})
}

// SetRequestNotes keeps what the agent writes about a request.
func (m *Model) SetRequestNotes(id signalling.RequestID, notes string) {
	m.mu.Lock()
	m.desk.at(id).notes = notes
	m.desk.touch()
	m.mu.Unlock()
}

// Dismiss forgets a request that ended without this agent.
func (m *Model) Dismiss(id signalling.RequestID) {
	m.mu.Lock()
	m.desk.gone = slices.DeleteFunc(slices.Clone(m.desk.gone), func(r Request) bool { return r.ID == id })
	m.mu.Unlock()
	m.tell()
}

// Close ends a request of this agent that did not become a session, or whose session is filed.
func (m *Model) Close(id signalling.RequestID, outcome signalling.Outcome) {
	m.mu.Lock()
	known := m.desk.at(id)
	known.closing = true
	notes := known.notes
	m.desk.touch()
	m.mu.Unlock()
	m.tell()
	m.ask("close a request", func(ctx context.Context, c Connection) error {
		err := c.Desk.CloseRequest(ctx, id, outcome, notes)
		if signalling.Fault(err) == protocol.FaultRequestGone {
			return nil // the customer left, or it is closed
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			m.mu.Lock()
			known.closing = false
			m.desk.touch()
			m.mu.Unlock()
		}
		return err
	})
}
