package session

import (
	"errors"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/text"
	"beside.example/protocol/transport"
)

// maxEarly is how many streams may overtake the message that allows them: a screen and a cursor, and room for two more.
const maxEarly = 4

// frame takes a frame of the control stream.
func (s *Session) frame(a *attachment, t protocol.MessageType, payload []byte) {
	now := time.Now()
	if a != s.link.current || s.ended != nil {
		return
	}
	if err := s.take(a, t, payload, now); err != nil {
		s.violated(a, err)
	}
}

func (s *Session) take(a *attachment, t protocol.MessageType, payload []byte, now time.Time) error {
	if !a.bucket.take(now) {
		return violates(protocol.CloseFlood, "too many messages")
	}
	if t == protocol.TypeEnd {
		m, err := protocol.ParseEnd(payload)
		if err != nil {
			return violates(protocol.CloseProtocol, "end: %v", err)
		}
		s.finish(m.Reason, true, now)
		return nil
	}
	if !a.open {
		return s.handshake(a, t, payload, now)
	}
	if s.watched() && !mayWatcherSend(t) {
		return violates(protocol.CloseProtocol, "%s from who only watches", t)
	}
	if from := sentBy(t); from != 0 && from != s.cfg.Role.Other() {
		return violates(protocol.CloseProtocol, "%s from the %s", t, s.cfg.Role.Other())
	}
	m, err := protocol.Parse(t, payload)
	if err != nil {
		return violates(protocol.CloseProtocol, "%v", err)
	}
	return s.route(m, now)
}

// sentBy returns the role that alone may send a type; 0 is either.
func sentBy(t protocol.MessageType) protocol.Role {
	switch t {
	case protocol.TypePermissionAsk, protocol.TypeDetailsRequest, protocol.TypeIntroduce, protocol.TypePushURL:
		return protocol.RoleAgent
	case protocol.TypeAttendees, protocol.TypeStatusLine, protocol.TypePermissionAnswer, protocol.TypePermissionState,
		protocol.TypeComputerDetails, protocol.TypeIntroduced, protocol.TypePushAnswer:
		return protocol.RoleCustomer
	}
	return 0
}

// route gives a message to the part that it is for.
func (s *Session) route(m protocol.Message, now time.Time) error {
	switch m := m.(type) {
	case protocol.Language:
		s.peer.Language = text.Clean(m.Tag, protocol.MaxName)
	case protocol.Attendees:
		s.attended(m)
	case protocol.Chat:
		if !s.chat.received(m, now) {
			return violates(protocol.CloseProtocol, "chat in another's name")
		}
	case protocol.Typing:
		s.chat.receivedTyping(m, now)
	case protocol.StatusLine:
		s.chat.receivedStatus(m, now)
	case protocol.Earlier:
		s.chat.receivedEarlier(m, s.cfg.Part.Introduced != nil, now)
	case protocol.PermissionAsk:
		s.consent.asked(m.Permission, now)
	case protocol.PermissionAnswer:
		s.asking.answered(m, now)
	case protocol.PermissionState:
		s.permissionChanged(m, now)
	case protocol.InputState:
		s.viewing.state = m.Input
	case protocol.DisplayList:
		s.viewing.listed(m)
		s.pointing.forget()
	case protocol.DisplaySelect:
		s.sharing.choose(m.ID)
	case protocol.ShareState:
		s.theyShare(m.Share, now)
	case protocol.FidelityState:
		s.viewing.fidelity = m.Fidelity
	case protocol.ViewState:
		s.sharing.viewed = m.View == protocol.ViewOpen
	case protocol.DetailsRequest:
		s.details.asked(func() bool { return s.ledger.on(protocol.PermissionDiagnostics) })
	case protocol.ComputerDetails:
		s.details.received(m)
	default:
		return s.routeOthers(m, now)
	}
	return nil
}

// routeOthers is route for what there is besides screen, input and permissions.
func (s *Session) routeOthers(m protocol.Message, now time.Time) error {
	ok := true
	switch m := m.(type) {
	case protocol.AgentKey:
		ok = s.aside.receivedKey(m)
	case protocol.Private:
		ok = s.aside.received(m, now)
	case protocol.Introduce:
		s.introductionAsked(m)
	case protocol.Introduced:
		s.introductionAnswered(m)
	case protocol.PushURL:
		s.push.received(m, now)
	case protocol.PushAnswer: // the log's status line says it
		if m.Number > 0 && m.Number <= s.push.number {
			s.facts.add(handin.WebAnswer{Number: m.Number, Answer: m.Answer}, now)
			s.push.heard(m, now)
		}
	default:
		return violates(protocol.CloseProtocol, "%s in a live session", m.Type())
	}
	if !ok {
		return violates(protocol.CloseProtocol, "%s in another's name", m.Type())
	}
	return nil
}

// attended notes who is there.
func (s *Session) attended(m protocol.Attendees) {
	for i := range m.People {
		m.People[i].Name = text.Clean(m.People[i].Name, protocol.MaxName)
		m.People[i].Organisation = text.Clean(m.People[i].Organisation, protocol.MaxName)
	}
	s.people = m.People
	if m.You != protocol.CustomerID {
		s.chat.me = m.You
	}
	s.aside.here(m.People)
	s.pointing.here(m.People, s.chat.me)
}

