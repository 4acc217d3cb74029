package signalling

import (
	"crypto/ed25519"

	"beside.example/protocol/handin"
	"beside.example/protocol/wire"
)

// HandIn is one page of what an agent's app hands in of a session that is over, signed by the device's key; Done answers it once it is
// kept. Handing the same page in again changes nothing. Only relays with CapabilityHandIn take it.
//
//	device key [32], signature [64], page bytes16
type HandIn struct {
	// DeviceKey is the one that the relay vouched for when the session began.
	DeviceKey ed25519.PublicKey
	Signature []byte
	// Page is as package handin writes it.
	Page []byte
}

// Type returns TypeHandIn.
func (HandIn) Type() MessageType { return TypeHandIn }

func (m HandIn) append(b []byte) []byte {
	b = appendKey(b, m.DeviceKey)
	signature := [handin.SignatureSize]byte{}
	copy(signature[:], m.Signature)
	b = append(b, signature[:]...)
	return wire.AppendBytes16(b, m.Page[:min(len(m.Page), handin.MaxPage)])
}

func readHandIn(r *wire.Reader) HandIn {
	return HandIn{DeviceKey: readKey(r), Signature: r.Fixed(handin.SignatureSize), Page: r.Bytes16(handin.MaxPage)}
}
