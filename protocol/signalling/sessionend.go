package signalling

import (
	"fmt"
	"time"

	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// SessionEnd is how the agent's app tells that a session is over; Done answers it. Telling it again replaces the outcome.
//
//	session [16], outcome u8, started time, ended time
type SessionEnd struct {
	Session leg.SessionID
	Outcome Outcome
	// Started is when both sides met, the zero time when they never did; Ended when they parted.
	Started time.Time
	Ended   time.Time
}

// Outcome is how the agent judged a session.
type Outcome uint8

// The outcomes.
const (
	OutcomeUnknown    Outcome = 0
	OutcomeResolved   Outcome = 1
	OutcomeUnresolved Outcome = 2
)

// String returns the outcome's name for logs.
func (o Outcome) String() string {
	switch o {
	case OutcomeUnknown:
		return "unknown"
	case OutcomeResolved:
		return "resolved"
	case OutcomeUnresolved:
		return "unresolved"
	}
	return fmt.Sprintf("outcome %d", uint8(o))
}

// Type returns TypeSessionEnd.
func (SessionEnd) Type() MessageType { return TypeSessionEnd }

func (m SessionEnd) append(b []byte) []byte {
	b = append(b, m.Session[:]...)
	b = wire.AppendU8(b, uint8(m.Outcome))
	b = wire.AppendTime(b, m.Started)
	return wire.AppendTime(b, m.Ended)
}

func readSessionEnd(r *wire.Reader) SessionEnd {
	var m SessionEnd
	r.Into(m.Session[:])
	m.Outcome = Outcome(r.U8())
	m.Started = r.Time()
	m.Ended = r.Time()
	return m
}
