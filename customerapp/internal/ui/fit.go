package ui

import (
	"image"

	"fyne.io/fyne/v2"
)

// titleBar is the height that a window's frame takes of a display, in dp.
const titleBar = 32

// fit gives a window a size, or as much of it as the display has room for: with large text a page is easily higher than that,
// and what lies below the edge would be out of reach. The scale that this needs is known once the window was shown.
func (w *Windows) fit(window fyne.Window, size fyne.Size) {
	if room := w.desk.Room(); room != (image.Point{}) {
		scale := window.Canvas().Scale()
		size = size.Min(fyne.NewSize(float32(room.X)/scale, float32(room.Y)/scale-titleBar))
	}
	window.Resize(size)
}
