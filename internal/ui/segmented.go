package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var (
	_ fyne.Widget       = (*Segmented)(nil)
	_ fyne.Focusable    = (*Segmented)(nil)
	_ fyne.Tappable     = (*Segmented)(nil)
	_ desktop.Hoverable = (*Segmented)(nil)
)

// Segment is one choice of a Segmented.
type Segment struct {
	Text string
	Icon look.Icon
}

// Segmented is a choice of one among few, side by side. It takes the focus once; arrows move inside.
type Segmented struct {
	widget.DisableableWidget
	choice

	// OnChanged is told the index of the new choice.
	OnChanged func(index int)
	// OnKey is asked about each key first, where it is set; true says that it took the key.
	OnKey func(key *fyne.KeyEvent) bool
	// Small makes it 28 high, with small words.
	Small bool

	segments []Segment
	answer   bool // No and Yes: see NewAnswer

	ground, edge, ring *canvas.Rectangle
	grounds, lines     []*canvas.Rectangle
	glyphs             []*canvas.Image
	words              []*canvas.Text
}

// NewSegmented returns a choice with one segment chosen.
func NewSegmented(segments []Segment, selected int, changed func(index int)) *Segmented {
	s := newSegmented(changed)
	s.ExtendBaseWidget(s)
	s.fill(segments, selected)
	return s
}

// NewAnswer returns a choice between No and Yes, No first and chosen: Yes stands out only once it is chosen.
func NewAnswer(no, yes string, changed func(yes bool)) *Segmented {
	s := newSegmented(func(index int) {
		if changed != nil {
			changed(index == 1)
		}
	})
	s.answer = true
	s.ExtendBaseWidget(s)
	s.fill([]Segment{{Text: no}, {Text: yes}}, 0)
	return s
}

func newSegmented(changed func(int)) *Segmented {
	s := &Segmented{OnChanged: changed, ground: newBox(radiusControl), edge: newBox(radiusControl), ring: newRing(radiusControl)}
	s.parts = newParts(s, s.segmentAt, s.choose)
	return s
}

// SetSegments changes the choices, without telling OnChanged.
func (s *Segmented) SetSegments(segments []Segment, selected int) {
	if selected == s.selected && slices.Equal(segments, s.segments) {
		return
	}
	s.fill(segments, selected)
	s.Refresh()
}

func (s *Segmented) fill(segments []Segment, selected int) {
	s.segments, s.selected = segments, selected
	for len(s.words) < len(segments) {
		s.grounds = append(s.grounds, newBox(0))
		s.lines = append(s.lines, newBox(0))
		s.glyphs = append(s.glyphs, newGlyph("", look.Ink))
		s.words = append(s.words, newLine())
	}
	n := len(segments)
	s.grounds, s.lines, s.glyphs, s.words = s.grounds[:n], s.lines[:n], s.glyphs[:n], s.words[:n]
}

// SetSelected changes the choice, without telling OnChanged.
func (s *Segmented) SetSelected(index int) {
	if s.selected != index {
		s.selected = index
		s.Refresh()
	}
}

// Selected returns the index of the choice.
func (s *Segmented) Selected() int { return s.selected }

// SelectedText returns the words of the choice.
func (s *Segmented) SelectedText() string {
	if s.selected < 0 || s.selected >= len(s.segments) {
		return ""
	}
	return s.segments[s.selected].Text
}

func (s *Segmented) choose(index int) {
	if s.Disabled() || index == s.selected || index < 0 || index >= len(s.segments) {
		return
	}
	s.SetSelected(index)
	if s.OnChanged != nil {
		s.OnChanged(index)
	}
}

// segmentAt returns the segment at a place.
func (s *Segmented) segmentAt(place fyne.Position) int {
	x := place.X
	for i, w := range s.widths(s.Size().Width) {
		if x < w {
			return i
		}
		x -= w
	}
	return len(s.segments) - 1
}

// TypedKey implements fyne.Focusable.
func (s *Segmented) TypedKey(key *fyne.KeyEvent) {
	if s.OnKey != nil && s.OnKey(key) {
		return
	}
	const sideways = true
	switch {
	case s.move(key.Name, len(s.segments), sideways):
	case key.Name == fyne.KeySpace && len(s.segments) == 2:
		s.choose(1 - s.selected)
	default:
		passKey(s, key)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Segmented) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return draw(s)
}

const (
	segmentGap         = 6
	answerWidth        = 58
	answerHeight       = 36
	answerSide         = 4
	smallHeight        = 28
	segmentSide        = 12
	segmentSideSmall   = 9
	segmentHeightLarge = 36
)

func (s *Segmented) height() (height, side float32) {
	switch {
	case s.Small:
		return smallHeight, segmentSideSmall
	case s.answer:
		return answerHeight, answerSide
	}
	return segmentHeightLarge, segmentSide
}

