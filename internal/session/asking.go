package session

import (
	"time"

	"beside.example/protocol"
)

// asking is the agent's side of every permission: it asks, and copies what the customer's side says. It belongs to the loop.
type asking struct {
	core   *core
	ledger *ledger
	resume [protocol.ResumeLength]byte // from Consent
}

// ask asks for a single permission. The customer's side says how long the question stands; until it does, AskFor is close.
func (a *asking) ask(p protocol.Permission, now time.Time) {
	if !p.Single() || a.ledger.at(p).Grant != protocol.GrantNo {
		return
	}
	a.ledger.set(p, protocol.GrantAsked, now, now.Add(protocol.AskFor))
	a.core.send(protocol.PermissionAsk{Permission: p})
}

// answered takes the answer to a question; what is granted comes with state.
func (a *asking) answered(m protocol.PermissionAnswer, now time.Time) {
	if m.Answer != protocol.AnswerYes && a.ledger.asked(m.Permission) {
		a.ledger.set(m.Permission, protocol.GrantNo, now, time.Time{})
	}
}

// state copies how a permission stands.
func (a *asking) state(m protocol.PermissionState, now time.Time) {
	var until time.Time
	if m.Remaining > 0 {
		until = now.Add(m.Remaining)
	}
	since := now
	if entry := a.ledger.at(m.Permission); entry.Grant == m.Grant {
		since = entry.Since
	}
	a.ledger.set(m.Permission, m.Grant, since, until)
}

// begin copies what is granted at the start, or after a conn was lost.
func (a *asking) begin(m protocol.Consent, now time.Time) {
	a.resume = m.Resume
	for _, p := range protocol.AllPermissions() {
		switch {
		case m.Granted.Has(p) && !a.ledger.on(p):
			a.ledger.set(p, protocol.GrantOn, now, time.Time{})
		case !m.Granted.Has(p) && a.ledger.at(p).Grant != protocol.GrantNo:
			a.ledger.set(p, protocol.GrantNo, now, time.Time{})
		}
	}
}

// tick drops questions that the customer's side should have answered by now, and grants that it should have ended.
func (a *asking) tick(now time.Time) {
	each(a.ledger.due(now), func(p protocol.Permission) { a.ledger.set(p, protocol.GrantNo, now, time.Time{}) })
}
