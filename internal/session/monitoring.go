package session

import (
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
)

// A manager who monitors sees the customer's screen and what is written, and does nothing else. The agent's app brings the manager in by
// itself when the customer was told before consent that this may be; the customer's app shows everybody that it is so. Neither side relies
// on the other: the agent's app introduces nobody without, the customer's app lets nobody in without, and ends the session with a manager
// whose app does anything but look.

// monitors reports whether this session's agent is a manager who only looks.
func (s *Session) monitors() bool {
	if s.cfg.Role == protocol.RoleAgent {
		return s.cfg.Monitors
	}
	return s.cfg.Part.Introduced != nil && s.cfg.Part.Introduced.Monitors
}

// helps reports whether this side is that of an agent who may do something.
func (s *Session) helps() bool { return s.cfg.Role == protocol.RoleAgent && !s.monitors() }

// mayBeMonitored reports whether the customer was told that managers may watch, by an app that shows who does.
func (s *Session) mayBeMonitored() bool {
	return s.keeps().Has(protocol.KeepsWatch) && s.peer.Capabilities.Has(protocol.CapabilityMonitor)
}

// unmonitored keeps a manager out, in the agent's app, and reports whether it did. The log says so to the agent.
func (s *Session) unmonitored(m protocol.Introduce, now time.Time) bool {
	if m.Kind != protocol.IntroductionMonitor || s.mayBeMonitored() {
		return false
	}
	s.note(Introduction{ID: m.ID, Kind: m.Kind, Answered: true, Result: protocol.IntroductionUntold})
	line := protocol.StatusLine{Kind: protocol.StatusNotWatched, Name: m.Name}
	s.facts.add(handin.Status{Status: line.Kind, Name: line.Name}, now)
	s.chat.addLine(line, now)
	return true
}

// watched reports whether the peer is a manager's app, which does nothing but look: it opens no stream, and sends nothing but what mayWatcherSend
// says.
func (s *Session) watched() bool { return s.cfg.Role == protocol.RoleCustomer && s.monitors() }

// mayWatcherSend reports whether an app that only looks sends messages of a type.
func mayWatcherSend(t protocol.MessageType) bool {
	switch t {
	case protocol.TypeLanguage, protocol.TypeViewState, protocol.TypeDisplaySelect:
		return true
	}
	return false
}
