package signalling

import (
	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// SessionGranted gives one side of a new session what it gets its tickets with. It ends the exchange.
//
//	exchange u64, session [16], secret [32]
type SessionGranted struct {
	Exchange ExchangeID
	Session  leg.SessionID
	Secret   Secret
}

// Type returns TypeSessionGranted.
func (SessionGranted) Type() MessageType { return TypeSessionGranted }

func (m SessionGranted) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(m.Exchange))
	b = append(b, m.Session[:]...)
	return append(b, m.Secret[:]...)
}

func readSessionGranted(r *wire.Reader) SessionGranted {
	m := SessionGranted{Exchange: ExchangeID(r.U64())}
	r.Into(m.Session[:])
	r.Into(m.Secret[:])
	return m
}
