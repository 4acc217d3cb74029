package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Frame puts top and bottom at the edges, as high as they need at that width, and gives rest the middle. Top and bottom
// may be nil.
func Frame(top, bottom, rest fyne.CanvasObject) *fyne.Container {
	l := &frameLayout{top: top, bottom: bottom, rest: rest}
	var objects []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{top, rest, bottom} {
		if o != nil {
			objects = append(objects, o)
		}
	}
	return container.New(l, objects...)
}

type frameLayout struct {
	top, bottom, rest fyne.CanvasObject
	width             float32
}

func (l *frameLayout) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	return l.edge(l.top, width) + l.edge(l.bottom, width) + heightOf(l.rest, width)
}

func (l *frameLayout) edge(o fyne.CanvasObject, width float32) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	return heightOf(o, width)
}

// MinSize implements fyne.Layout.
func (l *frameLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, o := range objects {
		if o.Visible() {
			width = max(width, o.MinSize().Width)
		}
	}
	at := max(width, l.width)
	return fyne.NewSize(width, l.edge(l.top, at)+l.edge(l.bottom, at)+l.rest.MinSize().Height)
}

// Layout implements fyne.Layout.
func (l *frameLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	top, bottom := l.edge(l.top, size.Width), l.edge(l.bottom, size.Width)
	if l.top != nil {
		place(l.top, 0, 0, size.Width, top)
	}
	place(l.rest, 0, top, size.Width, max(size.Height-top-bottom, 0))
	if l.bottom != nil {
		place(l.bottom, 0, size.Height-bottom, size.Width, bottom)
	}
}
