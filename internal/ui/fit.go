package ui

import (
	"image"

	"fyne.io/fyne/v2"
)

// titleBar is the height that a window's frame takes of a display, in dp.
const titleBar = 32

// FitWindow gives a window a size, or as much of it as there is room for on the display, in pixels: with large text a window is
// easily larger than that, and what lies beyond the edge would be out of reach. Nothing is room that is not known. The scale
// that this needs is known once the window was shown.
func FitWindow(window fyne.Window, size fyne.Size, room image.Point) {
	if room != (image.Point{}) {
		scale := window.Canvas().Scale()
		size = size.Min(fyne.NewSize(float32(room.X)/scale, float32(room.Y)/scale-titleBar))
	}
	window.Resize(size)
}
