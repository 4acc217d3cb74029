package protocol

import "beside.example/protocol/wire"

// maxLanguage is the longest language tag that BCP 47 asks everyone to accept.
const maxLanguage = 35

// Language tells the language that the sender reads, after consent and whenever it changes.
//
//	string16 tag
type Language struct {
	// Tag is a BCP 47 tag such as "fr".
	Tag string
}

// Type returns TypeLanguage.
func (Language) Type() MessageType { return TypeLanguage }

// Append appends the payload; a tag that is too long is cut.
func (m Language) Append(b []byte) []byte {
	return wire.AppendString16(b, wire.Cut(m.Tag, maxLanguage))
}

// ParseLanguage reads a Language's payload.
func ParseLanguage(payload []byte) (Language, error) {
	r := wire.NewReader(payload)
	m := Language{Tag: r.String16(maxLanguage)}
	return result(m, r.Err())
}
