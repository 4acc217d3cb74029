package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

// showMenu opens a menu below an object. Arrows, Enter and Esc work in it, as Fyne provides.
func showMenu(below fyne.CanvasObject, items []*fyne.MenuItem) {
	c := canvasFor(below)
	if c == nil || len(items) == 0 {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(below)
	at.Y += below.Size().Height + Space4
	ShowMenu(c, at, items)
}

// ShowMenu opens a menu at a place of a window. Arrows, Enter and Esc work in it, as Fyne provides.
func ShowMenu(c fyne.Canvas, at fyne.Position, items []*fyne.MenuItem) {
	if len(items) == 0 {
		return
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), c)
	menu.ShowAtPosition(at)
	c.Focus(menu)
}

var _ fyne.Widget = (*Select)(nil)

// Select is a choice out of a list, shown as a field with a mark; it opens a menu.
type Select struct {
	Button

	// OnChanged is told the index of the new choice.
	OnChanged func(index int)

	options  []string
	selected int
	colour   look.Token // of the icon
}

// NewSelect returns a choice with one option chosen.
func NewSelect(options []string, selected int, changed func(index int)) *Select {
	s := &Select{OnChanged: changed}
	s.init("", "", Outlined)
	s.Menu = true
	s.OnTapped = s.open
	s.extend(s)
	s.fill(options, selected)
	return s
}

// SetOptions changes the list and the choice, without telling OnChanged.
func (s *Select) SetOptions(options []string, selected int) {
	if selected == s.selected && slices.Equal(options, s.options) {
		return
	}
	s.fill(options, selected)
	s.Refresh()
}

// SetIcon puts an icon of a colour of its own before the choice.
func (s *Select) SetIcon(icon look.Icon, colour look.Token) {
	if s.Icon != icon || s.colour != colour {
		s.Icon, s.colour = icon, colour
		s.Refresh()
	}
}

func (s *Select) fill(options []string, selected int) {
	s.options, s.selected = options, selected
	s.Text = ""
	if selected >= 0 && selected < len(options) {
		s.Text = options[selected]
	}
}

// Options returns the list.
func (s *Select) Options() []string { return s.options }

// Selected returns the index of the choice.
func (s *Select) Selected() int { return s.selected }

func (s *Select) open() {
	var items []*fyne.MenuItem
	for i, option := range s.options {
		item := fyne.NewMenuItem(option, func() { s.choose(i) })
		if i == s.selected {
			item.Icon = Icon(look.IconCheck, look.Accent)
		}
		items = append(items, item)
	}
	showMenu(s, items)
}

func (s *Select) choose(index int) {
	if index == s.selected || index < 0 || index >= len(s.options) {
		return
	}
	s.SetOptions(s.options, index)
	if s.OnChanged != nil {
		s.OnChanged(index)
	}
}

// TypedKey implements fyne.Focusable: up and down change the choice without opening the list.
func (s *Select) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyUp:
		s.choose(s.selected - 1)
	case fyne.KeyDown:
		s.choose(s.selected + 1)
	default:
		s.Button.TypedKey(key)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return draw(s)
}

func (s *Select) minSize() fyne.Size {
	size := s.Button.minSize()
	for _, option := range s.options {
		width := fyne.MeasureText(option, sizeOf(s.role(), s), fyne.TextStyle{}).Width
		size.Width = max(size.Width, s.textStart()+width+buttonGap+iconSizeSmall+selectSide)
	}
	return size
}

const selectSide = 10

// textStart is where the words begin.
func (s *Select) textStart() float32 {
	if s.Icon == "" {
		return selectSide
	}
	return selectSide + s.iconSide() + buttonGap
}

func (s *Select) layout(size fyne.Size) {
	s.Button.layout(size)
	place(s.glyph, selectSide, (size.Height-s.iconSide())/2, s.iconSide(), s.iconSide())
	placeMiddle(s.words, s.textStart(), s.words.MinSize().Width, size.Height)
	place(s.mark, size.Width-selectSide-iconSizeSmall, (size.Height-iconSizeSmall)/2, iconSizeSmall, iconSizeSmall)
}

func (s *Select) paint() {
	s.Button.paint()
	setGlyph(s.glyph, s.Icon, s.colour)
	s.words.TextStyle.Bold = s.Icon != ""
	s.words.Refresh()
}
