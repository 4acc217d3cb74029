package protocol

import "beside.example/protocol/wire"

// Ping asks for a Pong with the same number: it notices an outage long before a conn gives up.
//
//	u32 number
type Ping struct {
	// Number counts the sender's pings.
	Number uint32
}

// Type returns TypePing.
func (Ping) Type() MessageType { return TypePing }

// Append appends the payload.
func (m Ping) Append(b []byte) []byte { return wire.AppendU32(b, m.Number) }

// ParsePing reads a Ping's payload.
func ParsePing(payload []byte) (Ping, error) {
	r := wire.NewReader(payload)
	m := Ping{Number: r.U32()}
	return result(m, r.Err())
}
