package protocol

import (
	"fmt"

	"beside.example/protocol/wire"
)

// Fidelity is how near the viewer's picture is to the sharer's, against the bytes that it takes. Whoever shares chooses it.
type Fidelity uint8

// The fidelities. In each of them text and drawings are exact, and so is everything once nothing changes.
const (
	FidelityAutomatic Fidelity = 0 // photographs and videos differ by what is hardly seen, until they stand still
	FidelityExact     Fidelity = 1 // every pixel of every update is right
	FidelitySaving    Fidelity = 2 // photographs and videos are coarse, become exact slowly once they stand still, and updates are fewer
)

// String returns the fidelity's name for logs.
func (f Fidelity) String() string {
	names := [...]string{"automatic", "exact", "saving"}
	if int(f) >= len(names) {
		return fmt.Sprintf("fidelity %d", uint8(f))
	}
	return names[f]
}

// FidelityState tells the viewer what the sharer has chosen, so that nobody wonders why a picture is as it is. It changes nothing at the
// viewer, and goes only to who has CapabilityFidelity; without it the choice is FidelityAutomatic.
//
//	u8 fidelity
type FidelityState struct {
	// Fidelity is what counts from now on.
	Fidelity Fidelity
}

// Type returns TypeFidelityState.
func (FidelityState) Type() MessageType { return TypeFidelityState }

// Append appends the payload.
func (m FidelityState) Append(b []byte) []byte { return wire.AppendU8(b, uint8(m.Fidelity)) }

// ParseFidelityState reads a FidelityState's payload.
func ParseFidelityState(payload []byte) (FidelityState, error) {
	r := wire.NewReader(payload)
	m := FidelityState{Fidelity: Fidelity(r.U8())}
	if m.Fidelity > FidelitySaving {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