// permissionChanged copies a permission on the agent's side; details are asked for as soon as they may be.
func (s *Session) permissionChanged(m protocol.PermissionState, now time.Time) {
	before := s.ledger.on(protocol.PermissionDiagnostics)
	s.asking.state(m, now)
	if !before && s.ledger.on(protocol.PermissionDiagnostics) {
		s.details.ask()
	}
}

// theyShare notes whether the peer shows its screen; the customer's side writes the status lines about the agent's.
func (s *Session) theyShare(state protocol.Share, now time.Time) {
	if s.cfg.Peer.Withheld.TheirScreen && s.cfg.Role == protocol.RoleCustomer {
		return // nobody is asked to look at it, and nothing of it is taken
	}
	before := s.viewing.theirs
	s.viewing.shared(state, now)
	if state == before || s.cfg.Role != protocol.RoleCustomer {
		return
	}
	kind := protocol.StatusStopped
	switch {
	case state == protocol.SharePaused:
		kind = protocol.StatusPaused
	case state == protocol.ShareOn && before == protocol.SharePaused:
		kind = protocol.StatusResumed
	case state == protocol.ShareOn:
		kind = protocol.StatusSharing
	}
	s.core.status(kind, s.core.agent, 0)
}

// stream takes a stream that the peer opened.
func (s *Session) stream(a *attachment, e earlyStream) {
	if a != s.link.current || s.ended != nil {
		e.drop()
		return
	}
	var err error
	switch {
	case !a.bucket.take(time.Now()):
		err = violates(protocol.CloseFlood, "too many streams")
	case s.watched():
		err = violates(protocol.CloseProtocol, "stream of kind %s from who only watches", e.kind)
	case a.open:
		err = s.routeStream(e)
	case s.cfg.Role == protocol.RoleCustomer || len(a.early) >= maxEarly:
		err = violates(protocol.CloseTooEarly, "stream of kind %s before consent", e.kind)
	default:
		a.early = append(a.early, e) // streams are not ordered: Consent may still be on its way
		return
	}
	if err != nil {
		e.drop()
		s.violated(a, err)
	}
}

// routeStream gives a stream to the part that it is for.
func (s *Session) routeStream(e earlyStream) error {
	switch {
	case e.kind == protocol.StreamScreen && e.stream != nil:
		s.viewing.stream(e.stream)
	case e.kind == protocol.StreamVideo && e.stream != nil:
		s.viewing.videoStream(e.stream)
	case e.kind == protocol.StreamCursor && e.uni != nil:
		s.viewing.cursorStream(e.uni)
	case e.kind == protocol.StreamPointing && e.uni != nil:
		s.pointing.stream(e.uni, s.hearsPointing())
	case e.kind == protocol.StreamInput && e.uni != nil && s.cfg.Role == protocol.RoleCustomer:
		s.control.stream(e.uni, s.ledger.on(protocol.PermissionControl))
	default:
		return violates(protocol.CloseProtocol, "stream of kind %s", e.kind)
	}
	return nil
}

// drop gives the stream up.
func (e earlyStream) drop() {
	if e.stream != nil {
		drop(e.stream)
	}
	if e.uni != nil {
		dropReading(e.uni)
	}
}

// violated ends the session because of what the peer did.
func (s *Session) violated(a *attachment, err error) {
	if a != s.link.current || s.ended != nil {
		return
	}
	code := protocol.CloseProtocol
	var v *violation
	if errors.As(err, &v) {
		code = v.code
	} else if errors.Is(err, protocol.ErrWrongStream) && !a.open {
		code = protocol.CloseTooEarly
	}
	s.core.log.Warn("peer breaks the protocol", "error", err, "code", code)
	if code == protocol.CloseResume && s.begun() {
		s.lost(a, code, time.Now()) // whoever this is: the session waits for its own peer
		return
	}
	s.broken = true
	s.finish(code, false, time.Now())
}

// gone takes the end of a conn.
func (s *Session) gone(a *attachment, err error) {
	if a != s.link.current || s.ended != nil {
		return
	}
	now := time.Now()
	code, closed := closedBy(err)
	if closed && code != protocol.CloseReplaced && code != protocol.CloseUnknown {
		s.finish(code, true, now)
		return
	}
	s.core.log.Info("conn lost", "error", err)
	s.lost(a, protocol.CloseReplaced, now)
}

// linkState takes the phase that the transport reports.
func (s *Session) linkState(a *attachment, state transport.State) {
	if a != s.link.current || s.ended != nil || !a.open {
		return
	}
	now := time.Now()
	if !s.link.state(state, now) {
		return
	}
	kind := protocol.StatusBack
	if !s.link.up {
		kind = protocol.StatusLost
		s.link.since = minTime(now, state.Since)
	}
	s.chat.addStatus(kind, s.chat.me, now)
}

// lost gives a conn up: the session goes on over another, or ends where there is none.
func (s *Session) lost(a *attachment, code protocol.CloseCode, now time.Time) {
	if !s.begun() || s.cfg.Redial == nil {
		s.finish(protocol.CloseLost, false, now)
		return
	}
	if s.link.up {
		s.chat.addStatus(protocol.StatusLost, s.chat.me, now)
	}
	a.open = false
	s.link.lose(code, now)
}
