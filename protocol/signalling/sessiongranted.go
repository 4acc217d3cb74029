package signalling

import (
	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// SessionGranted gives one side of a new session what it gets its tickets with. It ends the exchange.
//
//	exchange u64, session [16], secret [32], then, unless nothing is withheld: withheld u16
type SessionGranted struct {
	Exchange ExchangeID
	Session  leg.SessionID
	Secret   Secret
	// Withheld are the features that the portal or the agent's team does not allow. The customer's app neither asks about them nor
	// grants them: a relay can take away, and never give what the customer has not allowed. Relays of the first version withhold nothing.
	Withheld Features
}

// Type returns TypeSessionGranted.
func (SessionGranted) Type() MessageType { return TypeSessionGranted }

func (m SessionGranted) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(m.Exchange))
	b = append(b, m.Session[:]...)
	b = append(b, m.Secret[:]...)
	if m.Withheld == 0 {
		return b
	}
	return wire.AppendU16(b, uint16(m.Withheld))
}

func readSessionGranted(r *wire.Reader) SessionGranted {
	m := SessionGranted{Exchange: ExchangeID(r.U64())}
	r.Into(m.Session[:])
	r.Into(m.Secret[:])
	if r.Len() > 0 {
		m.Withheld = Features(r.U16())
	}
	return m
}
