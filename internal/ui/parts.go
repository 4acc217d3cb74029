package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ fyne.Tappable     = (*parts)(nil)
	_ desktop.Hoverable = (*parts)(nil)
)

// parts is what widgets share that consist of several things to press, side by side or one below the other: which one the pointer is
// on, and which one is pressed. Its owner paints what it remembers.
type parts struct {
	self fyne.Widget // the widget that embeds this one
	// at returns the part at a place, nothingHovered for none; pressed is told the one that is clicked.
	at      func(place fyne.Position) int
	pressed func(index int)
	hovered int
}

// nothingHovered is no part.
const nothingHovered = -1

func newParts(self fyne.Widget, at func(place fyne.Position) int, pressed func(index int)) parts {
	return parts{self: self, at: at, pressed: pressed, hovered: nothingHovered}
}

// Tapped implements fyne.Tappable.
func (p *parts) Tapped(e *fyne.PointEvent) {
	if i := p.at(e.Position); i != nothingHovered {
		p.pressed(i)
	}
}

// MouseIn implements desktop.Hoverable.
func (p *parts) MouseIn(e *desktop.MouseEvent) { p.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (p *parts) MouseMoved(e *desktop.MouseEvent) { p.hover(p.at(e.Position)) }

// MouseOut implements desktop.Hoverable.
func (p *parts) MouseOut() { p.hover(nothingHovered) }

func (p *parts) hover(index int) {
	if p.hovered != index {
		p.hovered = index
		p.self.Refresh()
	}
}

// choice is parts of which one is chosen, by the pointer or by the keyboard: the whole takes the focus once, arrows move inside.
type choice struct {
	parts
	focused  bool
	selected int
}

// FocusGained implements fyne.Focusable.
func (c *choice) FocusGained() { c.setFocused(true) }

// FocusLost implements fyne.Focusable.
func (c *choice) FocusLost() { c.setFocused(false) }

func (c *choice) setFocused(focused bool) {
	c.focused = focused
	c.self.Refresh()
}

// TypedRune implements fyne.Focusable.
func (c *choice) TypedRune(rune) {}

// move moves the choice among count parts, and reports whether the key does that; sideways tells that they stand side by side.
func (c *choice) move(key fyne.KeyName, count int, sideways bool) bool {
	switch {
	case key == fyne.KeyUp, sideways && key == fyne.KeyLeft:
		c.pressed(c.selected - 1)
	case key == fyne.KeyDown, sideways && key == fyne.KeyRight:
		c.pressed(c.selected + 1)
	case key == fyne.KeyHome:
		c.pressed(0)
	case key == fyne.KeyEnd:
		c.pressed(count - 1)
	default:
		return false
	}
	return true
}
