package protocol

import "beside.example/protocol/wire"

// Key is a physical key of the viewer's keyboard going down or up. Layouts do not matter: the sharer's own applies.
//
//	u16 usage, bool down
type Key struct {
	// Usage is the key's number on USB HID usage page 7.
	Usage uint16
	// Down is false when the key is let go.
	Down bool
}

// Type returns TypeKey.
func (Key) Type() MessageType { return TypeKey }

// Append appends the payload.
func (m Key) Append(b []byte) []byte { return wire.AppendBool(wire.AppendU16(b, m.Usage), m.Down) }

// ParseKey reads a Key's payload.
func ParseKey(payload []byte) (Key, error) {
	r := wire.NewReader(payload)
	m := Key{Usage: r.U16(), Down: r.Bool()}
	return result(m, r.Err())
}
