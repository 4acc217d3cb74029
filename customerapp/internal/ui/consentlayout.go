package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/words"
)

// Below this width or height, in dp, there is no room for two columns in which a long name and the warning stay and something is
// left to scroll. Stacked, the page can be as low as consentLeast, unless names are long.
const (
	consentNarrow = 700
	consentLow    = 560
	consentLeast  = 300
)

// consentParts are the parts of the page that stand in either arrangement, in the order of Tab.
type consentParts [6]fyne.CanvasObject

// The parts.
const (
	partWho = iota
	partFacts
	partWarning
	partTitle
	partLadder
	partFoot
)

// arrangement is a way to put the parts: each has a place of its own, which is empty while the other way is taken.
type arrangement struct {
	root   fyne.CanvasObject
	places [len(consentParts{})]*fyne.Container
}

func newArrangement() *arrangement {
	a := &arrangement{}
	for i := range a.places {
		a.places[i] = ui.Column(0)
	}
	return a
}

// hold takes the parts, or with none gives them away.
func (a *arrangement) hold(parts []fyne.CanvasObject) {
	for i, place := range a.places {
		place.Objects = nil
		if i < len(parts) {
			place.Objects = []fyne.CanvasObject{parts[i]}
		}
	}
}

// arrange puts the page together. Name, warning and both buttons stay in a window of any size; what is between them scrolls.
func (p *consentPage) arrange(state consentState) fyne.CanvasObject {
	t := p.texts
	parts := consentParts{
		partWho: p.who(state), partFacts: p.facts(state), partLadder: p.ladder(state),
		partWarning: ui.NewNote(look.IconWarning, t.T("customer.consent.warning"), ui.KindDanger),
		partTitle:   ui.NewTitle(t.T("customer.consent.title", words.Args{"Name": state.FirstName}), ui.RoleHeading),
		partFoot: ui.Column(ui.Space8,
			ui.Pad(0, 0, p.bar), // keeps its place when it is gone
			ui.Halves(ui.Space12, p.no, p.start)),
	}
	l := &consentLayout{parts: parts, columns: p.columns(), stacked: stacked()}
	return container.New(l, l.columns.root, l.stacked.root)
}

// columns puts who asks beside what may be allowed. The sides of what scrolls leave room for the answers' focus ring, which
// would be cut off there.
func (p *consentPage) columns() *arrangement {
	a := newArrangement()
	at := a.places
	head := ui.Column(ui.Space16, ui.NewMuted(p.texts.T("customer.consent.who"), ui.RoleReading), at[partWho])
	who := ui.NewPanel(look.Surface, ui.Right, ui.Pad(ui.Space24, ui.Space24,
		ui.Frame(head, at[partWarning], container.NewVScroll(ui.Pad(ui.Space16, 0, at[partFacts])))))
	p.list = container.NewVScroll(ui.Pad(ui.Space4, ui.Space4, at[partLadder]))
	what := ui.Pad(ui.Space24, ui.Space24-ui.Space4,
		ui.Frame(ui.Pad(0, ui.Space4, at[partTitle]), ui.Pad(0, ui.Space4, at[partFoot]), p.list))
	a.root = ui.SideBySide(who, what, consentSide, true)
	return a
}

// stacked puts everything below each other.
func stacked() *arrangement {
	a := newArrangement()
	at := a.places
	const side = ui.Space24
	top := ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8, side, at[partWho]))
	foot := ui.NewPanel(look.Surface, ui.Top, ui.Pad(ui.Space12, side, ui.Column(ui.Space8, at[partWarning], at[partFoot])))
	a.root = ui.Frame(top, foot, container.NewVScroll(ui.Pad(ui.Space12, side, ui.Column(ui.Space12, at[partTitle], at[partLadder], at[partFacts]))))
	return a
}

// consentLayout takes the arrangement that the window has room for.
type consentLayout struct {
	parts            consentParts
	columns, stacked *arrangement
	taken            *arrangement // nil before the first layout
}

// MinSize implements fyne.Layout.
func (l *consentLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	if l.taken == nil {
		l.take(l.columns)
	}
	least := l.taken.root.MinSize()
	if l.taken == l.columns {
		least.Height = min(least.Height, consentLeast) // they are stacked before they lack room
	}
	return least
}

// Layout implements fyne.Layout.
func (l *consentLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	wanted := l.columns
	if size.Width < consentNarrow || size.Height < consentLow {
		wanted = l.stacked
	}
	moved := wanted != l.taken
	l.take(wanted)
	wanted.root.Move(fyne.Position{})
	wanted.root.Resize(size)
	if moved { // an arrangement that had this size before does not lay itself out again
		wanted.root.Refresh()
	}
}

func (l *consentLayout) take(wanted *arrangement) {
	if wanted == l.taken {
		return
	}
	for _, a := range []*arrangement{l.columns, l.stacked} {
		if a != wanted {
			a.hold(nil)
			a.root.Hide()
		}
	}
	wanted.hold(l.parts[:])
	wanted.root.Show()
	l.taken = wanted
}
