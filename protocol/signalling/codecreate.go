package signalling

import (
	"time"

	"beside.example/protocol/wire"
)

// CodeCreate asks for a code; CodeCreated answers it. The agent's app draws the secret digits itself and tells nobody.
//
//	portal u64, customer string16, lifetime u32 seconds
type CodeCreate struct {
	Portal PortalID
	// Customer is what the agent calls the customer; may be empty.
	Customer string
	// Lifetime is 0 for the relay's own.
	Lifetime time.Duration
}

// Type returns TypeCodeCreate.
func (CodeCreate) Type() MessageType { return TypeCodeCreate }

func (m CodeCreate) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(m.Portal))
	b = appendName(b, m.Customer)
	return appendSpan(b, m.Lifetime, time.Second)
}

func readCodeCreate(r *wire.Reader) CodeCreate {
	return CodeCreate{Portal: PortalID(r.U64()), Customer: r.String16(maxName), Lifetime: readSpan(r, time.Second)}
}
