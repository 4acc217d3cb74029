package framebuffer

import "image"

// MaxCursorSide bounds a cursor's shape, in pixels: the largest that the desktop systems offer is 256.
const MaxCursorSide = 256

// Cursor is the shape of the pointer. It is never changed once made, so it may be shared.
type Cursor struct {
	// Serial grows with each new shape of one source, so that equal serials mean equal shapes.
	Serial uint32
	// Width and Height are in pixels, each at most MaxCursorSide.
	Width, Height int
	// Hotspot is the pixel that points.
	Hotspot image.Point
	// Pix holds the rows as RGBA, 4 bytes a pixel, colours multiplied by alpha.
	Pix []byte
}

// Pointer is where somebody who sees a picture points on it.
type Pointer struct {
	// Who tells one person from another.
	Who uint8
	// Name is the person's.
	Name string
	// At is a pixel of the picture; it may be outside.
	At image.Point
}

// CursorState is where the pointer is and what it looks like.
type CursorState struct {
	// Position is the hotspot's place on the desktop, in desktop pixels.
	Position image.Point
	// Shape is nil while the system hides the pointer.
	Shape *Cursor
}
