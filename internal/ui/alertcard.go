package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*AlertCard)(nil)

// AlertKind is what an alert is about; it has a colour, an icon and words.
type AlertKind uint8

// The kinds.
const (
	AlertRequest  AlertKind = iota // yellow: somebody asks for help
	AlertMatch                     // green: a customer picked this agent
	AlertInvite                    // blue: a colleague invites into a session
	AlertTransfer                  // orange: a colleague hands a session over
)

// AlertSize is the size of an alert in dp.
func AlertSize() fyne.Size { return fyne.NewSize(424, 252) }

// alertLook is a kind's icon and colours.
type alertLook struct {
	icon        look.Icon
	fill, words look.Token
}

func (k AlertKind) look() alertLook {
	switch k {
	case AlertMatch:
		return alertLook{look.IconMatch, look.Green, look.OnGreen}
	case AlertInvite:
		return alertLook{look.IconInvite, look.Blue, look.OnBlue}
	case AlertTransfer:
		return alertLook{look.IconTransfer, look.Orange, look.OnOrange}
	}
	return alertLook{look.IconQuestion, look.Yellow, look.OnYellow}
}

// AlertState is what an alert says.
type AlertState struct {
	Kind AlertKind
	// Head is the kind in words; From stands at the right of it: the portal, or the colleague.
	Head, From string
	// Who asks, and Time how long they wait or the session lasts.
	Who, Time string
	// Quote is the question, or the colleague's comment.
	Quote string
	// Note says who was asked, or who reads the comment; it has an icon where NoteIcon is set.
	Note     string
	NoteIcon look.Icon
	// Yes and No are the buttons' words. Left says the time that is left, which is a Share of all from 0 to 1.
	Yes, No, Left string
	Share         float32
	// Key is how the keyboard answers with Yes from another window; empty where another alert has these keys.
	Key string
	// Locked keeps the buttons from being pressed: right after another alert stood in this place.
	Locked bool
}

// AlertCard asks an agent whether to take a request or a session, for a short time. It fills a window of AlertSize.
type AlertCard struct {
	block

	state      AlertState
	head       *Panel
	glyph      *Glyph
	kind, from *Text
	who, time  *Text
	quote      *Text
	note       *Text
	noteGlyph  *Glyph
	yes, no    *Button
	left       *Text
	bar        *Bar
	key        *Text
}

// quoteLines is how much of a question an alert shows; the list has all of it.
const quoteLines = 2

// NewAlertCard returns an alert that says nothing yet; answered is told the answer.
func NewAlertCard(answered func(yes bool)) *AlertCard {
	c := &AlertCard{
		glyph: NewGlyph("", look.OnYellow, iconSizeLarge), kind: NewTitle("", RoleBody), from: NewLine("", RoleBody), who: NewTitle("", RoleSubheading),
		time: NewLine("", RoleTable), quote: NewText("", RoleBody), note: NewMuted("", RoleCaption), noteGlyph: NewGlyph("", look.Ink2, iconSizeSmall),
		left: NewLine("", RoleTable), bar: NewBar(), key: NewMuted("", RoleCaption),
	}
	c.yes = NewButton("", look.IconCheck, High, func() { c.answer(answered, true) })
	c.no = NewButton("", "", Medium, func() { c.answer(answered, false) })
	c.time.Colour, c.left.Colour = look.Ink2, look.Ink2
	c.quote.Most, c.note.Overflow, c.key.Overflow = quoteLines, Ellipsis, OneLine
	c.head = NewPanel(look.Yellow, 0, Pad(Space8+2, Space16, Row(Space8, c.glyph, Grow(c.kind), c.from)))
	quote := NewQuote(c.quote)
	body := Pad(Space8, Space16-2, Column(Space8,
		Row(Space8, Grow(c.who), c.time), Height(quoteLines*alertLine+2*(Space12-2), quote),
		Row(Space4, c.noteGlyph, Grow(c.note)),
		Row(Space8, c.yes, c.no, layout.NewSpacer(), c.key, c.left), c.bar))
	card := NewPanel(look.Surface, 0, Pad(edgeWidth, edgeWidth, Frame(c.head, nil, body)))
	card.Frame, card.Edge = true, look.Border
	c.content = card
	c.ExtendBaseWidget(c)
	return c
}

// alertLine is the height of a line of the question.
const alertLine = 22

func (c *AlertCard) answer(answered func(yes bool), yes bool) {
	if !c.state.Locked {
		answered(yes)
	}
}

// Yes returns the button that accepts, No the one that does not.
func (c *AlertCard) Yes() *Button { return c.yes }

// No returns the button that declines.
func (c *AlertCard) No() *Button { return c.no }

// Set changes what the alert says.
func (c *AlertCard) Set(state AlertState) {
	if c.state == state {
		return
	}
	kind := c.state.Kind != state.Kind || c.state.Head == ""
	moved := kind || c.state.Note != state.Note || c.state.From != state.From || c.state.Key != state.Key || c.state.Yes != state.Yes
	c.state = state
	if l := state.Kind.look(); kind {
		c.glyph.Set(l.icon, l.words)
		c.kind.SetColour(l.words)
		c.from.SetColour(l.words)
		c.head.Fill = l.fill
		c.head.Refresh()
	}
	for text, words := range map[*Text]string{
		c.kind: state.Head, c.from: state.From, c.who: state.Who, c.quote: state.Quote, c.note: state.Note, c.left: state.Left, c.time: state.Time, c.key: state.Key,
	} {
		text.SetText(words)
	}
	c.noteGlyph.Set(state.NoteIcon, look.Ink2)
	c.noteGlyph.Hidden = state.NoteIcon == ""
	c.yes.SetText(state.Yes)
	c.no.SetText(state.No)
	c.yes.SetEnabled(!state.Locked)
	c.no.SetEnabled(!state.Locked)
	c.bar.Set(state.Share, look.Accent)
	if moved {
		c.Refresh()
	}
}
