package ui

import "fyne.io/fyne/v2"

// askLayout puts a chat's log above its question and the box to write in. Where there is no room for all of them, what is below
// the chat, such as Stop, would be pushed out of a low window. So while a question waits the box goes first; then the log does,
// and then the question scrolls. Without one the box goes last.
type askLayout struct {
	log, question fyne.CanvasObject
	foot          *Panel
	asks          func() bool
}

func (l *askLayout) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	return l.log.MinSize().Height + heightOf(l.question, width) + heightOf(l.foot, width)
}

// MinSize implements fyne.Layout.
func (l *askLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	least := l.question.MinSize()
	return fyne.NewSize(max(l.log.MinSize().Width, least.Width, l.foot.MinSize().Width), least.Height)
}

// Layout implements fyne.Layout.
func (l *askLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	question, foot := heightOf(l.question, size.Width), heightOf(l.foot, size.Width)
	needed := question + foot
	if l.asks() {
		needed = l.heightFor(objects, size.Width)
	}
	l.foot.Hidden = needed > size.Height
	if l.foot.Hidden {
		foot = 0
	}
	question = min(question, size.Height-foot)
	log := max(size.Height-question-foot, 0)
	place(l.log, 0, 0, size.Width, log)
	place(l.question, 0, log, size.Width, question)
	place(l.foot, 0, size.Height-foot, size.Width, foot)
}

// questionLayout puts who is writing above the question, which has all the room that is left; that may be less than it asks
// for.
type questionLayout struct{ typing *Text }

// MinSize implements fyne.Layout.
func (l *questionLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range objects {
		if o.Visible() {
			size := o.MinSize()
			least = fyne.NewSize(max(least.Width, size.Width), least.Height+size.Height)
		}
	}
	return least
}

// Layout implements fyne.Layout.
func (l *questionLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		height := size.Height - y
		if o == fyne.CanvasObject(l.typing) {
			height = l.typing.HeightFor(size.Width)
		}
		if o.Visible() {
			place(o, 0, y, size.Width, height)
			y += height
		}
	}
}

func (l *questionLayout) heightFor(objects []fyne.CanvasObject, width float32) (height float32) {
	for _, o := range objects {
		if o.Visible() {
			height += heightOf(o, width)
		}
	}
	return height
}
