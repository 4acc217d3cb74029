package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*AskCard)(nil)

// AskCard is a question to the customer in the chat: No first, and as easy as Yes.
type AskCard struct {
	block
	no, yes *Button
}

// AskText is what a question says.
type AskText struct{ Question, Explanation, No, Yes string }

// NewAskCard returns a question; answered is told the answer.
func NewAskCard(text AskText, answered func(yes bool)) *AskCard {
	c := &AskCard{
		no:  NewButton(text.No, "", Medium, func() { answered(false) }),
		yes: NewButton(text.Yes, "", Outlined, func() { answered(true) }),
	}
	c.no.Extent, c.yes.Extent = Medium40, Medium40
	question := NewText(text.Question, RoleReading)
	question.Bold = true
	card := NewCard(Pad(Space12, Space12+2, Column(Space4,
		question, NewText(text.Explanation, RoleTable), blank(0, Space4), Halves(Space8, c.no, c.yes))))
	card.Edge, card.Thickness = look.Accent, askEdge
	c.content = card
	c.ExtendBaseWidget(c)
	return c
}

const askEdge = 2

// No returns the button that refuses: a page gives it the focus.
func (c *AskCard) No() *Button { return c.no }

// Yes returns the button that allows.
func (c *AskCard) Yes() *Button { return c.yes }
