package ui

import (
	"image"

	"beside.example/internal/framebuffer"
	"beside.example/internal/ui"
)

var _ ui.Glass = viewerGlass{}

// viewerGlass is the glass of a viewer; while the tools lie on the picture, Fyne paints it, below them.
type viewerGlass struct {
	ui.Glass
	layout *viewerLayout
}

// Paint implements ui.Glass.
func (g viewerGlass) Paint(pixels *framebuffer.Framebuffer, part image.Rectangle, at image.Point) bool {
	return !g.layout.peeking && g.Glass.Paint(pixels, part, at)
}
