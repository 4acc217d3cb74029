package signalling

import (
	"fmt"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/wire"
)

// Code is a code as its agent sees it, without its secret.
//
//	id u64, portal u64, nameplate [4], customer string16, state u8, lifetime u32 milliseconds, left u32 milliseconds
type Code struct {
	ID        CodeID
	Portal    PortalID
	Nameplate code.Nameplate
	// Customer is what the agent called the customer when making the code; may be empty.
	Customer string
	State    CodeState
	// Lifetime is how long the code lives in all, Left how much of it is left: spans, for clocks of computers differ.
	Lifetime time.Duration
	Left     time.Duration
}

// CodeState says whether a code can be used and, if not, why.
type CodeState uint8

// The states of a code.
const (
	CodeActive    CodeState = 1 // a customer may join with it
	CodeRedeemed  CodeState = 2 // it became a session
	CodeWithdrawn CodeState = 3 // its agent took it back
	CodeExpired   CodeState = 4 // its time ran out
	CodeDead      CodeState = 5 // too many exchanges failed
)

// String returns the state's name for logs.
func (s CodeState) String() string {
	switch s {
	case CodeActive:
		return "active"
	case CodeRedeemed:
		return "redeemed"
	case CodeWithdrawn:
		return "withdrawn"
	case CodeExpired:
		return "expired"
	case CodeDead:
		return "dead"
	}
	return fmt.Sprintf("state %d", uint8(s))
}

// minCodeSize is the size of a code without a customer's name.
const minCodeSize = 8 + 8 + nameplateDigits + 2 + 1 + 4 + 4

func (c Code) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(c.ID))
	b = wire.AppendU64(b, uint64(c.Portal))
	b = appendNameplate(b, c.Nameplate)
	b = appendName(b, c.Customer)
	b = wire.AppendU8(b, uint8(c.State))
	b = appendSpan(b, c.Lifetime, time.Millisecond)
	return appendSpan(b, c.Left, time.Millisecond)
}

func readCode(r *wire.Reader) Code {
	return Code{
		ID: CodeID(r.U64()), Portal: PortalID(r.U64()), Nameplate: readNameplate(r), Customer: r.String16(maxName),
		State: CodeState(r.U8()), Lifetime: readSpan(r, time.Millisecond), Left: readSpan(r, time.Millisecond),
	}
}
