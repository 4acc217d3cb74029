package signalling

import (
	"crypto/ed25519"

	"beside.example/protocol/wire"
)

// IntroductionAnswer is an agent's answer to IntroductionOffer. RendezvousExpect answers a Yes, the first of which wins and can be
// repeated when its answer was lost; Done answers a No.
//
//	id u64, yes bool, device key [32]
type IntroductionAnswer struct {
	ID  IntroductionID
	Yes bool
	// DeviceKey is the key that the app will show inside the session, for the organisation to vouch for; zeros with a No.
	DeviceKey ed25519.PublicKey
}

// Type returns TypeIntroductionAnswer.
func (IntroductionAnswer) Type() MessageType { return TypeIntroductionAnswer }

func (m IntroductionAnswer) append(b []byte) []byte {
	return appendKey(wire.AppendBool(wire.AppendU64(b, uint64(m.ID)), m.Yes), m.DeviceKey)
}

func readIntroductionAnswer(r *wire.Reader) IntroductionAnswer {
	return IntroductionAnswer{ID: IntroductionID(r.U64()), Yes: r.Bool(), DeviceKey: readKey(r)}
}
