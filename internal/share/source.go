package share

import (
	"context"
	"image"

	"beside.example/internal/framebuffer"
)

// Source gives the pixels of one display. Its methods are never called at the same time.
type Source interface {
	// Size returns the display's size at the last Grab.
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
	// Next blocks until shape or position differ from what it returned last, or ctx ends. The first call returns at once.
	Next(ctx context.Context) (framebuffer.CursorState, error)
}

// Injector produces input on this machine.
type Injector interface {
	// Move puts the pointer at a place of the desktop, in desktop pixels.
	Move(x, y int) error
	// Button presses or releases a pointer button: 1 left, 2 middle, 3 right, 4 back, 5 forward.
	Button(button uint8, down bool) error
	// Wheel turns the wheel, in 1/120 notch: dx > 0 to the right, dy > 0 away from the hand.
	Wheel(dx, dy int) error
	// Key presses or releases a physical key, by its usage on the HID keyboard page.
	Key(usage uint16, down bool) error
	// Text types characters, whatever the keyboard layout.
	Text(s string) error
	// ReleaseAll releases every key and button that the injector holds down. Unlike the others it is also called while another
	// call is under way, and cuts a Text short.
	ReleaseAll() error
}
