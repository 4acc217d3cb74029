package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

// The focus ring: ringWidth wide, ringGap away from what it surrounds.
const (
	ringWidth = 2
	ringGap   = 2
	ringReach = ringWidth + ringGap
)

// newRing returns a focus ring for something with corners of a radius.
func newRing(radius float32) *canvas.Rectangle {
	ring := newBox(radius + ringReach)
	ring.Hide()
	return ring
}

// setRing shows or hides a ring.
func setRing(ring *canvas.Rectangle, w fyne.Widget, focused bool) {
	setBox(ring, nil, tint(look.Ink, w), ringWidth)
	ring.Hidden = !focused
}

// placeRing puts a ring around a rectangle. It reaches outside of the widget, which Fyne allows.
func placeRing(ring *canvas.Rectangle, x, y, width, height float32) {
	place(ring, x-ringReach, y-ringReach, width+2*ringReach, height+2*ringReach)
}

// setFocus gives a widget the keyboard.
func setFocus(w fyne.Focusable) {
	if c := canvasFor(w.(fyne.CanvasObject)); c != nil {
		c.Focus(w)
	}
}

func canvasFor(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

var (
	_ fyne.Focusable     = (*pressable)(nil)
	_ fyne.Tappable      = (*pressable)(nil)
	_ desktop.Hoverable  = (*pressable)(nil)
	_ desktop.Cursorable = (*pressable)(nil)
)

// pressable is what all widgets share that are pressed: focus, hover, click, Space and Enter, a hint. Its owner paints
// what it remembers.
type pressable struct {
	widget.DisableableWidget

	// OnTapped is called when the widget is pressed; nil does nothing.
	OnTapped func()
	// Hint explains a widget that shows no words, while the pointer or the focus is on it.
	Hint string
	// OnKey is asked about each key first, where it is set; true says that it took the key.
	OnKey func(key *fyne.KeyEvent) bool

	self             fyne.Widget // the widget that embeds this one
	focused, hovered bool
	hint             hintHandle
}

// extend makes self the widget that Fyne knows.
func (p *pressable) extend(self fyne.Widget) {
	p.self = self
	p.ExtendBaseWidget(self)
}

// Tapped implements fyne.Tappable.
func (p *pressable) Tapped(*fyne.PointEvent) { p.press() }

func (p *pressable) press() {
	p.hint.hide()
	if !p.Disabled() && p.OnTapped != nil {
		p.OnTapped()
	}
}

// FocusGained implements fyne.Focusable.
func (p *pressable) FocusGained() {
	p.focused = true
	if p.Hint != "" {
		p.hint.show(p.self, p.Hint)
	}
	p.Refresh()
}

// FocusLost implements fyne.Focusable.
func (p *pressable) FocusLost() {
	p.focused = false
	p.hint.hide()
	p.Refresh()
}

// TypedRune implements fyne.Focusable.
func (p *pressable) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (p *pressable) TypedKey(key *fyne.KeyEvent) {
	if p.OnKey != nil && p.OnKey(key) {
		return
	}
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.press()
	case fyne.KeyEscape:
		p.hint.hide()
		passKey(p.self, key)
	default:
		passKey(p.self, key)
	}
}

// MouseIn implements desktop.Hoverable.
func (p *pressable) MouseIn(*desktop.MouseEvent) {
	p.hovered = true
	if p.Hint != "" {
		p.hint.showSoon(p.self, p.Hint)
	}
	p.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (p *pressable) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *pressable) MouseOut() {
	p.hovered = false
	p.hint.hide()
	p.Refresh()
}

// Cursor implements desktop.Cursorable.
func (p *pressable) Cursor() desktop.Cursor {
	if p.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}
