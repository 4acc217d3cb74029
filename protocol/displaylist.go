package protocol

import "beside.example/protocol/wire"

const (
	minDisplay     = 4 + 4*4 + 1 + 2
	maxDisplayName = MaxNameBytes
	maxDisplayList = 1 + MaxDisplays*(minDisplay+maxDisplayName) + 4 + small
)

// Display is one display of the sharer's machine. The place is in the desktop's pixels and may be negative.
type Display struct {
	// ID names the display as long as the arrangement stands.
	ID uint32
	// Name is the system's name for it; it may be empty.
	Name string
	// X, Y, Width and Height are its place and size on the desktop.
	X, Y, Width, Height int32
	// Primary marks the main display.
	Primary bool
}

// DisplayList tells the viewer the sharer's displays and which of them is shown.
//
//	u8 count, then each: u32 id, i32 x, y, width, height, bool primary, string16 name; then u32 selected
type DisplayList struct {
	// Displays are in the system's order.
	Displays []Display
	// Selected is the ID of the display that is shown.
	Selected uint32
}

// Type returns TypeDisplayList.
func (DisplayList) Type() MessageType { return TypeDisplayList }

// Append appends the payload; displays beyond the limit and names beyond theirs are cut.
func (m DisplayList) Append(b []byte) []byte {
	displays := m.Displays[:min(len(m.Displays), MaxDisplays)]
	b = wire.AppendU8(b, uint8(len(displays)))
	for _, d := range displays {
		b = wire.AppendU32(b, d.ID)
		for _, v := range [...]int32{d.X, d.Y, d.Width, d.Height} {
			b = wire.AppendU32(b, uint32(v))
		}
		b = wire.AppendBool(b, d.Primary)
		b = wire.AppendString16(b, wire.Cut(d.Name, maxDisplayName))
	}
	return wire.AppendU32(b, m.Selected)
}

// ParseDisplayList reads a DisplayList's payload.
func ParseDisplayList(payload []byte) (DisplayList, error) {
	r := wire.NewReader(payload)
	var m DisplayList
	for range r.Count(int(r.U8()), MaxDisplays, minDisplay) {
		d := Display{
			ID: r.U32(), X: int32(r.U32()), Y: int32(r.U32()), Width: int32(r.U32()), Height: int32(r.U32()),
			Primary: r.Bool(), Name: r.String16(maxDisplayName),
		}
		if d.Width <= 0 || d.Height <= 0 {
			r.Fail(wire.ErrValue)
		}
		m.Displays = append(m.Displays, d)
	}
	m.Selected = r.U32()
	return result(m, r.Err())
}
