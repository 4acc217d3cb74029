package signalling

import (
	"time"

	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// IntroductionOffer alerts an agent's apps: a colleague hands a session over or invites into one.
//
//	id u64, kind u8, from u64, from name string16, comment string16, customer string16, portal name string16, rights u16,
//	request [16], alert left u32 milliseconds
type IntroductionOffer struct {
	ID   IntroductionID
	Kind IntroductionKind
	// From and FromName are the colleague; Comment is theirs, for this agent alone.
	From       AgentID
	FromName   string
	Comment    string
	Customer   string
	PortalName string
	Rights     protocol.Permission
	// Request is zero for a session that began with nine digits.
	Request   RequestID
	AlertLeft time.Duration
}

// Type returns TypeIntroductionOffer.
func (IntroductionOffer) Type() MessageType { return TypeIntroductionOffer }

func (m IntroductionOffer) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(m.ID))
	b = wire.AppendU8(b, uint8(m.Kind))
	b = wire.AppendU64(b, uint64(m.From))
	b = appendName(b, m.FromName)
	b = appendText(b, m.Comment, maxComment)
	b = appendName(b, m.Customer)
	b = appendName(b, m.PortalName)
	b = wire.AppendU16(b, uint16(m.Rights))
	b = append(b, m.Request[:]...)
	return appendSpan(b, m.AlertLeft, time.Millisecond)
}

func readIntroductionOffer(r *wire.Reader) IntroductionOffer {
	m := IntroductionOffer{
		ID: IntroductionID(r.U64()), Kind: IntroductionKind(r.U8()), From: AgentID(r.U64()), FromName: r.String16(maxName),
		Comment: r.String16(maxComment), Customer: r.String16(maxName), PortalName: r.String16(maxName), Rights: protocol.Permission(r.U16()),
	}
	r.Into(m.Request[:])
	m.AlertLeft = readSpan(r, time.Millisecond)
	return m
}
