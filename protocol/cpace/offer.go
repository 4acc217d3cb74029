package cpace

import "beside.example/protocol/wire"

// Offer is the agent's first message.
//
//	u8 1, [16] session ID half, [32] share, [32] SPKI, u64 capabilities
type Offer struct {
	SID        SID
	Share      Share
	Associated Associated
}

// Append appends the message to b.
func (m Offer) Append(b []byte) []byte {
	b = wire.AppendU8(b, kindOffer)
	b = append(b, m.SID[:]...)
	b = append(b, m.Share[:]...)
	return m.Associated.append(b)
}

// ParseOffer reads an Offer.
func ParseOffer(message []byte) (Offer, error) {
	var m Offer
	r := begin(message, kindOffer)
	r.Into(m.SID[:])
	r.Into(m.Share[:])
	m.Associated = readAssociated(r)
	return parsed(m, r, "offer")
}
