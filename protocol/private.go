package protocol

import (
	"bytes"

	"beside.example/protocol/wire"
)

const (
	// NonceLength is the length of a private message's nonce.
	NonceLength = 24
	// sealOverhead is what sealing adds to a text: the box's tag, and from, to and number, which go under the seal too.
	sealOverhead = 16 + 1 + 1 + 4

	maxSealed  = MaxChatBytes + sealOverhead
	maxPrivate = 1 + 1 + 4 + NonceLength + 2 + maxSealed + small
)

// Private is a private message of one agent to another, sealed to the reader's AgentKey: the customer's app passes it on and cannot
// read it. A message to several is sent to each.
//
//	u8 from, u8 to, u32 number, [24] nonce, bytes16 sealed
type Private struct {
	// From is who wrote it, To for whom it is.
	From, To AttendeeID
	// Number counts the writer's private messages from 1, as Chat's does.
	Number uint32
	// Nonce is random, Sealed the text in a NaCl box from the writer's key to the reader's.
	Nonce  [NonceLength]byte
	Sealed []byte
}

// Type returns TypePrivate.
func (Private) Type() MessageType { return TypePrivate }

// Append appends the payload.
func (m Private) Append(b []byte) []byte {
	b = wire.AppendU8(b, uint8(m.From))
	b = wire.AppendU8(b, uint8(m.To))
	b = wire.AppendU32(b, m.Number)
	b = append(b, m.Nonce[:]...)
	return wire.AppendBytes16(b, m.Sealed)
}

// ParsePrivate reads a Private's payload.
func ParsePrivate(payload []byte) (Private, error) {
	r := wire.NewReader(payload)
	m := Private{From: AttendeeID(r.U8()), To: AttendeeID(r.U8()), Number: r.U32()}
	r.Into(m.Nonce[:])
	m.Sealed = bytes.Clone(r.Bytes16(maxSealed))
	return result(m, r.Err())
}
