package model

import (
	"context"
	"time"

	"beside.example/protocol/signalling"
)

// SetStatus tells the relay whether the agent takes requests.
func (m *Model) SetStatus(status signalling.Status) {
	m.change(func(s *Snapshot) { s.Status, s.Idle = status, false })
	m.tellStatus(status)
}

func (m *Model) tellStatus(status signalling.Status) {
	m.ask("tell the relay the agent's status", func(ctx context.Context, c Connection) error {
		return c.Desk.SetStatus(ctx, status)
	})
}

// Idle tells how long nobody has touched this computer. An available agent who stays away is shown as away, and is available
// again when they come back; what they chose themselves stays.
func (m *Model) Idle(d time.Duration) {
	m.mu.Lock()
	after := time.Duration(m.settings.AwayMinutes) * time.Minute
	status, changed := m.shown.Status, false
	switch {
	case m.shown.Account != SignedIn:
	case status == signalling.StatusAvailable && after > 0 && d >= after && len(m.live) == 0:
		status, changed = signalling.StatusAway, true
		m.shown.Status, m.shown.Idle = status, true
	case m.shown.Idle && (after == 0 || d < after):
		status, changed = signalling.StatusAvailable, true
		m.shown.Status, m.shown.Idle = status, false
	}
	m.mu.Unlock()
	if changed {
		m.tell()
		m.tellStatus(status)
	}
}
