package view

import (
	"image"

	"beside.example/internal/framebuffer"
)

// Listener is told what became of the picture and of the sharer's cursor. Its methods are called from the goroutines that run
// Serve and ServeCursor and must return soon, since acknowledged updates follow; they may call Read.
type Listener interface {
	// Resized tells that the picture has a new size; all of it changed.
	Resized(size image.Point)
	// Changed tells which part of the picture changed. The region is valid during the call only.
	Changed(region framebuffer.Region)
	// CursorMoved tells where the sharer's pointer is, in pixels of the picture; it may be outside.
	CursorMoved(at image.Point)
	// CursorShaped tells what the sharer's pointer looks like; nil means that it is hidden.
	CursorShaped(shape *framebuffer.Cursor)
}

// PointerListener is a Listener that also shows where others who see the same picture point.
type PointerListener interface {
	// Pointed tells where they point, all who do at once, in place of what was told before. It is called from any goroutine and returns
	// soon; the list never changes.
	Pointed(others []framebuffer.Pointer)
}
