package signalling

import (
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/wire"
)

// RendezvousExpect answers a Yes to an introduction: the customer's app will come to this app with the code.
//
//	id u64, kind u8, code [8], left u32 milliseconds, request [16], rights u16
type RendezvousExpect struct {
	ID   IntroductionID
	Kind IntroductionKind
	Code code.PortalCode
	// Left is how long the code is valid still.
	Left time.Duration
	// Request is zero for a session that began with nine digits.
	Request RequestID
	// Rights are what this agent may ask the customer for.
	Rights protocol.Permission
}

// Type returns TypeRendezvousExpect.
func (RendezvousExpect) Type() MessageType { return TypeRendezvousExpect }

func (m RendezvousExpect) append(b []byte) []byte {
	b = wire.AppendU8(wire.AppendU64(b, uint64(m.ID)), uint8(m.Kind))
	b = appendSpan(appendPortalCode(b, m.Code), m.Left, time.Millisecond)
	return wire.AppendU16(append(b, m.Request[:]...), uint16(m.Rights))
}

func readRendezvousExpect(r *wire.Reader) RendezvousExpect {
	m := RendezvousExpect{
		ID: IntroductionID(r.U64()), Kind: IntroductionKind(r.U8()), Code: readPortalCode(r), Left: readSpan(r, time.Millisecond),
	}
	r.Into(m.Request[:])
	m.Rights = protocol.Permission(r.U16())
	return m
}
