package ui

import "fyne.io/fyne/v2"

// RowOrTwo is a Row whose last object takes the width that is left. Where that would be less than a width, or less than the
// object needs, it has a line of its own.
func RowOrTwo(gap, least float32, objects ...fyne.CanvasObject) *fyne.Container {
	last := len(objects) - 1
	l := &rowOrTwoLayout{gap: gap, least: least, first: Row(gap, objects[:last]...)}
	c := &fyne.Container{Layout: l, Objects: objects}
	c.Resize(c.MinSize())
	return c
}

type rowOrTwoLayout struct {
	gap, least, width float32
	first             *fyne.Container // all but the last, for its layout
}

// split returns the width of all but the last object, and whether the last one fits beside them.
func (l *rowOrTwoLayout) split(last fyne.CanvasObject, width float32) (first float32, beside bool) {
	first = l.first.MinSize().Width
	return first, width-first-l.gap >= max(l.least, last.MinSize().Width)
}

func (l *rowOrTwoLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	end := objects[len(objects)-1]
	first, last := l.first.MinSize().Height, end.MinSize().Height
	if _, beside := l.split(end, width); beside {
		return max(first, last)
	}
	if first == 0 {
		return last
	}
	return first + l.gap + last
}

// MinSize implements fyne.Layout.
func (l *rowOrTwoLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := max(l.first.MinSize().Width, objects[len(objects)-1].MinSize().Width)
	return fyne.NewSize(width, l.heightFor(objects, max(width, l.width)))
}

// Layout implements fyne.Layout.
func (l *rowOrTwoLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	last := objects[len(objects)-1]
	first, beside := l.split(last, size.Width)
	height := l.first.MinSize().Height
	if beside {
		height = size.Height
	}
	l.first.Layout.Layout(l.first.Objects, fyne.NewSize(first, height))
	switch {
	case !beside && height > 0:
		place(last, 0, height+l.gap, size.Width, last.MinSize().Height)
	case !beside || first == 0:
		place(last, 0, 0, size.Width, last.MinSize().Height)
	default:
		h := last.MinSize().Height
		place(last, first+l.gap, (size.Height-h)/2, size.Width-first-l.gap, h)
	}
}
