package session

import (
	"crypto/rand"
	"crypto/subtle"
	"time"

	"beside.example/protocol"
)

// supported are the permissions that this version can put to use; others are refused at once.
const supported = protocol.PermissionSee | protocol.PermissionControl | protocol.PermissionDiagnostics

// AskAgainAfter is how long what was refused or taken back cannot be asked for: nobody is worn down into a Yes.
const AskAgainAfter = 5 * time.Second

// needsSee are the permissions that mean nothing without PermissionSee: they cannot be granted before it and go with it.
const needsSee = protocol.PermissionDraw | protocol.PermissionControl

// consent is the customer's side of every permission: it alone decides. It belongs to the loop.
type consent struct {
	core   *core
	ledger *ledger
	// apply closes and opens the gates as the ledger says. It is called before the peer is told anything.
	apply  func()
	usable protocol.Permission // what this machine can put to use

	armedAt time.Time // Yes does not count before
	resume  [protocol.ResumeLength]byte
}

// arm lets the person answer, from ArmAfter on.
func (c *consent) arm(now time.Time) { c.armedAt = now.Add(protocol.ArmAfter) }

// start gives the first permissions, and reports false when it is too early for a Yes.
func (c *consent) start(granted protocol.Permission, now time.Time) bool {
	if c.armedAt.IsZero() || now.Before(c.armedAt) {
		return false
	}
	return c.give(granted, now)
}

// give gives the first permissions.
func (c *consent) give(granted protocol.Permission, now time.Time) bool {
	if _, err := rand.Read(c.resume[:]); err != nil {
		return false // never happens: the package ends the program instead
	}
	if !granted.Has(protocol.PermissionSee) {
		granted &^= needsSee
	}
	each(granted&c.usable, func(p protocol.Permission) {
		c.ledger.set(p, protocol.GrantOn, now, lasts(p, now))
	})
	return true
}

// mayResume compares the secret that a peer shows.
func (c *consent) mayResume(secret [protocol.ResumeLength]byte) bool {
	return subtle.ConstantTimeCompare(secret[:], c.resume[:]) == 1
}

// asked takes the agent's question.
func (c *consent) asked(p protocol.Permission, now time.Time) {
	entry := c.ledger.at(p)
	switch {
	case entry.Grant != protocol.GrantNo:
		c.tell(p, now) // it is on, or its card is there already
	case !entry.Since.IsZero() && now.Sub(entry.Since) < AskAgainAfter, !c.usable.Has(p) || needsSee.Has(p) && !c.ledger.on(protocol.PermissionSee):
		c.core.send(protocol.PermissionAnswer{Permission: p, Answer: protocol.AnswerNo})
	default:
		c.ledger.set(p, protocol.GrantAsked, now, now.Add(protocol.AskFor))
		c.apply()
		c.tell(p, now)
		c.core.status(protocol.StatusAsked, c.core.agent, p)
	}
}

// allow grants a single permission.
func (c *consent) allow(p protocol.Permission, now time.Time) {
	if !p.Single() || !c.usable.Has(p) || c.ledger.on(p) || needsSee.Has(p) && !c.ledger.on(protocol.PermissionSee) {
		return
	}
	wasAsked := c.ledger.asked(p)
	if wasAsked && now.Sub(c.ledger.at(p).Since) < protocol.CardArmAfter {
		return
	}
	c.ledger.set(p, protocol.GrantOn, now, lasts(p, now))
	c.apply()
	if wasAsked {
		c.core.send(protocol.PermissionAnswer{Permission: p, Answer: protocol.AnswerYes})
	}
	c.tell(p, now)
	c.core.status(protocol.StatusGranted, protocol.CustomerID, p)
}

// refuse answers a question with No.
func (c *consent) refuse(p protocol.Permission, now time.Time) {
	if p.Single() && c.ledger.asked(p) {
		c.deny(p, protocol.AnswerNo, protocol.StatusRefused, now)
	}
}

// deny takes a question away.
func (c *consent) deny(p protocol.Permission, answer protocol.Answer, status protocol.StatusKind, now time.Time) {
	c.ledger.set(p, protocol.GrantNo, now, time.Time{})
	c.apply()
	c.core.send(protocol.PermissionAnswer{Permission: p, Answer: answer})
	c.tell(p, now)
	c.core.status(status, protocol.CustomerID, p)
}

// revoke takes permissions back, and what means nothing without them.
func (c *consent) revoke(set protocol.Permission, now time.Time) {
	if set.Has(protocol.PermissionSee) {
		set |= needsSee
	}
	gone := set & c.ledger.is(protocol.GrantOn)
	unanswered := set & c.ledger.is(protocol.GrantAsked)
	each(gone|unanswered, func(p protocol.Permission) { c.ledger.set(p, protocol.GrantNo, now, time.Time{}) })
	c.apply()
	each(unanswered, func(p protocol.Permission) {
		c.core.send(protocol.PermissionAnswer{Permission: p, Answer: protocol.AnswerNo})
		c.tell(p, now)
		c.core.status(protocol.StatusRefused, protocol.CustomerID, p)
	})
	each(gone, func(p protocol.Permission) {
		c.tell(p, now)
		c.core.status(protocol.StatusRevoked, protocol.CustomerID, p)
	})
}

// tick ends what ran out: a question without an answer is a No, and control is asked again.
func (c *consent) tick(now time.Time) {
	due := c.ledger.due(now)
	each(due&c.ledger.is(protocol.GrantAsked), func(p protocol.Permission) {
		c.deny(p, protocol.AnswerTimeout, protocol.StatusUnanswered, now)
	})
	each(due&c.ledger.is(protocol.GrantOn), func(p protocol.Permission) {
		c.ledger.set(p, protocol.GrantAsked, now, now.Add(protocol.AskFor))
		c.ledger.at(p).Renewal = true
		c.apply()
		c.tell(p, now)
		c.core.status(protocol.StatusExpired, protocol.CustomerID, p)
	})
}

// tell tells the agent how a permission stands.
func (c *consent) tell(p protocol.Permission, now time.Time) {
	entry := c.ledger.at(p)
	m := protocol.PermissionState{Permission: p, Grant: entry.Grant}
	if !entry.Until.IsZero() {
		m.Remaining = max(time.Millisecond, entry.Until.Sub(now)) // 0 is without limit
	}
	c.core.send(m)
}

// resend tells the agent on a new conn how everything stands.
func (c *consent) resend(now time.Time) {
	each(c.ledger.is(protocol.GrantOn)|c.ledger.is(protocol.GrantAsked), func(p protocol.Permission) { c.tell(p, now) })
}

// lasts returns when a permission granted now ends by itself, or zero.
func lasts(p protocol.Permission, now time.Time) time.Time {
	if p == protocol.PermissionControl {
		return now.Add(protocol.ControlFor)
	}
	return time.Time{}
}
