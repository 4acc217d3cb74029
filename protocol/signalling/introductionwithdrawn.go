package signalling

import "beside.example/protocol/wire"

// IntroductionWithdrawn ends the alert that IntroductionOffer began: someone else said Yes, the time ran out, or the session is over.
//
//	id u64
type IntroductionWithdrawn struct {
	ID IntroductionID
}

// Type returns TypeIntroductionWithdrawn.
func (IntroductionWithdrawn) Type() MessageType { return TypeIntroductionWithdrawn }

func (m IntroductionWithdrawn) append(b []byte) []byte { return wire.AppendU64(b, uint64(m.ID)) }

func readIntroductionWithdrawn(r *wire.Reader) IntroductionWithdrawn {
	return IntroductionWithdrawn{ID: IntroductionID(r.U64())}
}
