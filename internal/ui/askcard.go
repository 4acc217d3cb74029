package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*AskCard)(nil)

// AskCard is a question to the customer in the chat: No first, and as easy as Yes.
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
	lines = append(lines, NewText(text.Explanation, RoleTable), blank(0, Space4), Halves(Space8, c.no, c.yes))
	card := NewCard(Pad(Space12, Space12+2, Column(Space4, lines...)))
	card.Edge, card.Thickness = look.Accent, askEdge
	c.content = card
	c.ExtendBaseWidget(c)
	return c
}

const askEdge = 2

// longAddress is how many characters of an address fit into addressHeight, in dp, at the narrowest; a longer one scrolls there, so that
// No and Yes stay in sight.
const (
	longAddress   = 120
	addressHeight = 96
)

// newAddress shows a web address in a box of its own.
func newAddress(address string) fyne.CanvasObject {
	var shown fyne.CanvasObject = NewText(address, RoleTable)
	if len(address) > longAddress {
		shown = Height(addressHeight, container.NewVScroll(shown))
	}
	box := NewPanel(look.Soft, 0, Pad(Space8, Space8, shown))
	box.Radius = radiusControl
	return box
}

// No returns the button that refuses: a page gives it the focus.
func (c *AskCard) No() *Button { return c.no }

// Yes returns the button that allows.
func (c *AskCard) Yes() *Button { return c.yes }
