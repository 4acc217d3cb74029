package ui

import "fyne.io/fyne/v2"

// askLayout is a chat's frame, which lets its foot go while a question waits and there is no room for both: what is below the
// chat, such as Stop, would be pushed out of a low window.
type askLayout struct {
	frame fyne.Layout
	foot  *Panel
	asks  func() bool
}

// MinSize implements fyne.Layout.
func (l *askLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	hidden := l.foot.Hidden
	l.foot.Hidden = l.asks()
	least := l.frame.MinSize(objects)
	l.foot.Hidden = hidden
	return least
}

// Layout implements fyne.Layout.
func (l *askLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.foot.Hidden = false
	l.foot.Hidden = l.asks() && l.frame.MinSize(objects).Height > size.Height
	l.frame.Layout(objects, size)
}
