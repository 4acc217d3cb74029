package signalling

import (
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// SignedOut tells an agent's app that it is signed in no more; the connection ends with it.
//
//	fault u16
type SignedOut struct {
	// Fault says why: the device was revoked, the account closed, or another copy of the app took its place.
	Fault protocol.Fault
}

// Type returns TypeSignedOut.
func (SignedOut) Type() MessageType { return TypeSignedOut }

func (m SignedOut) append(b []byte) []byte { return wire.AppendU16(b, uint16(m.Fault)) }

func readSignedOut(r *wire.Reader) SignedOut { return SignedOut{Fault: protocol.Fault(r.U16())} }
