package protocol

import "beside.example/protocol/wire"

// Consent begins the session: the customer answered the consent page. On a new conn of a resumed session the customer's
// app sends it again by itself, with what is granted now: consent is kept by the customer's side alone.
//
//	u16 granted permissions, 32 B resume secret, then, unless nothing: u8 kept
type Consent struct {
	// Granted are the permissions given with it.
	Granted Permission
	// Resume is the secret that the agent shows in Hello to resume the session.
	Resume [ResumeLength]byte
	// Kept is what the customer was told before it: more is not handed in. Apps of the first version tell nobody anything.
	Kept Keeps
}

// Type returns TypeConsent.
func (Consent) Type() MessageType { return TypeConsent }

// Append appends the payload.
func (m Consent) Append(b []byte) []byte {
	b = wire.AppendU16(b, uint16(m.Granted))
	b = append(b, m.Resume[:]...)
	if m.Kept == 0 {
		return b
	}
	return wire.AppendU8(b, uint8(m.Kept))
}

// ParseConsent reads a Consent's payload.
func ParseConsent(payload []byte) (Consent, error) {
	r := wire.NewReader(payload)
	m := Consent{Granted: Permission(r.U16())}
	r.Into(m.Resume[:])
	if r.Len() > 0 {
		m.Kept = Keeps(r.U8())
	}
	return result(m, r.Err())
}
