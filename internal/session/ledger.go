package session

import (
	"math/bits"
	"time"

	"beside.example/protocol"
)

// ledger says how every permission stands. The customer's side decides what stands in it; the agent's side copies. It
// belongs to the loop.
type ledger struct{ entries []Permission }

func newLedger() *ledger {
	l := &ledger{}
	for _, p := range protocol.AllPermissions() {
		l.entries = append(l.entries, Permission{Permission: p})
	}
	return l
}

// at returns the entry of a single permission.
func (l *ledger) at(p protocol.Permission) *Permission {
	return &l.entries[bits.TrailingZeros16(uint16(p))]
}

// set changes how a single permission stands; until may be zero.
func (l *ledger) set(p protocol.Permission, grant protocol.Grant, now, until time.Time) {
	*l.at(p) = Permission{Permission: p, Grant: grant, Since: now, Until: until}
}

// is returns the set of permissions that stand so.
func (l *ledger) is(grant protocol.Grant) protocol.Permission {
	var set protocol.Permission
	for _, e := range l.entries {
		if e.Grant == grant {
			set |= e.Permission
		}
	}
	return set
}

// on reports whether a single permission is granted.
func (l *ledger) on(p protocol.Permission) bool { return l.at(p).Grant == protocol.GrantOn }

// asked reports whether a single permission waits for an answer.
func (l *ledger) asked(p protocol.Permission) bool { return l.at(p).Grant == protocol.GrantAsked }

// due returns the set of permissions whose time is up.
func (l *ledger) due(now time.Time) protocol.Permission {
	var set protocol.Permission
	for _, e := range l.entries {
		if !e.Until.IsZero() && !now.Before(e.Until) {
			set |= e.Permission
		}
	}
	return set
}

// deadline returns when the next permission is due, or zero.
func (l *ledger) deadline() time.Time {
	var next time.Time
	for _, e := range l.entries {
		next = earliest(next, e.Until)
	}
	return next
}

// snapshot returns a copy for windows.
func (l *ledger) snapshot() []Permission { return append([]Permission(nil), l.entries...) }

// each calls f for every single permission in the set.
func each(set protocol.Permission, f func(p protocol.Permission)) {
	for _, p := range protocol.AllPermissions() {
		if set.Has(p) {
			f(p)
		}
	}
}

// earliest returns the earlier of two times of which each may be zero, which is never.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// minTime returns the earlier of two times.
func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
