package protocol

import "beside.example/protocol/wire"

const maxText = 2 + MaxTyped + small

// Text is typed text for which the viewer has no key to name: composed characters, an input method, a canned reply.
//
//	string16 text
type Text struct {
	// Text is at most MaxTyped bytes; longer ones are sent in parts.
	Text string
}

// Type returns TypeText.
func (Text) Type() MessageType { return TypeText }

// Append appends the payload; a text that is too long is cut.
func (m Text) Append(b []byte) []byte { return wire.AppendString16(b, wire.Cut(m.Text, MaxTyped)) }

// ParseText reads a Text's payload.
func ParseText(payload []byte) (Text, error) {
	r := wire.NewReader(payload)
	m := Text{Text: r.String16(MaxTyped)}
	return result(m, r.Err())
}
