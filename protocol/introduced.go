package protocol

import (
	"fmt"

	"beside.example/protocol/wire"
)

// IntroductionResult is what became of an introduction at the customer's.
type IntroductionResult uint8

// The results.
const (
	IntroductionDeclined   IntroductionResult = 0 // the customer said No
	IntroductionJoined     IntroductionResult = 1 // the colleague is here
	IntroductionUnanswered IntroductionResult = 2 // nobody answered in time: as No
	IntroductionFailed     IntroductionResult = 3 // the colleague's app was not reached, or was not the one vouched for
	IntroductionAgreed     IntroductionResult = 4 // the customer said Yes; another result follows
	IntroductionUntold     IntroductionResult = 5 // the customer was not told that managers may watch, so none may
)

// Valid reports whether the result is known.
func (k IntroductionResult) Valid() bool { return k <= IntroductionUntold }

// String returns the result's name for logs and catalogue keys.
func (k IntroductionResult) String() string {
	names := [...]string{"declined", "joined", "unanswered", "failed", "agreed", "untold"}
	if !k.Valid() {
		return fmt.Sprintf("introduction result %d", uint8(k))
	}
	return names[k]
}

// Introduced answers Introduce.
//
//	u64 id, u8 result
type Introduced struct {
	// ID is Introduce's.
	ID     uint64
	Result IntroductionResult
}

// Type returns TypeIntroduced.
func (Introduced) Type() MessageType { return TypeIntroduced }

// Append appends the payload.
func (m Introduced) Append(b []byte) []byte {
	return wire.AppendU8(wire.AppendU64(b, m.ID), uint8(m.Result))
}

// ParseIntroduced reads an Introduced's payload.
func ParseIntroduced(payload []byte) (Introduced, error) {
	r := wire.NewReader(payload)
	m := Introduced{ID: r.U64(), Result: IntroductionResult(r.U8())}
	if !m.Result.Valid() {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
