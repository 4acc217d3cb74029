package ui

import (
	"fyne.io/fyne/v2"
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
	typeKey(f, &f.Entry, key)
}

// TypedShortcut implements fyne.Shortcutable.
func (f *SearchField) TypedShortcut(shortcut fyne.Shortcut) { typeShortcut(f, &f.Entry, shortcut) }