func (s *Segmented) role() Role {
	if s.Small {
		return RoleTiny
	}
	if s.answer || theme.SizeForWidget(sizeControl, s) > segmentHeightLarge {
		return RoleCaption
	}
	return RoleBody
}

// natural returns the width that a segment asks for; it is measured in bold, so that choosing moves nothing.
func (s *Segmented) natural(i int) float32 {
	_, side := s.height()
	width := fyne.MeasureText(s.segments[i].Text, sizeOf(s.role(), s), fyne.TextStyle{Bold: true}).Width + 2*side
	if s.icon(i) != "" || s.answer && i == 1 { // room for the mark, whether it is there or not
		width += iconSizeSmall + segmentGap
	}
	if s.answer {
		width = max(width, answerWidth)
	}
	return width
}

func (s *Segmented) icon(i int) look.Icon {
	if s.answer && i == 1 && s.selected == 1 {
		return look.IconCheck
	}
	return s.segments[i].Icon
}

func (s *Segmented) widths(total float32) []float32 {
	widths := make([]float32, len(s.segments))
	var sum float32
	for i := range s.segments {
		widths[i] = s.natural(i)
		sum += widths[i]
	}
	if s.answer {
		for i := range widths {
			widths[i] = total / float32(len(widths))
		}
		return widths
	}
	for i := range widths {
		widths[i] += (total - sum) / float32(len(widths))
	}
	return widths
}

func (s *Segmented) minSize() fyne.Size {
	var width float32
	for i := range s.segments {
		width += s.natural(i)
	}
	if s.answer {
		width = 2 * max(answerWidth, s.natural(0), s.natural(1))
	}
	height, _ := s.height()
	return fyne.NewSize(width, height)
}

func (s *Segmented) layout(size fyne.Size) {
	place(s.ground, 0, 0, size.Width, size.Height)
	place(s.edge, 0, 0, size.Width, size.Height)
	placeRing(s.ring, 0, 0, size.Width, size.Height)
	x := float32(0)
	for i, width := range s.widths(size.Width) {
		place(s.grounds[i], x, 0, width, size.Height)
		place(s.lines[i], x, 0, edgeWidth, size.Height)
		words := s.words[i].MinSize().Width
		content := words
		if s.icon(i) != "" {
			content += iconSizeSmall + segmentGap
		}
		at := x + (width-content)/2
		if s.icon(i) != "" {
			place(s.glyphs[i], at, (size.Height-iconSizeSmall)/2, iconSizeSmall, iconSizeSmall)
			at += iconSizeSmall + segmentGap
		}
		placeMiddle(s.words[i], at, words, size.Height)
		x += width
	}
}

func (s *Segmented) paint() {
	setBox(s.ground, tint(look.Surface, s), nil, 0)
	setBox(s.edge, nil, tint(look.Border, s), edgeWidth)
	setRing(s.ring, s, s.focused)
	for i, segment := range s.segments {
		chosen := i == s.selected
		ground, words := s.colours(i)
		setBox(s.grounds[i], tint(ground, s), nil, 0)
		s.roundEnds(s.grounds[i], i)
		setBox(s.lines[i], tint(look.Border, s), nil, 0)
		s.lines[i].Hidden = i == 0
		setGlyph(s.glyphs[i], s.icon(i), words)
		setLine(s.words[i], segment.Text, sizeOf(s.role(), s), chosen, tint(words, s))
	}
}

func (s *Segmented) colours(i int) (ground, words look.Token) {
	ground, words = look.Surface, look.Ink
	switch {
	case i == s.selected && s.answer && i == 1:
		ground, words = look.Accent, look.OnAccent
	case i == s.selected && s.answer:
		ground = look.Raised
	case i == s.selected:
		ground, words = look.Soft, look.Accent
	case i == s.hovered && !s.Disabled():
		ground = look.Raised
	}
	if s.Disabled() {
		words = look.Disabled
	}
	return ground, words
}

// roundEnds gives the first and the last segment the corners of the whole.
func (s *Segmented) roundEnds(r *canvas.Rectangle, i int) {
	if i == 0 {
		r.TopLeftCornerRadius, r.BottomLeftCornerRadius = radiusControl, radiusControl
	}
	if i == len(s.segments)-1 {
		r.TopRightCornerRadius, r.BottomRightCornerRadius = radiusControl, radiusControl
	}
}

func (s *Segmented) children() []fyne.CanvasObject {
	list := []fyne.CanvasObject{s.ground}
	for i := range s.segments {
		list = append(list, s.grounds[i], s.lines[i], s.glyphs[i], s.words[i])
	}
	return append(list, s.edge, s.ring)
}
