package centertest

import "time"

// Relay is a relay that has been running for three weeks.
type Relay struct{}

// Version implements center.Relay.
func (Relay) Version() string { return "1.4.0" }

// Since implements center.Relay.
func (Relay) Since() time.Time { return time.Date(2026, time.November, 2, 7, 5, 0, 0, time.UTC) }

// Sessions implements center.Relay.
func (Relay) Sessions() int { return 2 }
