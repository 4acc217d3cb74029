package protocol

import "beside.example/protocol/wire"

// CursorMove tells the viewer where the sharer's pointer is and which shape it has.
//
//	u32 serial, i32 x, i32 y, bool visible
type CursorMove struct {
	// Serial is the shape's, from CursorShape.
	Serial uint32
	// X and Y are the hotspot's place in pixels of the display that is shown; outside of it while the pointer is elsewhere.
	X, Y int32
	// Visible is false while the system hides the pointer.
	Visible bool
}

// Type returns TypeCursorMove.
func (CursorMove) Type() MessageType { return TypeCursorMove }

// Append appends the payload.
func (m CursorMove) Append(b []byte) []byte {
	b = wire.AppendU32(b, m.Serial)
	b = wire.AppendU32(b, uint32(m.X))
	b = wire.AppendU32(b, uint32(m.Y))
	return wire.AppendBool(b, m.Visible)
}

// ParseCursorMove reads a CursorMove's payload.
func ParseCursorMove(payload []byte) (CursorMove, error) {
	r := wire.NewReader(payload)
	m := CursorMove{Serial: r.U32(), X: int32(r.U32()), Y: int32(r.U32()), Visible: r.Bool()}
	return result(m, r.Err())
}
