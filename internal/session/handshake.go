package session

import (
	"fmt"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/text"
)

// A violation is what a peer of ours never does. Its code closes the session.
type violation struct {
	code protocol.CloseCode
	what string
}

// Error returns what was done.
func (v *violation) Error() string { return v.what }

func violates(code protocol.CloseCode, format string, args ...any) error {
	return &violation{code: code, what: fmt.Sprintf(format, args...)}
}

// greet says hello on a new conn.
func (s *Session) greet(a *attachment) {
	hello := protocol.Hello{Version: protocol.Version, Role: s.cfg.Role, Capabilities: s.capabilities(), Language: s.cfg.Language}
	if s.cfg.Role == protocol.RoleCustomer {
		s.put(a, hello)
		return
	}
	if s.begun() {
		hello.Resume = s.asking.resume
	}
	s.put(a, hello)
	s.put(a, s.cfg.Identity)
}

func (s *Session) capabilities() protocol.Capabilities {
	c := protocol.CapabilityMonitor | protocol.CapabilityPointing | protocol.CapabilityContext | protocol.CapabilityFidelity |
		protocol.CapabilityVideo | protocol.CapabilityCheck
	if s.cfg.Desktop.Screens != nil {
		c |= protocol.CapabilityShare
	}
	if s.cfg.Desktop.Hands != nil && s.cfg.Role == protocol.RoleCustomer {
		c |= protocol.CapabilityInput | protocol.CapabilityText
	}
	if s.cfg.Desktop.Computer != nil {
		c |= protocol.CapabilityDetails
	}
	return c
}

// handshake takes a frame before consent stands on this conn. Nothing but what it names is parsed.
func (s *Session) handshake(a *attachment, t protocol.MessageType, payload []byte, now time.Time) error {
	switch {
	case t == protocol.TypeHello && !a.hello:
		m, err := protocol.ParseHello(payload)
		if err != nil {
			return violates(protocol.CloseProtocol, "hello: %v", err)
		}
		a.hello = true
		return s.helloed(m, now)
	case s.cfg.Role == protocol.RoleCustomer && t == protocol.TypeIdentity && a.hello && !a.identity:
		m, err := protocol.ParseIdentity(payload)
		if err != nil {
			return violates(protocol.CloseProtocol, "identity: %v", err)
		}
		a.identity = true
		return s.identified(a, m, now)
	case s.cfg.Role == protocol.RoleAgent && t == protocol.TypeConsent && a.hello:
		m, err := protocol.ParseConsent(payload)
		if err != nil {
			return violates(protocol.CloseProtocol, "consent: %v", err)
		}
		s.asking.begin(m, now)
		s.told = m.Kept
		s.opened(a, now)
		if s.ledger.on(protocol.PermissionDiagnostics) && s.details.known == nil {
			s.details.ask() // granted at once, or asked for on a conn that was lost
		}
		return nil
	}
	return violates(protocol.CloseTooEarly, "%s before consent", t)
}

// helloed takes the peer's Hello.
func (s *Session) helloed(m protocol.Hello, now time.Time) error {
	if m.Version < protocol.OldestVersion {
		return violates(protocol.CloseVersion, "version %d", m.Version)
	}
	if m.Role != s.cfg.Role.Other() {
		return violates(protocol.CloseProtocol, "hello of role %s", m.Role)
	}
	s.peer.Capabilities = m.Capabilities
	s.sharing.understood(m.Capabilities)
	if s.cfg.Role == protocol.RoleAgent {
		s.peer.CheckWords = s.cfg.checkWords(m.Language)
		if !s.begun() {
			s.await(now)
		}
		return nil
	}
	none := [protocol.ResumeLength]byte{}
	if s.begun() && !s.consent.mayResume(m.Resume) || !s.begun() && m.Resume != none {
		return violates(protocol.CloseResume, "resume secret does not match")
	}
	return nil
}

