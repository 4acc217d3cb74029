package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*AskCard)(nil)

// AskCard is a question to the customer in the chat: No first, and as easy as Yes. Where it has less height than it asks for,
// its words scroll, and No and Yes stay.
type AskCard struct {
	block
	no, yes *Button
}

// AskText is what a question says.
type AskText struct {
	Question, Explanation, No, Yes string
	// Address is a web address that the question is about, shown to its last character; empty for none.
	Address string
}

// NewAskCard returns a question; answered is told the answer.
func NewAskCard(text AskText, answered func(yes bool)) *AskCard {
	c := &AskCard{
		no:  NewButton(text.No, "", Medium, func() { answered(false) }),
		yes: NewButton(text.Yes, "", Outlined, func() { answered(true) }),
	}
	c.no.Extent, c.yes.Extent = Medium40, Medium40
	question := NewText(text.Question, RoleReading)
	question.Bold = true
	lines := []fyne.CanvasObject{question}
	if text.Address != "" {
		lines = append(lines, newAddress(text.Address))
	}
	lines = append(lines, NewText(text.Explanation, RoleTable))
	const side = Space12 + 2
	answers := Pad(0, side, Column(0, blank(0, Space8), Halves(Space8, c.no, c.yes)))
	card := NewCard(Pad(Space12, 0, Squeeze(nil, answers, Pad(0, side, Column(Space4, lines...)))))
	card.Edge, card.Thickness = look.Accent, askEdge
	c.content = card
	c.ExtendBaseWidget(c)
	return c
}

const askEdge = 2

// askMost is the greatest height that a question asks for, in dp: with an address that is longer its words scroll, so that some
// of the chat stays in sight.
const askMost = 300

// HeightFor returns the height that the question asks for at a width.
func (c *AskCard) HeightFor(width float32) float32 { return min(c.block.HeightFor(width), askMost) }

// newAddress shows a web address in a box of its own.
func newAddress(address string) fyne.CanvasObject {
	box := NewPanel(look.Soft, 0, Pad(Space8, Space8, NewText(address, RoleTable)))
	box.Radius = radiusControl
	return box
}

// No returns the button that refuses: a page gives it the focus.
func (c *AskCard) No() *Button { return c.no }

// Yes returns the button that allows.
func (c *AskCard) Yes() *Button { return c.yes }
