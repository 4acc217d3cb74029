package protocol

import "beside.example/protocol/wire"

// Pong answers Ping.
//
//	u32 number
type Pong struct {
	// Number is the ping's.
	Number uint32
}

// Type returns TypePong.
func (Pong) Type() MessageType { return TypePong }

// Append appends the payload.
func (m Pong) Append(b []byte) []byte { return wire.AppendU32(b, m.Number) }

// ParsePong reads a Pong's payload.
func ParsePong(payload []byte) (Pong, error) {
	r := wire.NewReader(payload)
	m := Pong{Number: r.U32()}
	return result(m, r.Err())
}
