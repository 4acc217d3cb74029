package signalling

import (
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// IntroductionRefused tells the relay, and through it the manager, that nothing comes of an IntroductionMonitor to which the manager said
// Yes: the app of the agent whose session it is did not let the manager in, or the customer's did not. Done answers it.
//
//	id u64, result u8
type IntroductionRefused struct {
	ID IntroductionID
	// Result is what became of it inside the session.
	Result protocol.IntroductionResult
}

// Type returns TypeIntroductionRefused.
func (IntroductionRefused) Type() MessageType { return TypeIntroductionRefused }

func (m IntroductionRefused) append(b []byte) []byte {
	return wire.AppendU8(wire.AppendU64(b, uint64(m.ID)), uint8(m.Result))
}

func readIntroductionRefused(r *wire.Reader) IntroductionRefused {
	m := IntroductionRefused{ID: IntroductionID(r.U64()), Result: protocol.IntroductionResult(r.U8())}
	if !m.Result.Valid() {
		r.Fail(wire.ErrValue)
	}
	return m
}
