package cpace

import "beside.example/protocol/wire"

// Answer is the customer's only message after joining.
//
//	u8 2, [32] share, [32] SPKI, u64 capabilities, [64] confirmation
type Answer struct {
	Share        Share
	Associated   Associated
	Confirmation Tag
}

// Append appends the message to b.
func (m Answer) Append(b []byte) []byte {
	b = wire.AppendU8(b, kindAnswer)
	b = append(b, m.Share[:]...)
	b = m.Associated.append(b)
	return append(b, m.Confirmation[:]...)
}

// ParseAnswer reads an Answer.
func ParseAnswer(message []byte) (Answer, error) {
	var m Answer
	r := begin(message, kindAnswer)
	r.Into(m.Share[:])
	m.Associated = readAssociated(r)
	r.Into(m.Confirmation[:])
	return parsed(m, r, "answer")
}
