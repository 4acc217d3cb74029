// Package capture takes pixels and the pointer's shape from this machine's displays.
//
// The sharing side of a session uses it. It refuses to know what the pixels are for: it compares them with those before only to tell
// where they changed, codes nothing, and asks nobody for permission.
package capture

import (
	"context"
	"errors"
	"image"

	"beside.example/internal/framebuffer"
)

var (
	// ErrNoDisplay means that a display is not, or no longer, part of the desktop.
	ErrNoDisplay = errors.New("no such display")

	// ErrUnsupported means that this desktop lets nobody take its pixels in the way that was asked for.
	ErrUnsupported = errors.New("this desktop cannot be captured")

	// ErrClosed is returned by everything that is used after its Close, and wakes those who wait.
	ErrClosed = errors.New("capture is closed")
)

// Desktop is the whole desktop of this machine. Its methods may be called from several goroutines.
type Desktop interface {
	// Displays lists the displays as they are arranged now, the primary one first.
	Displays() ([]framebuffer.Display, error)

	// WaitArrangement blocks until displays have come, gone, moved or changed size since they were as known says, such as Displays
	// returned them.
	WaitArrangement(ctx context.Context, known []framebuffer.Display) error

	// Source opens a display for grabbing. Sources and cursors are closed by whoever opened them.
	Source(displayID uint32) (Source, error)

	// Cursor opens the pointer for watching.
	Cursor() (CursorSource, error)

	// Close ends what Displays and WaitArrangement need; open sources and cursors live on.
	Close() error
}

// Source takes the pixels of one display. It is used by one goroutine; only Close may be called from another.
type Source interface {
	// Size is the display's size at the last Grab, in pixels.
	Size() image.Point

	// Wait blocks, without polling where the system allows, until pixels may have changed since the last Grab.
	Wait(ctx context.Context) error

	// Grab brings fb up to date and returns what may have changed in it, in the display's own coordinates. It resizes fb
	// when the display has changed its size, and then, as for a framebuffer that it has not seen before, all is new. The
	// fourth byte of a pixel is undefined. It returns ErrNoDisplay once the display has gone.
	Grab(fb *framebuffer.Framebuffer) (framebuffer.Region, error)

	// Close frees what the source holds.
	Close() error
}

// CursorSource follows the pointer. It is used by one goroutine; only Close may be called from another.
type CursorSource interface {
	// Next blocks until the pointer's shape or place differs from what it returned last; the first call returns at once.
	Next(ctx context.Context) (framebuffer.CursorState, error)

	// Close frees what the source holds.
	Close() error
}
