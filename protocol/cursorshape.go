package protocol

import (
	"bytes"

	"beside.example/protocol/wire"
)

const (
	cursorPixel    = 4 // red, green, blue, alpha
	maxCursorPix   = MaxCursorSide * MaxCursorSide * cursorPixel
	maxCursorShape = 4 + 4*2 + maxCursorPix + small
)

// CursorShape tells the viewer what the sharer's pointer looks like.
//
//	u32 serial, u16 width, u16 height, u16 hotspot x, u16 hotspot y, width × height × 4 B pixels
type CursorShape struct {
	// Serial is what CursorMove calls the shape; a viewer keeps the shapes that it has seen.
	Serial uint32
	// Width and Height are in pixels, each 1 to MaxCursorSide.
	Width, Height uint16
	// HotspotX and HotspotY are the pixel that points, inside the shape.
	HotspotX, HotspotY uint16
	// Pix holds the rows as RGBA, colours multiplied by alpha.
	Pix []byte
}

// Type returns TypeCursorShape.
func (CursorShape) Type() MessageType { return TypeCursorShape }

// Append appends the payload.
func (m CursorShape) Append(b []byte) []byte {
	b = wire.AppendU32(b, m.Serial)
	for _, v := range [...]uint16{m.Width, m.Height, m.HotspotX, m.HotspotY} {
		b = wire.AppendU16(b, v)
	}
	return append(b, m.Pix...)
}

// ParseCursorShape reads a CursorShape's payload.
func ParseCursorShape(payload []byte) (CursorShape, error) {
	r := wire.NewReader(payload)
	m := CursorShape{Serial: r.U32(), Width: r.U16(), Height: r.U16(), HotspotX: r.U16(), HotspotY: r.U16()}
	if m.Width == 0 || m.Height == 0 || m.Width > MaxCursorSide || m.Height > MaxCursorSide ||
		m.HotspotX >= m.Width || m.HotspotY >= m.Height {
		r.Fail(wire.ErrValue)
	}
	m.Pix = bytes.Clone(r.Fixed(int(m.Width) * int(m.Height) * cursorPixel))
	return result(m, r.Err())
}
