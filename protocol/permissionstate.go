package protocol

import (
	"fmt"
	"time"

	"beside.example/protocol/wire"
)

// Grant is how a permission stands.
type Grant uint8

// The grants.
const (
	GrantNo    Grant = 0
	GrantAsked Grant = 1 // a card waits for the customer's answer
	GrantOn    Grant = 2
)

// String returns the grant's name for logs.
func (g Grant) String() string {
	names := [...]string{"no", "asked", "on"}
	if int(g) >= len(names) {
		return fmt.Sprintf("grant %d", uint8(g))
	}
	return names[g]
}

// PermissionState tells how a permission stands now. The customer's app sends it on every change, for whatever reason;
// it is news, not a request: a gate closed before it was sent.
//
//	u16 permission, u8 grant, u32 remaining ms
type PermissionState struct {
	// Permission is a single one.
	Permission Permission
	// Grant is how it stands.
	Grant Grant
	// Remaining is how long the card waits or the grant lasts, in whole milliseconds; 0 is without limit.
	Remaining time.Duration
}

// Type returns TypePermissionState.
func (PermissionState) Type() MessageType { return TypePermissionState }

// Append appends the payload.
func (m PermissionState) Append(b []byte) []byte {
	b = wire.AppendU16(b, uint16(m.Permission))
	b = wire.AppendU8(b, uint8(m.Grant))
	return wire.AppendU32(b, uint32(max(0, m.Remaining.Milliseconds())))
}

// ParsePermissionState reads a PermissionState's payload.
func ParsePermissionState(payload []byte) (PermissionState, error) {
	r := wire.NewReader(payload)
	m := PermissionState{Permission: readSingle(r), Grant: Grant(r.U8()), Remaining: time.Duration(r.U32()) * time.Millisecond}
	if m.Grant > GrantOn {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
