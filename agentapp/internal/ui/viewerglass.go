package ui

import (
	"image"

	"beside.example/internal/ui"
)

var _ ui.Glass = viewerGlass{}

// viewerGlass is the glass of a viewer; while the tools lie on the picture, Fyne paints it, below them.
type viewerGlass struct {
	glass  ui.Glass
	layout *viewerLayout
}

// Paint implements ui.Glass.
func (g viewerGlass) Paint(pixels *image.RGBA, part, at, clip image.Rectangle) {
	if !g.layout.peeking {
		g.glass.Paint(pixels, part, at, clip)
	}
}
