package protocol

import (
	"fmt"

	"beside.example/protocol/wire"
)

// View is what a viewer wants to see of the sharer's screen.
type View uint8

// The view states.
const (
	ViewClosed View = 0 // nothing: nothing is grabbed
	ViewOpen   View = 1 // every update
)

// String returns the state's name for logs.
func (v View) String() string {
	names := [...]string{"closed", "open"}
	if int(v) >= len(names) {
		return fmt.Sprintf("view %d", uint8(v))
	}
	return names[v]
}

// ViewState tells the sharer what the viewer wants to see; ViewClosed as the answer to ShareOn declines it.
//
//	u8 view
type ViewState struct {
	// View is the state from now on.
	View View
}

// Type returns TypeViewState.
func (ViewState) Type() MessageType { return TypeViewState }

// Append appends the payload.
func (m ViewState) Append(b []byte) []byte { return wire.AppendU8(b, uint8(m.View)) }

// ParseViewState reads a ViewState's payload.
func ParseViewState(payload []byte) (ViewState, error) {
	r := wire.NewReader(payload)
	m := ViewState{View: View(r.U8())}
	if m.View > ViewOpen {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
