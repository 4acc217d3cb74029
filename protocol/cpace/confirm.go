package cpace

import "beside.example/protocol/wire"

// Confirm is the agent's last message.
//
//	u8 3, [64] confirmation
type Confirm struct {
	Confirmation Tag
}

// Append appends the message to b.
func (m Confirm) Append(b []byte) []byte {
	return append(wire.AppendU8(b, kindConfirm), m.Confirmation[:]...)
}

// ParseConfirm reads a Confirm.
func ParseConfirm(message []byte) (Confirm, error) {
	var m Confirm
	r := begin(message, kindConfirm)
	r.Into(m.Confirmation[:])
	return parsed(m, r, "confirm")
}
