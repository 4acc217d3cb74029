package session

import (
	"slices"
	"time"

	"beside.example/internal/chat"
	"beside.example/protocol"
)

// Pass brings this session's agent what concerns it of the sessions of others, as their Part.Told had it. Only the customer's side does.
func (s *Session) Pass(m protocol.Message) {
	s.decides(func(time.Time) {
		connected := s.link.conn() != nil
		switch m := m.(type) {
		case protocol.Chat:
			if m.From == protocol.CustomerID {
				s.chat.sendOwn(m.Text, connected) // each session counts the customer's messages for itself
				return
			}
			s.chat.pass(m, m.From, connected)
		case protocol.StatusLine:
			s.chat.pass(s.chat.numbered(m), m.From, connected)
		case protocol.Private:
			s.chat.pass(m, m.From, connected)
		case protocol.Typing:
			s.core.pass(m, m.From)
		case protocol.AgentKey:
			s.core.pass(m, m.From)
		}
	})
}

// SetPeople says who is in the session, this session's agent among them.
func (s *Session) SetPeople(people []protocol.Attendee) {
	s.decides(func(time.Time) {
		if slices.Equal(s.people, people) {
			return
		}
		s.people = slices.Clone(people)
		s.core.send(s.attendees())
	})
}

// Hold suspends control while a question that this session knows nothing of waits for the customer's own hand.
func (s *Session) Hold(hold bool) {
	if hold {
		s.control.cut()
	}
	s.do(func() { s.held = hold })
}

// Result tells this session's agent what became of an introduction.
func (s *Session) Result(m protocol.Introduced) {
	s.decides(func(time.Time) { s.core.send(m) })
}

// attendees returns who is here, as this session's agent is told.
func (s *Session) attendees() protocol.Attendees {
	return protocol.Attendees{You: s.core.agent, People: s.people}
}

// whom returns the agent's name where status lines must tell which of several they are about.
func (s *Session) whom() string {
	const alone = 2 // the customer and one agent
	if len(s.people) <= alone && s.cfg.Part.Introduced == nil {
		return ""
	}
	return s.peer.Name
}

// log returns what the log holds, for a snapshot.
func (p *chatPart) entries() (entries []chat.Entry, count int) {
	count = p.log.Added()
	return p.log.Entries(), count
}
