package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

const (
	// stackBelow is the width below which columns of a page stack, unless the wider one keeps besideLeast: a list of pages
	// leaves a page enough.
	stackBelow  = 700
	besideLeast = 480

	// stackedLeast is the least height of a column that stands below another: a list of a few lines and its title.
	stackedLeast = 240
)

// SideBySide gives side a width of its own and rest what is left; side comes first if sideFirst is set. In a window
// narrower than 700 dp they stack in that order, and the whole scrolls.
func SideBySide(side, rest fyne.CanvasObject, width float32, sideFirst bool) fyne.CanvasObject {
	stack := &stackLayout{first: rest, second: side, rest: rest}
	if sideFirst {
		stack.first, stack.second = side, rest
	}
	l := &sidesLayout{side: side, rest: rest, width: width, sideFirst: sideFirst, stack: stack}
	l.stacked = container.NewVScroll(container.New(stack))
	l.box = container.New(l, side, rest)
	return l.box
}

type sidesLayout struct {
	side, rest fyne.CanvasObject
	width      float32
	sideFirst  bool

	box     *fyne.Container // whose layout this is
	stacked *container.Scroll
	stack   *stackLayout
	narrow  bool // whether the columns are in stacked
}

// MinSize implements fyne.Layout.
func (l *sidesLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	least := l.side.MinSize().Max(l.rest.MinSize())
	if l.narrow {
		least.Height = min(least.Height, stackedLeast)
	}
	return least
}

// Layout implements fyne.Layout.
func (l *sidesLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.turn(size.Width < stackBelow && size.Width-l.width < besideLeast)
	switch {
	case l.narrow:
		l.stack.room = size.Height
		place(l.stacked, 0, 0, size.Width, size.Height)
		l.stacked.Refresh() // what is in it has another height at another width
	case l.sideFirst:
		place(l.side, 0, 0, l.width, size.Height)
		place(l.rest, l.width, 0, size.Width-l.width, size.Height)
	default:
		place(l.rest, 0, 0, size.Width-l.width, size.Height)
		place(l.side, size.Width-l.width, 0, l.width, size.Height)
	}
}

// turn moves the columns to where they stand now.
func (l *sidesLayout) turn(narrow bool) {
	if narrow == l.narrow {
		return
	}
	l.narrow = narrow
	within := l.stacked.Content.(*fyne.Container)
	if narrow {
		within.Objects = []fyne.CanvasObject{l.stack.first, l.stack.second}
		l.box.Objects = []fyne.CanvasObject{l.stacked}
		return
	}
	within.Objects = nil
	l.box.Objects = []fyne.CanvasObject{l.side, l.rest}
}

// stackLayout puts one column below the other. What scrolls by itself is shown whole, since the stack scrolls.
type stackLayout struct {
	first, second, rest fyne.CanvasObject
	width, room         float32 // as laid out last
}

func (l *stackLayout) heights(width float32) (first, second float32) {
	first, second = stackedHeight(l.first, width), stackedHeight(l.second, width)
	if free := l.room - first - second; free > 0 {
		if l.rest == l.first {
			return first + free, second
		}
		return first, second + free
	}
	return first, second
}

// stackedHeight is the height of a column in a stack.
func stackedHeight(o fyne.CanvasObject, width float32) float32 {
	if scroll, ok := o.(*container.Scroll); ok {
		return max(heightOf(scroll.Content, width), stackedLeast)
	}
	return max(heightOf(o, width), stackedLeast)
}

// MinSize implements fyne.Layout.
func (l *stackLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	least := l.first.MinSize().Max(l.second.MinSize())
	first, second := l.heights(max(least.Width, l.width))
	return fyne.NewSize(least.Width, first+second)
}

// Layout implements fyne.Layout.
func (l *stackLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if len(objects) == 0 {
		return
	}
	first, second := l.heights(size.Width)
	place(l.first, 0, 0, size.Width, first)
	place(l.second, 0, first, size.Width, second)
}
