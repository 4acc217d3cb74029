package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/ui"
)

var _ fyne.Layout = (*viewerLayout)(nil)

// viewerLayout puts the tools above the picture and the facts below it. In full screen the picture has all the room; the
// tools lie on it while the pointer is at the window's upper edge.
type viewerLayout struct {
	display   *ui.RemoteDisplay
	top, foot fyne.CanvasObject
	changed   func() // lays out anew

	full, peeking bool
}

// edge is how near to the upper edge the pointer calls the tools, in dp.
const edge = 2

// setFull gives the picture all the room, or takes it back.
func (l *viewerLayout) setFull(full bool) {
	l.full, l.peeking = full, false
	l.arrange()
}

// bare tells whether nothing but the picture is seen.
func (l *viewerLayout) bare() bool { return l.full && !l.peeking }

// pointer follows the pointer over the picture.
func (l *viewerLayout) pointer(at fyne.Position) {
	peeking := l.full && (at.Y < edge || l.peeking && at.Y < l.top.Size().Height)
	if peeking != l.peeking {
		l.peeking = peeking
		l.arrange()
	}
}

func (l *viewerLayout) arrange() {
	setVisible(l.top, !l.bare())
	setVisible(l.foot, !l.full)
	l.changed()
}

// MinSize implements fyne.Layout.
func (l *viewerLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	top, foot, display := l.top.MinSize(), l.foot.MinSize(), l.display.MinSize()
	return fyne.NewSize(max(top.Width, foot.Width, display.Width), top.Height+foot.Height+display.Height)
}

// Layout implements fyne.Layout.
func (l *viewerLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	top, foot := l.top.MinSize().Height, l.foot.MinSize().Height
	l.top.Move(fyne.Position{})
	l.top.Resize(fyne.NewSize(size.Width, top))
	if l.full {
		top, foot = 0, 0
	}
	l.display.Move(fyne.NewPos(0, top))
	l.display.Resize(fyne.NewSize(size.Width, size.Height-top-foot))
	l.foot.Move(fyne.NewPos(0, size.Height-foot))
	l.foot.Resize(fyne.NewSize(size.Width, foot))
}
