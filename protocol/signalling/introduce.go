package signalling

import (
	"fmt"

	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// Introduce hands a session of this agent to a colleague or invites one; Introduced answers it at once, and IntroductionAnswered tells
// later what became of it.
//
//	session [16], request [16], kind u8, to agent u64, to portal u64, comment string16, rights u16
type Introduce struct {
	Session leg.SessionID
	// Request is zero for a session that began with nine digits.
	Request RequestID
	Kind    IntroductionKind
	// ToAgent is the colleague; 0 for every available agent of ToPortal, of whom the first Yes wins.
	ToAgent  AgentID
	ToPortal PortalID
	// Comment is for the colleague alone, never for the customer; may be empty.
	Comment string
	// Rights are what the colleague may ask the customer for.
	Rights protocol.Permission
}

// IntroductionKind says what a colleague is brought in for.
type IntroductionKind uint8

// The kinds of introductions.
const (
	IntroductionTransfer IntroductionKind = 1 // the colleague takes over
	IntroductionInvite   IntroductionKind = 2 // the colleague joins
	// IntroductionMonitor is a manager's, who watches and does nothing else. The manager asks for it in the management center, so no app
	// may send it in Introduce, and only apps with CapabilityMonitor are told of it.
	IntroductionMonitor IntroductionKind = 3
)

// String returns the kind's name for logs.
func (k IntroductionKind) String() string {
	switch k {
	case IntroductionTransfer:
		return "transfer"
	case IntroductionInvite:
		return "invite"
	case IntroductionMonitor:
		return "monitor"
	}
	return fmt.Sprintf("introduction kind %d", uint8(k))
}

// Type returns TypeIntroduce.
func (Introduce) Type() MessageType { return TypeIntroduce }

func (m Introduce) append(b []byte) []byte {
	b = append(b, m.Session[:]...)
	b = append(b, m.Request[:]...)
	b = wire.AppendU8(b, uint8(m.Kind))
	b = wire.AppendU64(b, uint64(m.ToAgent))
	b = wire.AppendU64(b, uint64(m.ToPortal))
	b = appendText(b, m.Comment, maxComment)
	return wire.AppendU16(b, uint16(m.Rights))
}

func readIntroduce(r *wire.Reader) Introduce {
	var m Introduce
	r.Into(m.Session[:])
	r.Into(m.Request[:])
	m.Kind = IntroductionKind(r.U8())
	m.ToAgent, m.ToPortal = AgentID(r.U64()), PortalID(r.U64())
	m.Comment = r.String16(maxComment)
	m.Rights = protocol.Permission(r.U16())
	return m
}
