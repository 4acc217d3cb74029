package support

import (
	"encoding/hex"
	"time"
)

// SessionID names a session. It is random, so knowing one tells nothing of another.
type SessionID [16]byte

// String writes the id in hexadecimal.
func (id SessionID) String() string { return hex.EncodeToString(id[:]) }

// Side is one of the two sides of a session, numbered as in protocol/leg.
type Side uint8

// The sides of a session.
const (
	SideAgent Side = iota
	SideCustomer
	sides // how many there are
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
// indexed by Side.
type Session struct {
	ID       SessionID
	Code     CodeID
	Agent    AgentID
	Portal   PortalID
	Customer string
	Secrets  [sides]SecretHash
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
	Secrets [sides]Secret
}

// HistoryEntry is a session as the agent's history shows it.
type HistoryEntry struct {
	Session
	PortalName string
}

// HistoryCursor is a place in an agent's history: entries granted before it follow. The zero value starts at the newest.
type HistoryCursor struct {
	Granted time.Time
	ID      SessionID
}
