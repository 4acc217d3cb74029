package protocol

import "beside.example/protocol/wire"

// WheelNotch is one notch of a wheel: the unit in which desktop systems count, so that touchpads can send parts of it.
const WheelNotch = 120

// Wheel is a turn of the viewer's wheel at the pointer's place.
//
//	i16 dx, i16 dy
type Wheel struct {
	// DX and DY are in 1/WheelNotch of a notch, right and down positive.
	DX, DY int16
}

// Type returns TypeWheel.
func (Wheel) Type() MessageType { return TypeWheel }

// Append appends the payload.
func (m Wheel) Append(b []byte) []byte {
	return wire.AppendU16(wire.AppendU16(b, uint16(m.DX)), uint16(m.DY))
}

// ParseWheel reads a Wheel's payload.
func ParseWheel(payload []byte) (Wheel, error) {
	r := wire.NewReader(payload)
	m := Wheel{DX: int16(r.U16()), DY: int16(r.U16())}
	return result(m, r.Err())
}
