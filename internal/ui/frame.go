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
	return fyne.NewSize(width, l.heightFor(objects, max(width, l.width)))
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

// stackBelow is the width below which columns of a page stack.
const stackBelow = 700

// SideBySide gives side a width of its own and rest what is left; side comes first if sideFirst is set. In a window
// narrower than 700 dp they stack in that order, and the whole scrolls.
func SideBySide(side, rest fyne.CanvasObject, width float32, sideFirst bool) fyne.CanvasObject {
	return container.New(&sidesLayout{width: width, sideFirst: sideFirst}, side, rest)
}

type sidesLayout struct {
	width     float32
	sideFirst bool
}

// MinSize implements fyne.Layout.
func (l *sidesLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	side, rest := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(side.Width, rest.Width), max(side.Height, rest.Height))
}

// Layout implements fyne.Layout.
func (l *sidesLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, rest := objects[0], objects[1]
	if size.Width < stackBelow {
		first, second := rest, side
		if l.sideFirst {
			first, second = side, rest
		}
		height := min(heightOf(first, size.Width), size.Height/2)
		place(first, 0, 0, size.Width, height)
		place(second, 0, height, size.Width, size.Height-height)
		return
	}
	if l.sideFirst {
		place(side, 0, 0, l.width, size.Height)
		place(rest, l.width, 0, size.Width-l.width, size.Height)
		return
	}
	place(rest, 0, 0, size.Width-l.width, size.Height)
	place(side, size.Width-l.width, 0, l.width, size.Height)
}
