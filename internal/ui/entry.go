package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

var _ fyne.Widget = (*Entry)(nil)

// Entry is a field to write in that leaves its window the window's keys.
type Entry struct{ widget.Entry }

// NewEntry returns an empty field of one line.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	return e
}

// NewTextArea returns an empty field of several lines; Tab leaves it, as everywhere.
func NewTextArea(placeholder string) *Entry {
	e := NewEntry(placeholder)
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	return e
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(key *fyne.KeyEvent) { typeKey(e, &e.Entry, key) }

// TypedShortcut implements fyne.Shortcutable.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) { typeShortcut(e, &e.Entry, shortcut) }

// AcceptsTab implements fyne.Tabbable.
func (e *Entry) AcceptsTab() bool { return false }
