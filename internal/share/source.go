package share

import (
	"context"
	"image"

	"beside.example/internal/framebuffer"
)

// Source gives the pixels of one display. Its methods are never called at the same time.
type Source interface {
	// Size returns the display's present size.
	Size() image.Point
	// Wait blocks until something may have changed since the last Grab, or ctx ends.
	Wait(ctx context.Context) error
	// Grab brings fb up to date, resizing it when the display changed, and returns what may have changed.
	Grab(fb *framebuffer.Framebuffer) (framebuffer.Region, error)
	// Close ends the source.
	Close() error
}

// CursorSource tells what the pointer looks like and where it is.
type CursorSource interface {
	// Next blocks until shape or position differ from what it returned last, or ctx ends.
	Next(ctx context.Context) (framebuffer.CursorState, error)
}

// Injector produces input on this machine.
type Injector interface {
	// Move puts the pointer at a place of the desktop, in desktop pixels.
	Move(x, y int) error
	// Button presses or releases a pointer button: 1 left, 2 middle, 3 right, 4 back, 5 forward.
	Button(button uint8, down bool) error
	// Wheel turns the wheel, in 1/120 notch; positive is right and down.
	Wheel(dx, dy int) error
	// Key presses or releases a physical key, by its usage on the HID keyboard page.
	Key(usage uint16, down bool) error
	// Text types characters, whatever the keyboard layout.
	Text(s string) error
	// ReleaseAll releases every key and button that the injector holds down.
	ReleaseAll() error
}
