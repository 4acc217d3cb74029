package ui

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var (
	_ fyne.Widget       = (*Suggestions)(nil)
	_ fyne.Tappable     = (*Suggestions)(nil)
	_ desktop.Hoverable = (*Suggestions)(nil)
)

// Suggestion is one of the texts that could be meant.
type Suggestion struct {
	Icon look.Icon
	// Title is bold; Text stands behind it as far as there is room.
	Title, Text string
}

// Suggestions are what could be meant by what stands in a box, one of them chosen. The keyboard stays with the box: its owner
// moves the choice.
type Suggestions struct {
	widget.BaseWidget
	parts

	// OnChosen is told the suggestion that is clicked.
	OnChosen func(index int)

	list   []Suggestion
	chosen int
	ground *canvas.Rectangle
	lines  []*suggestionLine
}

// suggestionLine is the objects of one suggestion.
type suggestionLine struct {
	ground      *canvas.Rectangle
	glyph       *canvas.Image
	title, text *canvas.Text
}

// NewSuggestions returns an empty list, which is hidden.
func NewSuggestions(chosen func(index int)) *Suggestions {
	s := &Suggestions{OnChosen: chosen, ground: newBox(radiusControl)}
	s.parts = newParts(s, s.lineAt, func(index int) {
		if s.OnChosen != nil {
			s.OnChosen(index)
		}
	})
	s.ExtendBaseWidget(s)
	s.Hide()
	return s
}

// Set changes the list; an empty one is hidden. The first suggestion is chosen.
func (s *Suggestions) Set(list []Suggestion) {
	if slices.Equal(list, s.list) && s.Visible() == (len(list) > 0) {
		return
	}
	s.list, s.chosen, s.hovered = list, 0, nothingHovered
	for len(s.lines) < len(list) {
		s.lines = append(s.lines, &suggestionLine{ground: newBox(radiusBadge), glyph: newGlyph("", look.Ink2), title: newLine(), text: newLine()})
	}
	s.lines = s.lines[:len(list)]
	if s.Hidden = len(list) == 0; !s.Hidden {
		s.Refresh()
	}
}

// Chosen returns the suggestion that is chosen; there is one while the list is not empty.
func (s *Suggestions) Chosen() int { return s.chosen }

// Len returns how many suggestions there are.
func (s *Suggestions) Len() int { return len(s.list) }

// Step chooses another suggestion, by lines below the present one.
func (s *Suggestions) Step(lines int) {
	if n := len(s.list); n > 0 {
		s.chosen = (s.chosen + lines + n) % n
		s.Refresh()
	}
}

func (s *Suggestions) lineAt(at fyne.Position) int {
	i := int((at.Y - Space4) / suggestionHeight)
	if at.Y < Space4 || i >= len(s.list) {
		return nothingHovered
	}
	return i
}

// CreateRenderer implements fyne.Widget.
func (s *Suggestions) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return draw(s)
}

const suggestionHeight = 28

func (s *Suggestions) minSize() fyne.Size {
	return fyne.NewSize(0, suggestionHeight*float32(len(s.list))+2*Space4)
}

func (s *Suggestions) layout(size fyne.Size) {
	place(s.ground, 0, 0, size.Width, size.Height)
	measure := newWrapper(sizeOf(RoleTable, s))
	for i, l := range s.lines {
		y := Space4 + suggestionHeight*float32(i)
		place(l.ground, Space4, y, size.Width-2*Space4, suggestionHeight)
		place(l.glyph, Space12, y+(suggestionHeight-iconSizeSmall)/2, iconSizeSmall, iconSizeSmall)
		x := float32(Space12 + iconSizeSmall + Space8)
		l.title.Text = measure.ellipsis(s.list[i].Title, true, size.Width-x-Space12)
		title := l.title.MinSize()
		placeLine(l.title, x, y+(suggestionHeight-title.Height)/2)
		x += title.Width + Space12
		l.text.Text = measure.ellipsis(s.list[i].Text, false, max(size.Width-x-Space12, 0))
		placeLine(l.text, x, y+(suggestionHeight-title.Height)/2)
	}
}

func (s *Suggestions) paint() {
	setBox(s.ground, tint(look.Surface, s), tint(look.Border, s), edgeWidth)
	for i, l := range s.lines {
		fill := color.Color(color.Transparent)
		switch i {
		case s.chosen:
			fill = tint(look.Soft, s)
		case s.hovered:
			fill = theme.ColorForWidget(theme.ColorNameHover, s)
		}
		setBox(l.ground, fill, nil, 0)
		setGlyph(l.glyph, s.list[i].Icon, look.Ink2)
		setLine(l.title, s.list[i].Title, sizeOf(RoleTable, s), true, tint(look.Ink, s))
		setLine(l.text, s.list[i].Text, sizeOf(RoleTable, s), false, tint(look.Ink2, s))
	}
}

func (s *Suggestions) children() []fyne.CanvasObject {
	list := []fyne.CanvasObject{s.ground}
	for _, l := range s.lines {
		list = append(list, l.ground, l.glyph, l.title, l.text)
	}
	return list
}
