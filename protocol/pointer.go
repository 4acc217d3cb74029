package protocol

import "beside.example/protocol/wire"

// Buttons are the pointer's buttons that are held, as bits.
type Buttons uint8

// The buttons. Unknown bits are ignored.
const (
	ButtonLeft Buttons = 1 << iota
	ButtonMiddle
	ButtonRight
	ButtonBack
	ButtonForward
)

// ButtonCount is how many buttons there are.
const ButtonCount = 5

// Pointer is the state of the viewer's pointer: where it is and which buttons are held. A newer state replaces an older
// one as long as the buttons are the same.
//
//	u32 display, u16 x, u16 y, u8 buttons
type Pointer struct {
	// Display is the one that the viewer saw: a click meant for another is dropped.
	Display uint32
	// X and Y are in the display's pixels.
	X, Y uint16
	// Buttons are held.
	Buttons Buttons
}

// Type returns TypePointer.
func (Pointer) Type() MessageType { return TypePointer }

// Append appends the payload.
func (m Pointer) Append(b []byte) []byte {
	b = wire.AppendU32(b, m.Display)
	b = wire.AppendU16(b, m.X)
	b = wire.AppendU16(b, m.Y)
	return wire.AppendU8(b, uint8(m.Buttons))
}

// ParsePointer reads a Pointer's payload.
func ParsePointer(payload []byte) (Pointer, error) {
	r := wire.NewReader(payload)
	m := Pointer{Display: r.U32(), X: r.U16(), Y: r.U16(), Buttons: Buttons(r.U8())}
	return result(m, r.Err())
}
