package signalling

import (
	"time"

	"beside.example/protocol/wire"
)

// Restarting tells that the relay is about to close the connection and to come back. Sessions go on meanwhile.
//
//	reconnect in u32 milliseconds, try for u32 milliseconds
type Restarting struct {
	// ReconnectIn is how long to wait before the first attempt.
	ReconnectIn time.Duration
	// TryFor is how long to try often before something must be wrong.
	TryFor time.Duration
}

// Type returns TypeRestarting.
func (Restarting) Type() MessageType { return TypeRestarting }

func (m Restarting) append(b []byte) []byte {
	return appendSpan(appendSpan(b, m.ReconnectIn, time.Millisecond), m.TryFor, time.Millisecond)
}

func readRestarting(r *wire.Reader) Restarting {
	return Restarting{ReconnectIn: readSpan(r, time.Millisecond), TryFor: readSpan(r, time.Millisecond)}
}
