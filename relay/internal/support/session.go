package support

import (
	"time"

	"beside.example/protocol/leg"
)

// Outcome is how the agent judged a session at its end.
type Outcome uint8

// The outcomes. The numbers stand in the store.
const (
	OutcomeUnknown Outcome = iota
	OutcomeResolved
	OutcomeUnresolved
)

// Session holds the facts of one support session. Secrets are the hashes of what the two sides present for their tickets,
// indexed by leg.Side.
type Session struct {
	ID      leg.SessionID
	Code    CodeID    // what it came of; zero when of a portal code
	Request RequestID // the request that it is about; zero when there is none
	Agent   AgentID
	Device  DeviceID // the agent's app; zero in sessions of before it was kept
	// Introduction is the one that brought the agent in; zero for the agent with whom it began.
	Introduction IntroductionID
	// Monitor marks that of a manager who watches and helps nobody: it counts for nothing and inherits nothing.
	Monitor  bool
	Portal   PortalID
	Customer string
	Secrets  [leg.Sides]SecretHash
	Granted  time.Time // when the code was redeemed
	Started  time.Time // when both sides met, as the agent's app told; zero before
	Ended    time.Time // zero while the session lasts
	Outcome  Outcome
}

// Duration returns how long the two sides were together; zero while it lasts or when they never met.
func (s Session) Duration() time.Duration {
	if s.Started.IsZero() || s.Ended.IsZero() {
		return 0
	}
	return s.Ended.Sub(s.Started)
}

// Grant is a new session with the secrets in clear, each for the eyes of its side only.
type Grant struct {
	Session Session
	Secrets [leg.Sides]Secret
}

// HistoryEntry is a session as the agent's history shows it.
type HistoryEntry struct {
	Session
	PortalName string
}

// HistoryCursor is a place in an agent's history: entries granted before it follow. The zero value starts at the newest.
type HistoryCursor struct {
	Granted time.Time
	ID      leg.SessionID
}
