package protocol

import (
	"fmt"

	"beside.example/protocol/wire"
)

// Input is what happens to the viewer's input at the sharer's machine.
type Input uint8

// The input states, from open to closed.
const (
	InputOn     Input = 0 // injected
	InputHand   Input = 1 // dropped: the sharer's own hand is at work
	InputCard   Input = 2 // dropped: a question waits for the sharer's own hand
	InputPaused Input = 3 // dropped: sharing is paused
	InputOff    Input = 4 // dropped: no control was granted
)

// String returns the state's name for logs.
func (i Input) String() string {
	names := [...]string{"on", "hand", "card", "paused", "off"}
	if int(i) >= len(names) {
		return fmt.Sprintf("input %d", uint8(i))
	}
	return names[i]
}

// InputState tells the viewer what happens to its input, so that nobody types into the void.
//
//	u8 input
type InputState struct {
	// Input is the state from now on.
	Input Input
}

// Type returns TypeInputState.
func (InputState) Type() MessageType { return TypeInputState }

// Append appends the payload.
func (m InputState) Append(b []byte) []byte { return wire.AppendU8(b, uint8(m.Input)) }

// ParseInputState reads an InputState's payload.
func ParseInputState(payload []byte) (InputState, error) {
	r := wire.NewReader(payload)
	m := InputState{Input: Input(r.U8())}
	if m.Input > InputOff {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
