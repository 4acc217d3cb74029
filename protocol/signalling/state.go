package signalling

import (
	"fmt"
	"time"

	"beside.example/protocol"
)

// State is how a client stands with its relay, for a window to show.
type State struct {
	Phase Phase
	// Until is when the next attempt starts, in PhaseWaiting.
	Until time.Time
	// Fault says why the client waits or was refused; 0 in the other phases.
	Fault protocol.Fault
	// Err is the cause behind Fault; an *UntrustedError or a *ChangedError holds the fingerprint to show.
	Err error
	// Welcome is what the relay said last; nil before the first time.
	Welcome *Welcome
}

// Phase is the part of a client's life.
type Phase uint8

// The phases.
const (
	PhaseConnecting Phase = iota // on the way, or not begun
	PhaseConnected               // welcomed by the relay
	PhaseWaiting                 // for the next attempt
	PhaseRefused                 // for good: Run has returned
)

// String returns the phase's name for logs.
func (p Phase) String() string {
	switch p {
	case PhaseConnecting:
		return "connecting"
	case PhaseConnected:
		return "connected"
	case PhaseWaiting:
		return "waiting"
	case PhaseRefused:
		return "refused"
	}
	return fmt.Sprintf("phase %d", uint8(p))
}
