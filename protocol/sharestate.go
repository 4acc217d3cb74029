package protocol

import (
	"fmt"

	"beside.example/protocol/wire"
)

// Share is whether a side shows its screen.
type Share uint8

// The share states.
const (
	ShareOff    Share = 0
	ShareOn     Share = 1 // the viewer may look, see ViewState
	SharePaused Share = 2 // nothing is grabbed; the viewer keeps the last picture and says so
)

// String returns the state's name for logs.
func (s Share) String() string {
	names := [...]string{"off", "on", "paused"}
	if int(s) >= len(names) {
		return fmt.Sprintf("share %d", uint8(s))
	}
	return names[s]
}

// ShareState tells the other side whether the sender shows its screen.
//
//	u8 share
type ShareState struct {
	// Share is the state from now on.
	Share Share
}

// Type returns TypeShareState.
func (ShareState) Type() MessageType { return TypeShareState }

// Append appends the payload.
func (m ShareState) Append(b []byte) []byte { return wire.AppendU8(b, uint8(m.Share)) }

// ParseShareState reads a ShareState's payload.
func ParseShareState(payload []byte) (ShareState, error) {
	r := wire.NewReader(payload)
	m := ShareState{Share: Share(r.U8())}
	if m.Share > SharePaused {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
