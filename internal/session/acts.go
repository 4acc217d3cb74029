package session

import (
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// Close ends the session because the app is closed, and waits until Run has returned.
func (s *Session) Close() {
	s.do(func() { s.finish(protocol.CloseGone, false, time.Now()) })
	<-s.stopped
}

// Snapshot returns the present state.
func (s *Session) Snapshot() Snapshot { return s.board.Get() }

// Watch returns a channel that has a value at once and after each change of the snapshot; changes that nobody has seen yet
// become one. Stop ends it.
func (s *Session) Watch() (changes <-chan struct{}, stop func()) { return s.board.Watch() }

// View returns the peer's screen; it is the same for the session's whole life.
func (s *Session) View() *View { return &View{part: s.viewing, pointing: s.pointing} }

// End ends the session as the act of the person at this machine.
func (s *Session) End() {
	code := protocol.CloseByAgent
	if s.cfg.Role == protocol.RoleCustomer {
		code = protocol.CloseByCustomer
	}
	s.do(func() { s.finish(code, false, time.Now()) })
}

// Start is the customer's Yes, with the permissions given at once. It reports false and does nothing before ArmAfter,
// and once the session has begun.
func (s *Session) Start(granted protocol.Permission) bool {
	started := false
	s.do(func() {
		now := time.Now()
		a := s.link.current
		if s.cfg.Role != protocol.RoleCustomer || s.phase != PhaseConsent || a == nil || !s.consent.start(granted, now) {
			return
		}
		started = true
		s.opened(a, now)
	})
	return started
}

// Decline is the customer's No to the session, which counts at once.
func (s *Session) Decline() {
	s.do(func() {
		if s.cfg.Role == protocol.RoleCustomer && !s.begun() {
			s.finish(protocol.CloseDeclined, false, time.Now())
		}
	})
}

// decides runs f on the loop where this side decides about permissions: the customer's, in a session that has begun.
func (s *Session) decides(f func(now time.Time)) {
	s.do(func() {
		if s.cfg.Role == protocol.RoleCustomer && s.begun() && s.ended == nil {
			f(time.Now())
		}
	})
}

// Allow grants a permission: the customer's Yes to a question, or of the customer's own accord. Control and drawing need
// PermissionSee first; a Yes to a question that stands for less than protocol.CardArmAfter does not count.
func (s *Session) Allow(p protocol.Permission) {
	s.decides(func(now time.Time) { s.consent.allow(p, now) })
}

// Refuse is the customer's No to a question.
func (s *Session) Refuse(p protocol.Permission) {
	s.decides(func(now time.Time) { s.consent.refuse(p, now) })
}

// Revoke takes permissions back, with those that mean nothing without them. When it returns, not one more event is
// injected and not one more picture grabbed under them.
func (s *Session) Revoke(p protocol.Permission) {
	if p.Has(protocol.PermissionControl) || p.Has(protocol.PermissionSee) {
		s.control.cut()
	}
	s.do(func() { s.forgo(p) })
	s.decides(func(now time.Time) { s.consent.revoke(p, now) })
}

// forgo takes permissions out of those with which a session begins to whose agent the customer has agreed already.
func (s *Session) forgo(p protocol.Permission) {
	if i := s.cfg.Part.Introduced; i != nil && !s.begun() {
		left := *i
		left.Granted &^= p
		s.cfg.Part.Introduced = &left
	}
}

// Panic takes every permission back, input first, and works with the network dead. On the agent's side it stops sharing.
func (s *Session) Panic() {
	s.control.cut()
	s.do(s.panicked)
}

// panicked is Panic on the loop.
func (s *Session) panicked() {
	now := time.Now()
	switch {
	case s.ended != nil:
	case s.cfg.Role == protocol.RoleAgent:
		s.sharing.set(protocol.ShareOff, now)
	default:
		var all protocol.Permission
		for _, p := range protocol.AllPermissions() {
			all |= p
		}
		s.forgo(all)
		if s.begun() {
			s.consent.revoke(all, now)
		}
	}
}

// Ask asks the customer for a permission. It does nothing while that is asked or granted, or while no conn is there.
func (s *Session) Ask(p protocol.Permission) {
	s.do(func() {
		if s.helps() && s.link.conn() != nil {
			s.asking.ask(p, time.Now())
		}
	})
}

// RefreshDetails asks for the customer's computer details again; the first ones come by themselves with the permission.
func (s *Session) RefreshDetails() {
	s.do(func() {
		if s.cfg.Role == protocol.RoleAgent && s.ledger.on(protocol.PermissionDiagnostics) {
			s.details.ask()
		}
	})
}

// ShareMine shows one of this machine's displays to the customer; 0 is the primary one. Only the agent's side needs it: the
// customer's screen is shown as soon as PermissionSee is granted.
func (s *Session) ShareMine(display uint32) {
	s.do(func() {
		if s.helps() && s.begun() {
			s.sharing.choose(display)
			s.sharing.set(protocol.ShareOn, time.Now())
		}
	})
}

// StopMine shows it no longer. On the customer's side it revokes PermissionSee.
func (s *Session) StopMine() {
	if s.cfg.Role == protocol.RoleCustomer {
		s.Revoke(protocol.PermissionSee)
		return
	}
	s.do(func() { s.sharing.set(protocol.ShareOff, time.Now()) })
}

// PauseMine shows nothing new until ResumeMine, and refuses input meanwhile. It may be called before anything is shown.
func (s *Session) PauseMine() {
	s.pause(protocol.ShareOn, protocol.SharePaused, protocol.StatusPaused)
}

// ResumeMine ends a pause.
func (s *Session) ResumeMine() {
	s.pause(protocol.SharePaused, protocol.ShareOn, protocol.StatusResumed)
}

func (s *Session) pause(from, to protocol.Share, kind protocol.StatusKind) {
	s.do(func() {
		s.sharing.pauses = to == protocol.SharePaused
		if s.sharing.state != from || s.ended != nil {
			return
		}
		s.sharing.set(to, time.Now())
		s.apply()
		s.core.status(kind, s.chat.me, 0)
	})
}

// Displays lists this machine's displays, for the choice before ShareMine.
func (s *Session) Displays() ([]framebuffer.Display, error) {
	if s.cfg.Desktop.Screens == nil {
		return nil, nil
	}
	return s.cfg.Desktop.Screens.Displays()
}

// OpenView asks for the peer's screen, which then flows as long as the peer shows it.
func (s *Session) OpenView() {
	s.do(func() {
		if s.begun() && (s.cfg.Role == protocol.RoleAgent || !s.cfg.Peer.Withheld.TheirScreen) {
			s.viewing.setOpen(true)
		}
	})
}

// CloseView ends that; where the agent shows its screen, everyone's log says that the customer does not look.
func (s *Session) CloseView() {
	s.do(func() {
		s.viewing.setOpen(false)
		if s.viewing.theirs != protocol.ShareOff {
			s.core.status(protocol.StatusViewDeclined, protocol.CustomerID, 0)
		}
	})
}

// SelectDisplay asks the peer to show another of its displays.
func (s *Session) SelectDisplay(id uint32) {
	s.do(func() { s.core.send(protocol.DisplaySelect{ID: id}) })
}

// SendChat sends a message to everyone, or privately to the other agents, sealed so that the customer's app cannot read it; while there
// are none it is a note to oneself. Private is ignored for a customer. It reports false for an empty message, and while too many
// wait for the conn to come back; whoever monitors writes nothing.
func (s *Session) SendChat(text string, private bool) bool {
	sent := false
	s.do(func() {
		if !s.begun() || s.monitors() {
			return
		}
		connected := s.link.conn() != nil
		sent = s.chat.write(text, private, connected, time.Now())
		if sent && private {
			s.aside.write(text, connected)
		}
	})
	return sent
}

// SetTyping tells the peer whether the person here is writing a message; it may be called at every key.
func (s *Session) SetTyping(active bool) {
	s.do(func() {
		if !s.monitors() {
			s.chat.setTyping(active, time.Now())
		}
	})
}
