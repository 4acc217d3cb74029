package framebuffer

import "image"

// Display is one of a machine's displays, as its owner arranged them.
type Display struct {
	// ID names the display for as long as the arrangement stands; it is unique on its machine.
	ID uint32
	// Name is the system's name for it, such as "HDMI-1"; it may be empty.
	Name string
	// Bounds is its place on the desktop, in desktop pixels.
	Bounds image.Rectangle
	// Primary marks the display with the main menu or task bar.
	Primary bool
}
