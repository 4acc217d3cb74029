package protocol

import "beside.example/protocol/wire"

// Ack tells the sharer that the viewer has decoded an update and all before it: the sharer counts what is under way.
//
//	u32 number, u32 decode µs
type Ack struct {
	// Number is the update's.
	Number uint32
	// Decode is how long decoding took, in microseconds: a slow viewer gets fewer updates, not older ones.
	Decode uint32
}

// Type returns TypeAck.
func (Ack) Type() MessageType { return TypeAck }

// Append appends the payload.
func (m Ack) Append(b []byte) []byte { return wire.AppendU32(wire.AppendU32(b, m.Number), m.Decode) }

// ParseAck reads an Ack's payload.
func ParseAck(payload []byte) (Ack, error) {
	r := wire.NewReader(payload)
	m := Ack{Number: r.U32(), Decode: r.U32()}
	return result(m, r.Err())
}
