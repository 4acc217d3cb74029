package signalling

import (
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// IntroductionAnswered tells the app that introduced what became of it, and tells it again after a lost connection. After a Yes, the app tells the customer's app inside the session,
// encrypted, where to join and which key to expect there.
//
// A manager who watches was introduced by nobody in the session: Session names it, and the app of the agent whose session it is brings the
// manager in by itself as far as the customer was told that managers may watch, or says with IntroductionRefused why not.
//
//	id u64, yes bool, and after a yes: agent u64, name string16, credential bytes16, code [8], then, with IntroductionMonitor: session [16]
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
	// Session is the one that a manager would like to watch; zero for a colleague whom this app asked.
	Session leg.SessionID
}

// Type returns TypeIntroductionAnswered.
func (IntroductionAnswered) Type() MessageType { return TypeIntroductionAnswered }

func (m IntroductionAnswered) append(b []byte) []byte {
	b = wire.AppendBool(wire.AppendU64(b, uint64(m.ID)), m.Yes)
	if !m.Yes {
		return b
	}
	b = appendName(wire.AppendU64(b, uint64(m.Agent)), m.Name)
	b = appendPortalCode(wire.AppendBytes16(b, m.Credential), m.Code)
	if m.Session == (leg.SessionID{}) {
		return b
	}
	return append(b, m.Session[:]...)
}

func readIntroductionAnswered(r *wire.Reader) IntroductionAnswered {
	m := IntroductionAnswered{ID: IntroductionID(r.U64()), Yes: r.Bool()}
	if m.Yes {
		m.Agent, m.Name = AgentID(r.U64()), r.String16(maxName)
		m.Credential, m.Code = r.Bytes16(maxCredential), readPortalCode(r)
		if r.Len() > 0 {
			r.Into(m.Session[:])
		}
	}
	return m
}
