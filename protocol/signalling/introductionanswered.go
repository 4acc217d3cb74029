package signalling

import (
	"beside.example/protocol/code"
	"beside.example/protocol/wire"
)

// IntroductionAnswered tells the app that introduced what became of it, and tells it again after a lost connection. After a Yes, the app tells the customer's app inside the session,
// encrypted, where to join and which key to expect there.
//
//	id u64, yes bool, and after a yes: agent u64, name string16, credential bytes16, code [8]
type IntroductionAnswered struct {
	ID IntroductionID
	// Yes is false when every agent asked said No or nothing.
	Yes   bool
	Agent AgentID
	Name  string
	// Credential vouches for the colleague's device, as package identity writes it.
	Credential []byte
	// Code is where the customer's app finds the colleague's.
	Code code.PortalCode
}

// Type returns TypeIntroductionAnswered.
func (IntroductionAnswered) Type() MessageType { return TypeIntroductionAnswered }

func (m IntroductionAnswered) append(b []byte) []byte {
	b = wire.AppendBool(wire.AppendU64(b, uint64(m.ID)), m.Yes)
	if !m.Yes {
		return b
	}
	b = appendName(wire.AppendU64(b, uint64(m.Agent)), m.Name)
	return appendPortalCode(wire.AppendBytes16(b, m.Credential), m.Code)
}

func readIntroductionAnswered(r *wire.Reader) IntroductionAnswered {
	m := IntroductionAnswered{ID: IntroductionID(r.U64()), Yes: r.Bool()}
	if m.Yes {
		m.Agent, m.Name = AgentID(r.U64()), r.String16(maxName)
		m.Credential, m.Code = r.Bytes16(maxCredential), readPortalCode(r)
	}
	return m
}
