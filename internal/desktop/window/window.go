// Package window places this program's own windows where the window toolkit cannot: above all others, at a corner, without ever
// taking the focus. It also tells whether a place or the focus belongs to this program, so that injected input never reaches it.
//
// Both apps and the sharing side of a session use it. It knows windows by the numbers that the system has for them and nothing
// of what they show.
package window

import (
	"errors"
	"image"
)

var (
	// ErrUnsupported means that this system lets nobody do this to a window.
	ErrUnsupported = errors.New("windows cannot be placed on this system")

	// ErrNotFound means that this program shows no such window.
	ErrNotFound = errors.New("no such window")
)

// Handle is the system's number of a window: an X11 window or an HWND.
type Handle uintptr

// System is the windows of this machine, and this program's among them. Its methods may be called from several goroutines.
type System interface {
	// OwnAt tells whether the topmost window at a place of the desktop, its frame included, is this program's.
	OwnAt(p image.Point) (bool, error)

	// OwnFocus tells whether keys go to a window of this program.
	OwnFocus() (bool, error)

	// Find returns this program's window of a title.
	Find(title string) (Handle, error)

	// Bounds returns a window's place on the desktop, without its frame.
	Bounds(h Handle) (image.Rectangle, error)

	// WorkArea returns the part of the desktop that panels and task bars leave free, around a display's centre.
	WorkArea(display image.Rectangle) (image.Rectangle, error)

	// Move puts a window's upper left corner, that of its frame if it has one, somewhere on the desktop.
	Move(h Handle, p image.Point) error

	// SetAbove keeps a window above all others, or no longer.
	SetAbove(h Handle, above bool) error

	// SetSkipTaskbar keeps a window out of lists of windows, or no longer.
	SetSkipTaskbar(h Handle, skip bool) error

	// MakePopup makes a window that is not shown yet, or hidden, one without a frame that stands above all others and never
	// takes the focus by itself.
	MakePopup(h Handle) error

	// Close frees what the others need.
	Close() error
}
