package model

import (
	"context"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

// maxEvents is how many events of codes are shown: those of the last hours.
const maxEvents = 12

// NewCode makes a code for a customer of a portal.
func (m *Model) NewCode(customer string, portal signalling.PortalID) {
	m.change(func(s *Snapshot) { s.Fault = 0 })
	m.ask("make a code", func(ctx context.Context, line Line) error {
		secret := code.NewSecret()
		const asAllowed = 0 // as long as the relay lets codes live
		made, err := line.CreateCode(ctx, portal, customer, asAllowed)
		if err != nil {
			return err
		}
		m.mu.Lock()
		m.secrets[made.ID] = secret
		door := m.connection.Door
		m.mu.Unlock()
		if door != nil {
			door.Expect(made, secret)
		}
		m.tell()
		return nil
	})
}

// Withdraw takes a code back.
func (m *Model) Withdraw(id signalling.CodeID) {
	m.ask("withdraw a code", func(ctx context.Context, line Line) error { return line.WithdrawCode(ctx, id, false) })
}

// activeCodes returns the active codes with their digits. The caller holds m.mu.
func (m *Model) activeCodes(portals []signalling.Portal, now time.Time) []Code {
	names := map[signalling.PortalID]string{}
	for _, p := range portals {
		names[p.ID] = p.Name
	}
	var codes []Code
	for _, c := range m.connection.Line.Codes() {
		digits := string(c.Nameplate)
		if secret, ok := m.secrets[c.ID]; ok {
			digits = code.Format(code.Code{Nameplate: c.Nameplate, Secret: secret})
		}
		codes = append(codes, Code{
			ID: c.ID, Customer: c.Customer, Portal: names[c.Portal], Digits: digits, Lifetime: c.Lifetime, Ends: now.Add(c.Left),
		})
	}
	return codes
}

// followCodes finds out which codes are over since the last look, and forgets their secrets.
func (m *Model) followCodes(c Connection) {
	active := map[signalling.CodeID]signalling.Code{}
	for _, a := range c.Line.Codes() {
		active[a.ID] = a
	}
	if c.Line.State().Phase != signalling.PhaseConnected {
		return // what the relay has not said is not known
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, old := range m.known {
		if _, still := active[id]; still {
			continue
		}
		if _, ours := m.secrets[id]; ours {
			delete(m.secrets, id)
			c.Door.Forget(id)
		}
		m.over(old)
	}
	m.known = active
}

// over notes why a code is over, unless the door has told already. The caller holds m.mu.
func (m *Model) over(c signalling.Code) {
	for _, e := range m.shown.Events {
		if e.Customer == c.Customer && (e.What == CodeUsed || e.What == CodeDead) && time.Since(e.At) < c.Lifetime {
			return
		}
	}
	what := CodeWithdrawn
	if c.Left <= expiryGrace {
		what = CodeRanOut
	}
	m.note(CodeEvent{At: time.Now(), Customer: c.Customer, What: what})
}

// expiryGrace is how much of a code's life may seem left when the relay says that it ran out: clocks and ways differ.
const expiryGrace = 3 * time.Second

// note adds an event, the latest first. The caller holds m.mu.
func (m *Model) note(e CodeEvent) {
	m.shown.Events = append([]CodeEvent{e}, m.shown.Events...)
	m.shown.Events = m.shown.Events[:min(len(m.shown.Events), maxEvents)]
}
