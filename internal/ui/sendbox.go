package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget     = (*SendBox)(nil)
	_ desktop.Keyable = (*SendBox)(nil)
)

// SendBox is a field for a message: Enter sends it, Shift+Enter begins a line.
type SendBox struct {
	widget.Entry

	// OnSend is told the text when Enter is pressed; the box empties itself.
	OnSend func(text string)
	// OnTyping is told of every change that the person makes, and whether something stands in the box after it.
	OnTyping func(something bool)
	// OnText is told the text after each change, OnKey asked about each key first; true says that it took the key.
	OnText func(text string)
	OnKey  func(key fyne.KeyName) bool
	// OnPage is told of the page keys, by pages downwards: the box shows all of a message that is not a letter.
	OnPage func(pages int)

	shift bool
	rows  int
}

// sendBoxRows is how high the box grows before it scrolls.
const sendBoxRows = 4

// NewSendBox returns an empty field.
func NewSendBox(placeholder string, send func(text string)) *SendBox {
	b := &SendBox{OnSend: send}
	b.MultiLine, b.Wrapping, b.PlaceHolder = true, fyne.TextWrapWord, placeholder
	b.OnChanged = b.grow
	b.ExtendBaseWidget(b)
	b.SetMinRowsVisible(1)
	return b
}

func (b *SendBox) grow(text string) {
	if rows := min(strings.Count(text, "\n")+1, sendBoxRows); rows != b.rows {
		b.rows = rows
		b.SetMinRowsVisible(rows)
	}
	if b.OnTyping != nil {
		b.OnTyping(strings.TrimSpace(text) != "")
	}
	if b.OnText != nil {
		b.OnText(text)
	}
}

func (b *SendBox) submit() {
	text := b.Text
	if strings.TrimSpace(text) == "" {
		return
	}
	b.SetText("")
	if b.OnSend != nil {
		b.OnSend(text)
	}
}

// KeyDown implements desktop.Keyable.
func (b *SendBox) KeyDown(key *fyne.KeyEvent) {
	b.setShift(key, true)
	b.Entry.KeyDown(key)
}

// KeyUp implements desktop.Keyable.
func (b *SendBox) KeyUp(key *fyne.KeyEvent) {
	b.setShift(key, false)
	b.Entry.KeyUp(key)
}

func (b *SendBox) setShift(key *fyne.KeyEvent, down bool) {
	if key.Name == desktop.KeyShiftLeft || key.Name == desktop.KeyShiftRight {
		b.shift = down
	}
}

// FocusLost implements fyne.Focusable: a Shift that is let go elsewhere is not held here.
func (b *SendBox) FocusLost() {
	b.shift = false
	b.Entry.FocusLost()
}

// TypedKey implements fyne.Focusable.
func (b *SendBox) TypedKey(key *fyne.KeyEvent) {
	if b.OnKey != nil && b.OnKey(key.Name) {
		return
	}
	if pages := pagesOf(key.Name); pages != 0 && b.OnPage != nil {
		b.OnPage(pages)
		return
	}
	if key.Name != fyne.KeyReturn && key.Name != fyne.KeyEnter {
		typeKey(b, &b.Entry, key)
		return
	}
	if !b.shift {
		b.submit()
		return
	}
	// Fyne's entry takes Shift+Enter for a submission of its own; only a plain Enter begins a line there.
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	b.Entry.KeyUp(shift)
	b.Entry.TypedKey(key)
	b.Entry.KeyDown(shift)
}

// pagesOf is how many pages down a key leads; 0 for all but two.
func pagesOf(key fyne.KeyName) int {
	switch key {
	case fyne.KeyPageUp:
		return -1
	case fyne.KeyPageDown:
		return 1
	}
	return 0
}

// Put replaces what stands in the box, with the cursor behind it.
func (b *SendBox) Put(text string) {
	b.SetText(text)
	lines := strings.Split(text, "\n")
	b.CursorRow, b.CursorColumn = len(lines)-1, len([]rune(lines[len(lines)-1]))
	b.Refresh()
}

// TypedShortcut implements fyne.Shortcutable.
func (b *SendBox) TypedShortcut(shortcut fyne.Shortcut) { typeShortcut(b, &b.Entry, shortcut) }

// AcceptsTab implements fyne.Tabbable: Tab leaves the box, as everywhere.
func (b *SendBox) AcceptsTab() bool { return false }
