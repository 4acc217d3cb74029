package signalling

import "beside.example/protocol/wire"

// PortalOpened tells an agent's apps that a customer joins with a portal code: the one that the app expects for an introduction that
// this agent said Yes to or, when there is none, the one offered for a request.
//
//	exchange u64, request [16], introduction u64, sid [16]
type PortalOpened struct {
	Exchange ExchangeID
	// Request is zero when the introduction is to a session that began with nine digits.
	Request      RequestID
	Introduction IntroductionID
	// SID is the customer side's part of the exchange's name.
	SID SID
}

// Type returns TypePortalOpened.
func (PortalOpened) Type() MessageType { return TypePortalOpened }

func (m PortalOpened) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(m.Exchange))
	b = append(b, m.Request[:]...)
	b = wire.AppendU64(b, uint64(m.Introduction))
	return append(b, m.SID[:]...)
}

func readPortalOpened(r *wire.Reader) PortalOpened {
	m := PortalOpened{Exchange: ExchangeID(r.U64())}
	r.Into(m.Request[:])
	m.Introduction = IntroductionID(r.U64())
	r.Into(m.SID[:])
	return m
}
