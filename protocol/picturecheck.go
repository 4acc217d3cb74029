package protocol

import "beside.example/protocol/wire"

// PictureCheck tells the viewer what a part of its picture must be after the update before it on the stream. A viewer whose picture is
// another answers with KeyframeRequest.
//
//	u16 row, u32 sum
type PictureCheck struct {
	// Row is the row of tiles that was summed up.
	Row uint16
	// Sum is made of its pixels in the way that the encoding of the update before lays down.
	Sum uint32
}

// Type returns TypePictureCheck.
func (PictureCheck) Type() MessageType { return TypePictureCheck }

// Append appends the payload.
func (m PictureCheck) Append(b []byte) []byte { return wire.AppendU32(wire.AppendU16(b, m.Row), m.Sum) }

// ParsePictureCheck reads a PictureCheck's payload.
func ParsePictureCheck(payload []byte) (PictureCheck, error) {
	r := wire.NewReader(payload)
	m := PictureCheck{Row: r.U16(), Sum: r.U32()}
	return result(m, r.Err())
}
