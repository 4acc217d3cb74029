package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*StatusPane)(nil)

// Exposure is how much of the customer's computer is open to others right now.
type Exposure uint8

// The exposures: each has a colour for the pane's and the banner's edge.
const (
	Closed Exposure = iota
	Seen
	Controlled
	Paused
)

// edge and icon return how an exposure looks.
func (e Exposure) edge() look.Token {
	switch e {
	case Seen:
		return look.Warning
	case Controlled:
		return look.Danger
	}
	return look.Border
}

func (e Exposure) icon() look.Icon {
	switch e {
	case Seen:
		return look.IconEye
	case Controlled:
		return look.IconPointer
	case Paused:
		return look.IconPause
	}
	return look.IconEyeOff
}

// StatusPaneState is what the pane says.
type StatusPaneState struct {
	Exposure      Exposure
	Title, Detail string
	// Time is how long it has been so, such as "18:04".
	Time string
}

// StatusPane tells the customer who sees and who controls, at the foot of the chat box; with the buttons that end it.
type StatusPane struct {
	block
	state         StatusPaneState
	set           bool // whether state has been shown
	panel         *Panel
	glyph         *Glyph
	title, detail *Text
	time          *Text
}

const paneEdge = 3

// NewStatusPane returns the pane for the foot of a window, with buttons of equal width below its words.
func NewStatusPane(buttons ...fyne.CanvasObject) *StatusPane {
	p := newStatusPane()
	p.detail.Overflow = Wrap // where several see, all are named
	p.panel = NewPanel(look.Surface, Top, Pad(Space12, Space16, Column(Space8+2,
		Row(Space12, p.glyph, Grow(Column(0, p.title, p.detail)), p.time), Halves(Space8, buttons...))))
	p.finish(paneEdge)
	return p
}

const bannerEdge = 6

// NewBanner returns the same for the banner on top of the desktop: flat, with the buttons behind the words.
func NewBanner(buttons ...fyne.CanvasObject) *StatusPane {
	p := newStatusPane()
	objects := append([]fyne.CanvasObject{p.glyph, Grow(Column(0, p.title, p.detail)), p.time}, buttons...)
	p.panel = NewPanel(look.Surface, Top, Pad(Space8, Space12, Row(Space12, objects...)))
	p.finish(bannerEdge)
	return p
}

func newStatusPane() *StatusPane {
	p := &StatusPane{
		glyph: NewGlyph(look.IconEyeOff, look.Border, iconSizeLarge),
		title: NewTitle("", RoleReading), detail: NewText("", RoleTable), time: NewLine("", RoleReading),
	}
	p.detail.Colour, p.detail.Overflow = look.Ink2, Ellipsis
	p.time.Bold = true
	return p
}

func (p *StatusPane) finish(edge float32) {
	p.panel.Thickness = edge
	p.content = p.panel
	p.ExtendBaseWidget(p)
	p.Set(StatusPaneState{})
}

// Set changes what the pane says.
func (p *StatusPane) Set(state StatusPaneState) {
	if p.set && p.state == state {
		return
	}
	p.state, p.set = state, true
	p.panel.Edge = state.Exposure.edge()
	p.glyph.Set(state.Exposure.icon(), state.Exposure.edge())
	p.title.SetText(state.Title)
	p.detail.SetText(state.Detail)
	p.time.SetText(state.Time)
	p.panel.Refresh()
	p.Refresh()
}
