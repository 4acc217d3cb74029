package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Halves gives each object the same width, gap apart.
func Halves(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&halvesLayout{gap: gap}, objects...)
}

type halvesLayout struct{ gap float32 }

func (l *halvesLayout) shown(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, o := range objects {
		if o.Visible() {
			list = append(list, o)
		}
	}
	return list
}

func (l *halvesLayout) each(n int, width float32) float32 {
	return (width - l.gap*float32(n-1)) / float32(max(n, 1))
}

func (l *halvesLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	list := l.shown(objects)
	var height float32
	for _, o := range list {
		height = max(height, heightOf(o, l.each(len(list), width)))
	}
	return height
}

// MinSize implements fyne.Layout.
func (l *halvesLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	list := l.shown(objects)
	var size fyne.Size
	for _, o := range list {
		size = size.Max(o.MinSize())
	}
	size.Width = size.Width*float32(len(list)) + l.gap*float32(max(len(list)-1, 0))
	return size
}

// Layout implements fyne.Layout.
func (l *halvesLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	list := l.shown(objects)
	width := l.each(len(list), size.Width)
	for i, o := range list {
		place(o, float32(i)*(width+l.gap), 0, width, size.Height)
	}
}
