package protocol

import (
	"fmt"

	"beside.example/protocol/code"
	"beside.example/protocol/wire"
)

const maxIntroduce = 8 + 1 + code.PortalCodeLength + DeviceKeyLength + 2 + MaxNameBytes + 2 + small

// DeviceKeyLength is the length of an agent's device key, an Ed25519 public key.
const DeviceKeyLength = 32

// IntroductionKind says what an agent is brought in for.
type IntroductionKind uint8

// The kinds of introductions.
const (
	IntroductionTransfer IntroductionKind = 1 // to take over
	IntroductionInvite   IntroductionKind = 2 // to join
	// IntroductionMonitor brings in a manager who watches and does nothing else. No card asks the customer, who was told before consent
	// that this may be (KeepsWatch), is told at once when it happens, and can end it. Only for a peer with CapabilityMonitor.
	IntroductionMonitor IntroductionKind = 3
)

// Valid reports whether the kind is known.
func (k IntroductionKind) Valid() bool { return k >= IntroductionTransfer && k <= IntroductionMonitor }

// String returns the kind's name for logs and catalogue keys.
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

// Introduce is how an agent brings a colleague in: the customer's app asks the customer, and after a Yes goes to the colleague's app by
// the code. It lets nobody in there but the device that this message vouches for, sealed as it is. Introduced answers.
//
//	u64 id, u8 kind, [8] code, [32] device key, string16 name, u16 rights
type Introduce struct {
	// ID is what the agent's app calls the introduction.
	ID   uint64
	Kind IntroductionKind
	// Code is where the colleague's app waits.
	Code code.PortalCode
	// Device is the key that the colleague's credential must be for.
	Device [DeviceKeyLength]byte
	// Name is the colleague's, for the question; what counts is the credential.
	Name string
	// Rights are what the colleague may be allowed at most.
	Rights Permission
}

// Type returns TypeIntroduce.
func (Introduce) Type() MessageType { return TypeIntroduce }

// Append appends the payload; a name that is too long is cut, and a code that is none is written as zeros, which no peer accepts.
func (m Introduce) Append(b []byte) []byte {
	b = wire.AppendU64(b, m.ID)
	b = wire.AppendU8(b, uint8(m.Kind))
	var characters [code.PortalCodeLength]byte
	copy(characters[:], m.Code.Canonical())
	b = append(b, characters[:]...)
	b = append(b, m.Device[:]...)
	b = wire.AppendString16(b, wire.Cut(m.Name, MaxNameBytes))
	return wire.AppendU16(b, uint16(m.Rights))
}

// ParseIntroduce reads an Introduce's payload.
func ParseIntroduce(payload []byte) (Introduce, error) {
	r := wire.NewReader(payload)
	m := Introduce{ID: r.U64(), Kind: IntroductionKind(r.U8()), Code: code.PortalCode(r.Fixed(code.PortalCodeLength))}
	r.Into(m.Device[:])
	m.Name, m.Rights = r.String16(MaxNameBytes), Permission(r.U16())
	if !m.Kind.Valid() || !m.Code.Valid() {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
