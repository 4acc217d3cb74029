package protocol

import "beside.example/protocol/wire"

// End ends the session, from either side, at any time. Whoever receives it closes the conn with the same code.
//
//	u16 reason
type End struct {
	// Reason is why.
	Reason CloseCode
}

// Type returns TypeEnd.
func (End) Type() MessageType { return TypeEnd }

// Append appends the payload.
func (m End) Append(b []byte) []byte { return wire.AppendU16(b, uint16(m.Reason)) }

// ParseEnd reads an End's payload.
func ParseEnd(payload []byte) (End, error) {
	r := wire.NewReader(payload)
	m := End{Reason: CloseCode(r.U16())}
	return result(m, r.Err())
}
