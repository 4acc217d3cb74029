package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// squeezedLeast is the height that is left to what scrolls in a Squeeze, in dp: a line and a half, which show that there is more.
const squeezedLeast = 36

// Squeeze is a Frame that asks for all the height of its middle and can do with less: then the middle scrolls, while top and
// bottom stay. Both may be nil.
func Squeeze(top, bottom, middle fyne.CanvasObject) *fyne.Container {
	c := Frame(top, bottom, container.NewVScroll(middle))
	c.Layout = &squeezeLayout{frame: c.Layout.(*frameLayout), middle: middle}
	return c
}

type squeezeLayout struct {
	frame  *frameLayout
	middle fyne.CanvasObject // which scrolls
}

func (l *squeezeLayout) edges(width float32) float32 {
	return l.frame.edge(l.frame.top, width) + l.frame.edge(l.frame.bottom, width)
}

func (l *squeezeLayout) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	return l.edges(width) + heightOf(l.middle, width)
}

// MinSize implements fyne.Layout.
func (l *squeezeLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := l.frame.MinSize(objects)
	width := max(least.Width, l.frame.width)
	least.Height = l.edges(width) + min(heightOf(l.middle, width), squeezedLeast)
	return least
}

// Layout implements fyne.Layout.
func (l *squeezeLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.frame.Layout(objects, size)
}

// Centred puts an object in the middle of a page, as wide as given and as high as it needs; in a page with less room it has
// all of that.
func Centred(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&centreLayout{width: width}, o)
}

type centreLayout struct{ width float32 }

// MinSize implements fyne.Layout.
func (l *centreLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (l *centreLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(l.width, size.Width)
	height := min(heightOf(objects[0], width), size.Height)
	place(objects[0], (size.Width-width)/2, (size.Height-height)/2, width, height)
}
