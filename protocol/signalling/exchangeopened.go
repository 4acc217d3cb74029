package signalling

import "beside.example/protocol/wire"

// ExchangeOpened tells an agent's apps that a customer joins with a code.
//
//	exchange u64, code u64, sid [16]
type ExchangeOpened struct {
	Exchange ExchangeID
	Code     CodeID
	// SID is the customer side's part of the exchange's name.
	SID SID
}

// Type returns TypeExchangeOpened.
func (ExchangeOpened) Type() MessageType { return TypeExchangeOpened }

func (m ExchangeOpened) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(m.Exchange))
	b = wire.AppendU64(b, uint64(m.Code))
	return append(b, m.SID[:]...)
}

func readExchangeOpened(r *wire.Reader) ExchangeOpened {
	m := ExchangeOpened{Exchange: ExchangeID(r.U64()), Code: CodeID(r.U64())}
	r.Into(m.SID[:])
	return m
}
