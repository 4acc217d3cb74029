package protocol

import (
	"time"

	"beside.example/protocol/wire"
)

// PermissionState tells that a permission is on or off now. The customer's app sends it on every change, for whatever
// reason; it is news, not a request: the gate closed before it was sent.
//
//	u16 permission, bool on, u32 remaining ms
type PermissionState struct {
	// Permission is a single one.
	Permission Permission
	// On tells whether it is granted.
	On bool
	// Remaining is how long it stays granted, in whole milliseconds; 0 is without limit.
	Remaining time.Duration
}

// Type returns TypePermissionState.
func (PermissionState) Type() MessageType { return TypePermissionState }

// Append appends the payload.
func (m PermissionState) Append(b []byte) []byte {
	b = wire.AppendU16(b, uint16(m.Permission))
	b = wire.AppendBool(b, m.On)
	return wire.AppendU32(b, uint32(max(0, m.Remaining.Milliseconds())))
}

// ParsePermissionState reads a PermissionState's payload.
func ParsePermissionState(payload []byte) (PermissionState, error) {
	r := wire.NewReader(payload)
	m := PermissionState{Permission: readSingle(r), On: r.Bool(), Remaining: time.Duration(r.U32()) * time.Millisecond}
	return result(m, r.Err())
}
