package signalling

import "beside.example/protocol/wire"

// RequestClose ends a request that is this agent's; Done answers it.
//
//	id [16], outcome u8, notes string16
type RequestClose struct {
	ID      RequestID
	Outcome Outcome
	// Notes are for the agents' eyes; may be empty.
	Notes string
}

// Type returns TypeRequestClose.
func (RequestClose) Type() MessageType { return TypeRequestClose }

func (m RequestClose) append(b []byte) []byte {
	return appendText(wire.AppendU8(append(b, m.ID[:]...), uint8(m.Outcome)), m.Notes, maxSaid)
}

func readRequestClose(r *wire.Reader) RequestClose {
	var m RequestClose
	r.Into(m.ID[:])
	m.Outcome = Outcome(r.U8())
	m.Notes = r.String16(maxSaid)
	return m
}
