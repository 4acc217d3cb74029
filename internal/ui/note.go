package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Note)(nil)

// Note is a sentence or two that matter, on soft ground behind an icon.
type Note struct {
	block
	kind  Kind
	icon  look.Icon
	panel *Panel
	glyph *Glyph
	words *Text
}

// NewNote returns a note; **words** are bold.
func NewNote(icon look.Icon, text string, kind Kind) *Note {
	n := &Note{kind: kind, icon: icon, glyph: newLeadGlyph(icon, look.Ink, RoleBody), words: NewMarked(text, RoleBody)}
	n.panel = NewPanel(look.Raised, 0, Pad(noteVertical, Space16, Row(Space8+2, AlignTop(n.glyph), Grow(n.words))))
	n.panel.Radius = radiusControl
	n.content = n.panel
	n.show()
	n.ExtendBaseWidget(n)
	return n
}

const noteVertical = 11

// Set changes all of the note.
func (n *Note) Set(icon look.Icon, text string, kind Kind) {
	if n.icon == icon && n.kind == kind && n.words.Text == text {
		return
	}
	n.icon, n.kind, n.words.Text = icon, kind, text
	n.show()
	n.Refresh()
}

// SetRole changes the size of the words.
func (n *Note) SetRole(role Role) {
	n.words.Role, n.glyph.role = role, role
	n.Refresh()
}

func (n *Note) show() {
	ground, words := n.kind.tokens()
	n.panel.Fill = ground
	n.glyph.Set(n.icon, words)
	n.panel.Refresh()
	n.words.Refresh()
}
