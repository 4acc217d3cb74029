package protocol

import "beside.example/protocol/wire"

// Pointing tells where somebody who sees a shared screen points on it, with or without control. An agent's app tells where its agent
// points, and the customer's app passes that on to the other agents. A newer one replaces an older one of the same person; who has not
// moved for a few seconds no longer points, whatever was said last.
//
//	u8 from, u32 display, u16 x, u16 y, bool shown
type Pointing struct {
	// From is who points. On the way to the customer's app it means nothing: that knows whose stream it is.
	From AttendeeID
	// Display is the one that the person sees.
	Display uint32
	// X and Y are in the display's pixels.
	X, Y uint16
	// Shown is false once the pointer has left the picture.
	Shown bool
}

// Type returns TypePointing.
func (Pointing) Type() MessageType { return TypePointing }

// Append appends the payload.
func (m Pointing) Append(b []byte) []byte {
	b = wire.AppendU8(b, uint8(m.From))
	b = wire.AppendU32(b, m.Display)
	b = wire.AppendU16(b, m.X)
	b = wire.AppendU16(b, m.Y)
	return wire.AppendBool(b, m.Shown)
}

// ParsePointing reads a Pointing's payload.
func ParsePointing(payload []byte) (Pointing, error) {
	r := wire.NewReader(payload)
	m := Pointing{From: AttendeeID(r.U8()), Display: r.U32(), X: r.U16(), Y: r.U16(), Shown: r.Bool()}
	return result(m, r.Err())
}
