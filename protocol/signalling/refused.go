package signalling

import (
	"time"

	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// Refused answers a request that is not granted. With request number 0 it ends the conversation.
//
//	fault u16, wait u32 milliseconds
type Refused struct {
	Fault protocol.Fault
	// Wait is how long to wait before the same request may succeed; 0 when waiting does not help.
	Wait time.Duration
}

// Type returns TypeRefused.
func (Refused) Type() MessageType { return TypeRefused }

func (m Refused) append(b []byte) []byte {
	return appendSpan(wire.AppendU16(b, uint16(m.Fault)), m.Wait, time.Millisecond)
}

func readRefused(r *wire.Reader) Refused {
	return Refused{Fault: protocol.Fault(r.U16()), Wait: readSpan(r, time.Millisecond)}
}
