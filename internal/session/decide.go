package session

import (
	"time"

	"beside.example/protocol"
)

// apply brings every part to what was decided: it is called after each change, and before the peer is told of one, so that
// whatever must close is closed by then.
func (s *Session) apply() {
	now := time.Now()
	conn := s.link.conn()
	customer := s.cfg.Role == protocol.RoleCustomer
	live := s.ended == nil && s.begun()
	if !live {
		conn = nil
	}
	control := live && s.ledger.on(protocol.PermissionControl)
	if customer {
		see := live && s.ledger.on(protocol.PermissionSee)
		switch {
		case !see:
			s.sharing.set(protocol.ShareOff, now)
		case s.sharing.state == protocol.ShareOff:
			s.sharing.set(s.sharing.begins(), now)
		}
		s.control.update(controlWanted{
			granted: control, seen: see, card: s.ledger.is(protocol.GrantAsked) != 0 || s.push.waiting != nil || s.held,
			paused: s.sharing.state == protocol.SharePaused, up: s.link.up,
		}, now)
	}
	s.sharing.update(conn, now)
	s.viewing.update(conn, control && !customer)
	s.updatePointing(conn)
	if conn != nil {
		conn.SetLively(s.sharing.active || s.viewing.open || control)
	}
}

// updatePointing tells where people point as long as several agents are there who see the screen.
func (s *Session) updatePointing(conn Conn) {
	const alone = 2 // the customer and one agent
	if !s.hearsPointing() {
		s.pointing.end()
	}
	looks := s.viewing.theirs == protocol.ShareOn
	if s.cfg.Role == protocol.RoleCustomer {
		looks = s.sharing.viewed && s.sharing.state == protocol.ShareOn
	}
	if s.cfg.Role == protocol.RoleAgent && s.monitors() {
		looks = false // who only watches points at nothing
	}
	if !s.hearsPointing() || !looks || len(s.people) <= alone || !s.peer.Capabilities.Has(protocol.CapabilityPointing) {
		conn = nil
	}
	s.pointing.update(conn)
}

// hearsPointing reports whether this side may be told where people point.
func (s *Session) hearsPointing() bool {
	return s.ended == nil && s.ledger.on(protocol.PermissionSee) && (s.viewing.open || s.cfg.Role == protocol.RoleCustomer)
}

// tick does what is due.
func (s *Session) tick(now time.Time) {
	if s.begun() {
		if s.cfg.Role == protocol.RoleCustomer {
			s.consent.tick(now)
			s.push.tick(now)
		} else {
			s.asking.tick(now)
		}
	}
	s.link.tick(now)
	a := s.link.current
	switch {
	case s.link.up:
	case s.phase == PhaseConsent:
		if !now.Before(s.consentUntil) {
			s.finish(protocol.CloseUnanswered, false, now)
		}
	case s.begun() && !now.Before(s.link.giveUp()):
		s.finish(protocol.CloseLost, false, now)
	case a != nil && !a.open && !now.Before(a.since.Add(greetWithin)):
		s.lost(a, protocol.CloseLost, now)
	case a != nil && a.open && s.cfg.Redial != nil && !now.Before(s.link.since.Add(replaceAfter)):
		s.lost(a, protocol.CloseReplaced, now)
	}
}

// deadline returns when tick is due next, by what was seen at a time or later.
func (s *Session) deadline(seen time.Time) time.Time {
	next := earliest(s.ledger.deadline(), s.push.deadline())
	for _, t := range []time.Time{s.control.hand.until, s.chat.peerUntil, s.sharing.retryAt} {
		if t.After(seen) {
			next = earliest(next, t)
		}
	}
	a := s.link.current
	switch {
	case s.phase == PhaseConsent:
		return earliest(next, s.consentUntil)
	case a != nil && !a.open:
		return earliest(next, a.since.Add(greetWithin))
	}
	return earliest(next, s.link.deadline())
}
