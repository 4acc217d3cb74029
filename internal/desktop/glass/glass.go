package glass

import (
	"image"

	"fyne.io/fyne/v2"

	"beside.example/internal/framebuffer"
)

// pane is the system's window under a Glass.
type pane interface {
	// put shows a part of some pixels with its corner at a place of the window. It reports whether it gets there; false is for good.
	put(pixels *framebuffer.Framebuffer, part image.Rectangle, at image.Point) bool
	// close gives back what the pane holds.
	close()
}

// Glass paints into one window, past Fyne. Its methods belong to Fyne's goroutine.
type Glass struct {
	window fyne.Window
	pane   pane // nil before the first picture
	broken bool // this window cannot be painted on
}

// New returns the glass of a window. It paints from when the window is shown.
func New(window fyne.Window) *Glass { return &Glass{window: window} }

// Paint puts a part of some pixels into the window, its corner at a place of the window in its pixels, and reports whether it
// is there: if not, Fyne has to. Fyne's next picture of the window paints over it. Under an overlay nothing is painted, since
// it would come to lie above it. The pixels may change once Paint has returned.
func (g *Glass) Paint(pixels *framebuffer.Framebuffer, part image.Rectangle, at image.Point) bool {
	if g.window.Canvas().Overlays().Top() != nil || !g.Works() {
		return false
	}
	g.broken = !g.pane.put(pixels, part, at)
	return !g.broken
}

// Works reports whether the window can be painted on: not without an X server, and no longer once its connection is lost.
func (g *Glass) Works() bool {
	if g.pane == nil && !g.broken {
		g.pane = openPane(g.window)
		g.broken = g.pane == nil
	}
	return !g.broken
}

// Close gives back what the glass holds of the system; it paints nothing afterwards.
func (g *Glass) Close() {
	g.broken = true
	if g.pane != nil {
		g.pane.close()
		g.pane = nil
	}
}
