package support

import (
	"time"

	"beside.example/protocol/code"
)

// CodeID names a code within one relay. The zero value names none.
type CodeID uint64

// Code is what the relay knows of a code: its nameplate, never its secret.
type Code struct {
	ID        CodeID
	Agent     AgentID
	Portal    PortalID
	Nameplate code.Nameplate
	Customer  string // the name that the agent gave it; may be empty
	Created   time.Time
	Expires   time.Time
	State     CodeState
	Ended     time.Time // when the state became other than CodeActive; zero before
}

// CodeState says whether a code can still be used and, if not, why.
type CodeState uint8

// The states of a code. The numbers stand in the store; a retired one is never used again.
const (
	CodeActive    CodeState = iota // may be redeemed until it expires
	CodeRedeemed                   // became a session
	CodeWithdrawn                  // taken back by its agent
	CodeExpired                    // its time ran out
	CodeDead                       // too many failed exchanges
)

// CodeSettings are the rules for codes that whoever runs the relay may change.
type CodeSettings struct {
	// Lifetime is how long a code lives when its agent asks for nothing else, and the longest an agent may ask for.
	Lifetime time.Duration
	// MaxActive is how many codes one agent may have active at a time.
	MaxActive int
	// Quarantine is how long a nameplate rests after its code ended, so that a late caller meets nobody else's session.
	Quarantine time.Duration
}

// DefaultCodeSettings returns the rules as the product describes them.
func DefaultCodeSettings() CodeSettings {
	return CodeSettings{
		Lifetime:   10 * time.Minute, // a phone call's beginning, not its length
		MaxActive:  8,                // as many sessions as an agent's app holds
		Quarantine: time.Hour,
	}
}