// identified takes the agent's Identity: a person decides about the first, a later one must be the same.
func (s *Session) identified(a *attachment, m protocol.Identity, now time.Time) error {
	who, err := s.cfg.Verify(m)
	if err != nil {
		return violates(protocol.CloseIdentity, "identity does not hold: %v", err)
	}
	who = cleaned(who)
	if s.begun() {
		if who != s.verified {
			return violates(protocol.CloseIdentity, "another identity than before")
		}
		s.opened(a, now)
		return nil
	}
	s.verified = who
	s.peer.Name, s.peer.Organisation, s.peer.Key = who.Name, who.Organisation, who.Key
	if s.begunByIntroduction(a, now) {
		return nil
	}
	s.await(now)
	s.consent.arm(now)
	return nil
}

// keeps returns what the organisation keeps of the session: no more than the customer was told.
func (s *Session) keeps() protocol.Keeps {
	switch {
	case s.monitors() && s.cfg.Role == protocol.RoleAgent:
		return s.cfg.Keeps & s.told &^ protocol.KeepsChat // those who talk hand it in
	case s.cfg.Role == protocol.RoleAgent:
		return s.cfg.Keeps & s.told
	case s.cfg.Part.Introduced != nil:
		return s.verified.Keeps & s.cfg.Part.Introduced.Keeps
	}
	return s.verified.Keeps & protocol.KnownKeeps // nobody is told of what this version has no words for
}

// await lets the customer decide.
func (s *Session) await(now time.Time) {
	s.phase = PhaseConsent
	s.consentUntil = now.Add(consentWithin)
}

// cleaned returns who made fit to be shown.
func cleaned(who Verified) Verified {
	for _, t := range [...]*string{&who.Name, &who.Organisation, &who.Key} {
		*t = text.Clean(*t, protocol.MaxName)
	}
	return who
}

// opened tells the peer, on a conn on which consent stands now, all that it must know, and lets early streams in.
func (s *Session) opened(a *attachment, now time.Time) {
	first := !s.begun()
	if first {
		s.begin(now)
		s.facts.add(handin.Began{Granted: s.ledger.is(protocol.GrantOn)}, now)
	}
	if s.cfg.Role == protocol.RoleCustomer {
		s.put(a, protocol.Consent{Granted: s.ledger.is(protocol.GrantOn), Resume: s.consent.resume, Kept: s.keeps()})
		s.put(a, s.attendees())
	}
	a.open = true // from here on parts may send
	if s.cfg.Role == protocol.RoleCustomer {
		s.consent.resend(now)
	}
	if s.cfg.Language != "" {
		s.put(a, protocol.Language{Tag: s.cfg.Language})
	}
	s.sharing.resend()
	s.tellFidelity()
	s.viewing.resend()
	s.pointing.resend()
	s.control.resend()
	if first {
		s.chat.tellEarlier(now)
	}
	s.chat.resend()
	s.aside.introduce()
	s.link.setUp(true, now)
	if first {
		s.welcome()
	} else {
		s.chat.addStatus(protocol.StatusBack, s.chat.me, now)
	}
	s.apply()
	early := a.early
	a.early = nil
	for _, e := range early {
		if err := s.routeStream(e); err != nil {
			s.violated(a, err)
			return
		}
	}
}

// begin makes the session live for the first time.
func (s *Session) begin(now time.Time) {
	s.phase, s.started = PhaseLive, now
	if s.cfg.Role == protocol.RoleCustomer {
		s.people = []protocol.Attendee{
			{ID: protocol.CustomerID, Role: protocol.RoleCustomer},
			{ID: s.core.agent, Role: protocol.RoleAgent, Name: s.peer.Name, Organisation: s.peer.Organisation},
		}
	}
}

// welcome writes the log's first lines.
func (s *Session) welcome() {
	if s.monitors() {
		s.core.status(protocol.StatusWatching, s.core.agent, 0)
		return
	}
	if s.cfg.Part.Introduced == nil {
		s.core.status(protocol.StatusJoined, protocol.CustomerID, 0)
	}
	s.core.status(protocol.StatusJoined, s.core.agent, 0)
	each(s.ledger.is(protocol.GrantOn), func(p protocol.Permission) {
		s.core.status(protocol.StatusGranted, protocol.CustomerID, p)
	})
}
