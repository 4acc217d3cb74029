package protocol

import "beside.example/protocol/wire"

// PermissionAsk asks the customer for one permission. The card that the customer sees waits for AskFor; no answer is No.
//
//	u16 permission
type PermissionAsk struct {
	// Permission is a single one.
	Permission Permission
}

// Type returns TypePermissionAsk.
func (PermissionAsk) Type() MessageType { return TypePermissionAsk }

// Append appends the payload.
func (m PermissionAsk) Append(b []byte) []byte { return wire.AppendU16(b, uint16(m.Permission)) }

// ParsePermissionAsk reads a PermissionAsk's payload.
func ParsePermissionAsk(payload []byte) (PermissionAsk, error) {
	r := wire.NewReader(payload)
	m := PermissionAsk{Permission: readSingle(r)}
	return result(m, r.Err())
}

// readSingle reads exactly one known permission.
func readSingle(r *wire.Reader) Permission {
	p := Permission(r.U16())
	if !p.Single() {
		r.Fail(wire.ErrValue)
	}
	return p
}
