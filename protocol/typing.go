package protocol

import "beside.example/protocol/wire"

// Typing tells that a person is writing, or no longer is.
//
//	u8 from, bool active
type Typing struct {
	// From is who writes.
	From AttendeeID
	// Active is false once the person stops.
	Active bool
}

// Type returns TypeTyping.
func (Typing) Type() MessageType { return TypeTyping }

// Append appends the payload.
func (m Typing) Append(b []byte) []byte {
	return wire.AppendBool(wire.AppendU8(b, uint8(m.From)), m.Active)
}

// ParseTyping reads a Typing's payload.
func ParseTyping(payload []byte) (Typing, error) {
	r := wire.NewReader(payload)
	m := Typing{From: AttendeeID(r.U8()), Active: r.Bool()}
	return result(m, r.Err())
}
