package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

// NewField puts a label above a field.
func NewField(label string, field fyne.CanvasObject) *fyne.Container {
	words := NewLine(label, RoleCaption)
	words.Bold, words.Colour = true, look.Ink2
	return Column(Space4, words, field)
}

var _ fyne.Widget = (*SearchField)(nil)

// SearchField is a field to find something by; Esc empties it.
type SearchField struct {
	widget.Entry
}

// NewSearchField returns an empty field; changed is told what to look for.
func NewSearchField(placeholder string, changed func(text string)) *SearchField {
	f := &SearchField{}
	f.PlaceHolder, f.OnChanged, f.Icon = placeholder, changed, Icon(look.IconSearch, look.Ink2)
	f.ExtendBaseWidget(f)
	return f
}

// TypedKey implements fyne.Focusable.
func (f *SearchField) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape {
		f.SetText("")
		return
	}
	f.Entry.TypedKey(key)
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
