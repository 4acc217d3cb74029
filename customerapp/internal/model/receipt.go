package model

import (
	"slices"
	"time"

	"beside.example/internal/company"
	"beside.example/internal/session"
	"beside.example/protocol"
)

// A Receipt is what happened in a session, for the customer to keep: how long it was, how long the screen was seen and how
// long the computer was controlled.
type Receipt struct {
	Lasted, Seen, Controlled time.Duration
	// With are the names of all agents who were there, in the order in which they came.
	With []string
	// Watched are the names of the managers who watched, in the order in which they came.
	Watched []string
}

// tally adds up a receipt from the snapshots of a session.
type tally struct {
	receipt Receipt
	last    company.Snapshot
	at      time.Time
}

// add counts the time since the last snapshot, as that snapshot was.
func (t *tally) add(s company.Snapshot, now time.Time) {
	if !t.at.IsZero() && !t.last.Started.IsZero() && t.last.Phase != session.PhaseEnded {
		passed := now.Sub(t.at)
		t.receipt.Lasted += passed
		if t.last.Mine.State == protocol.ShareOn && t.last.Mine.Viewed {
			t.receipt.Seen += passed
		}
		if t.last.Granted().Has(protocol.PermissionControl) {
			t.receipt.Controlled += passed
		}
	}
	for _, m := range s.Members {
		list := &t.receipt.With
		if m.Monitors {
			list = &t.receipt.Watched
		}
		if name := m.Session.Peer.Name; !m.Session.Started.IsZero() && !slices.Contains(*list, name) {
			*list = append(slices.Clone(*list), name)
		}
	}
	t.last, t.at = s, now
}
