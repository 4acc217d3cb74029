package ui

import (
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
	s.fill(options, selected)
	s.Refresh()
}

func (s *Select) fill(options []string, selected int) {
	s.options, s.selected = options, selected
	s.Text = ""
	if selected >= 0 && selected < len(options) {
		s.Text = options[selected]
	}
}

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
		size.Width = max(size.Width, width+buttonGap+iconSizeSmall+2*selectSide)
	}
	return size
}

const selectSide = 10

func (s *Select) layout(size fyne.Size) {
	s.Button.layout(size)
	placeMiddle(s.words, selectSide, s.words.MinSize().Width, size.Height)
	place(s.mark, size.Width-selectSide-iconSizeSmall, (size.Height-iconSizeSmall)/2, iconSizeSmall, iconSizeSmall)
}

func (s *Select) paint() {
	s.Button.paint()
	s.words.TextStyle.Bold = false
	s.words.Refresh()
}
