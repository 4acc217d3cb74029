package signalling

import "beside.example/protocol/wire"

// Introduced answers Introduce: the colleague is alerted.
//
//	id u64
type Introduced struct {
	ID IntroductionID
}

// Type returns TypeIntroduced.
func (Introduced) Type() MessageType { return TypeIntroduced }

func (m Introduced) append(b []byte) []byte { return wire.AppendU64(b, uint64(m.ID)) }

func readIntroduced(r *wire.Reader) Introduced { return Introduced{ID: IntroductionID(r.U64())} }
