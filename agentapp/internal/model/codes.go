package model

import (
	"context"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

const (
	// maxEvents is how many events of codes are shown: those of the last hours.
	maxEvents = 12
	// expiryGrace is how much of a code's life may seem left when the relay says that it ran out: clocks and ways differ.
	expiryGrace = 3 * time.Second
)

// codeBook is what is known of the agent's codes since the sign-in, those that are over too: a customer comes in when the
// relay has long called the code used, and still has the name that the agent gave to it.
type codeBook map[signalling.CodeID]*knownCode

// knownCode is one of them.
type knownCode struct {
	code      signalling.Code
	secret    *code.Secret // nil once it is over, or where another device of the agent made it
	ends      time.Time
	active    bool
	withdrawn bool // by the agent, here
}

// at returns what is known of a code, beginning with nothing.
func (b codeBook) at(id signalling.CodeID) *knownCode {
	known := b[id]
	if known == nil {
		known = &knownCode{}
		b[id] = known
	}
	return known
}

// list returns the active codes with their digits.
func (b codeBook) list(active []signalling.Code, portals []signalling.Portal, now time.Time) []Code {
	var codes []Code
	for _, c := range active {
		digits := string(c.Nameplate)
		if known := b[c.ID]; known != nil && known.secret != nil {
			digits = code.Format(code.Code{Nameplate: c.Nameplate, Secret: *known.secret})
		}
		codes = append(codes, Code{
			ID: c.ID, Customer: c.Customer, Portal: portalName(portals, c.Portal), Digits: digits, Lifetime: c.Lifetime, Ends: now.Add(c.Left),
		})
	}
	return codes
}

func portalName(portals []signalling.Portal, id signalling.PortalID) string {
	for _, p := range portals {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

// NewCode makes a code for a customer of a portal.
func (m *Model) NewCode(customer string, portal signalling.PortalID) {
	m.change(func(s *Snapshot) { s.CodeFault = 0 })
	m.askCode("make a code", func(ctx context.Context, c Connection) error {
		secret := code.NewSecret()
		const asAllowed = 0 // as long as the relay lets codes live
		made, err := c.Line.CreateCode(ctx, portal, customer, asAllowed)
		if err != nil {
			return err
		}
		c.Door.Expect(made, secret)
		m.mu.Lock()
		known := m.codes.at(made.ID)
		known.code, known.secret = made, &secret
		m.mu.Unlock()
		m.tell()
		return nil
	})
}

// Withdraw takes a code back.
func (m *Model) Withdraw(id signalling.CodeID) {
	m.askCode("withdraw a code", func(ctx context.Context, c Connection) error {
		m.mu.Lock()
		m.codes.at(id).withdrawn = true
		m.mu.Unlock()
		return c.Line.WithdrawCode(ctx, id, false)
	})
}

// askCode is ask for codes: what goes wrong is shown where they are made.
func (m *Model) askCode(what string, f func(ctx context.Context, c Connection) error) {
	m.ask(what, func(ctx context.Context, c Connection) error {
		err := f(ctx, c)
		if fault := signalling.Fault(err); fault != 0 {
			m.cfg.Logger.Warn("a code was not dealt with", "what", what, "err", err)
			m.change(func(s *Snapshot) { s.CodeFault = fault })
		}
		return nil
	})
}

// followCodes finds out which codes are over since the last look, and forgets their secrets. The line is connected: what
// the relay has not said is not known.
func (m *Model) followCodes(c Connection) {
	codes, now := c.Line.Codes(), time.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	was := map[signalling.CodeID]bool{}
	for id, known := range m.codes {
		was[id], known.active = known.active, false
	}
	for _, active := range codes {
		known := m.codes.at(active.ID)
		known.code, known.active, known.ends = active, true, now.Add(active.Left)
	}
	for id, known := range m.codes {
		if !was[id] || known.active {
			continue
		}
		known.secret = nil
		c.Door.Forget(id)
		m.over(known, now)
	}
}

// over notes why a code is over: that it ran out or was withdrawn here. Of attempts the door tells. The caller holds m.mu.
func (m *Model) over(known *knownCode, now time.Time) {
	event := CodeEvent{At: now, Customer: known.code.Customer}
	switch {
	case known.withdrawn:
		event.What = CodeWithdrawn
	case known.ends.Sub(now) <= expiryGrace:
		event.What = CodeRanOut
	default:
		return
	}
	m.note(event)
}

// attempted notes what came of a customer's attempt, and returns the code. The caller holds m.mu.
func (m *Model) attempted(a Arrival) signalling.Code {
	c := m.codes.at(a.Code).code
	event := CodeEvent{At: time.Now(), Customer: c.Customer, Left: a.Left, Fault: a.Fault}
	switch {
	case a.Session != nil:
		event.What = CodeUsed
	case a.Left > 0 && a.Fault == protocol.FaultCodeWrong:
		event.What = CodeWrong
	case a.Left > 0:
		event.What = CodeFailed
	case a.Fault == protocol.FaultCodeWrong, a.Fault == protocol.FaultExchange, a.Fault == protocol.FaultAgentAway:
		event.What = CodeDead
	default:
		event.What = CodeLost
	}
	m.note(event)
	return c
}

// note adds an event, the latest first. The caller holds m.mu.
func (m *Model) note(e CodeEvent) {
	m.shown.Events = append([]CodeEvent{e}, m.shown.Events...)
	m.shown.Events = m.shown.Events[:min(len(m.shown.Events), maxEvents)]
}
