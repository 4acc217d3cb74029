package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Text)(nil)

// Overflow says what becomes of a text that is wider than its place.
type Overflow uint8

// The ways.
const (
	// Wrap breaks the text into lines; its height follows its width.
	Wrap Overflow = iota
	// OneLine keeps one line and asks for the width of it.
	OneLine
	// Ellipsis keeps one line and cuts it where the place ends.
	Ellipsis
)

// lineFactor is the height of a line in sizes of its letters, as in the pictures of the look.
const lineFactor = 1.43

// Text is words on a page. Change its fields, then Refresh.
type Text struct {
	widget.BaseWidget

	Text     string
	Role     Role
	Bold     bool
	Colour   look.Token
	Align    fyne.TextAlign
	Overflow Overflow
	// Marked makes what stands between pairs of ** bold. Leave it off for what people wrote.
	Marked bool
	// Most is how many lines a text that wraps may have; the last one shows that there is more. 0 is as many as it needs.
	Most int

	wrapper *wrapper
	lines   []*canvas.Text
	width   float32
}

// NewText returns a text that wraps, in ink.
func NewText(text string, role Role) *Text {
	t := &Text{Text: text, Role: role, Colour: look.Ink}
	t.ExtendBaseWidget(t)
	return t
}

// NewMarked returns a text that wraps, in which **words** are bold.
func NewMarked(text string, role Role) *Text {
	t := NewText(text, role)
	t.Marked = true
	return t
}

// NewMuted returns a text that wraps, in the colour of second rank.
func NewMuted(text string, role Role) *Text {
	t := NewText(text, role)
	t.Colour = look.Ink2
	return t
}

// NewLine returns a text of one line.
func NewLine(text string, role Role) *Text {
	t := NewText(text, role)
	t.Overflow = OneLine
	return t
}

// NewTitle returns a bold text of one line that is cut where its place ends.
func NewTitle(text string, role Role) *Text {
	t := NewText(text, role)
	t.Bold, t.Overflow = true, Ellipsis
	return t
}

// SetText changes the words.
func (t *Text) SetText(text string) {
	if t.Text == text {
		return
	}
	t.Text = text
	t.Refresh()
}

// SetColour changes the colour.
func (t *Text) SetColour(colour look.Token) {
	if t.Colour == colour {
		return
	}
	t.Colour = colour
	t.Refresh()
}

// HeightFor returns the height that the text needs at a width.
func (t *Text) HeightFor(width float32) float32 {
	return float32(max(len(t.broken(width)), 1)) * t.lineHeight()
}

func (t *Text) lineHeight() float32 { return lineHeight(t.Role, t) }

// lineHeight returns the height of a line of a role, in whole dp.
func lineHeight(r Role, w fyne.Widget) float32 { return whole(sizeOf(r, w)*lineFactor + 0.5) }

func (t *Text) measurer() *wrapper {
	if size := sizeOf(t.Role, t); t.wrapper == nil || t.wrapper.size != size {
		t.wrapper = newWrapper(size)
	}
	return t.wrapper
}

func (t *Text) spans() []span {
	if t.Marked {
		return parseMarks(t.Text, t.Bold)
	}
	return []span{{text: t.Text, bold: t.Bold}}
}

// broken returns the text's lines at a width.
func (t *Text) broken(width float32) []textLine {
	m := t.measurer()
	switch {
	case t.Overflow == Wrap && width > 0:
		return t.cut(m.wrap(t.spans(), width), width)
	case t.Overflow == Ellipsis && width > 0:
		text := m.ellipsis(t.Text, t.Bold, width)
		return []textLine{{spans: []span{{text: text, bold: t.Bold}}, width: m.measure(text, t.Bold)}}
	}
	line := textLine{}
	for _, s := range t.spans() {
		s.x, s.width = line.width, m.measure(s.text, s.bold)
		line.width += s.width
		line.spans = append(line.spans, s)
	}
	return []textLine{line}
}

// cut keeps the lines that the text may have.
func (t *Text) cut(lines []textLine, width float32) []textLine {
	if t.Most == 0 || len(lines) <= t.Most {
		return lines
	}
	last := &lines[t.Most-1]
	if n := len(last.spans); n > 0 {
		s := &last.spans[n-1]
		s.text = t.measurer().ellipsis(strings.TrimRight(s.text, " ")+"…", s.bold, width-s.x)
		s.width = t.measurer().measure(s.text, s.bold)
		last.width = s.x + s.width
	}
	return lines[:t.Most]
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	return draw(t)
}

func (t *Text) minSize() fyne.Size {
	switch t.Overflow {
	case OneLine:
		return fyne.NewSize(t.broken(0)[0].width, t.lineHeight())
	case Ellipsis:
		return fyne.NewSize(0, t.lineHeight())
	}
	return fyne.NewSize(t.widestWord(), t.HeightFor(t.width))
}

// widestWord is as narrow as a text that wraps may become: the width of a short word, so that columns may shrink.
func (t *Text) widestWord() float32 { return 2 * sizeOf(t.Role, t) }

func (t *Text) layout(size fyne.Size) {
	if t.width != size.Width {
		t.width = size.Width
		t.paint()
	}
	lines := t.broken(t.width)
	height := t.lineHeight()
	i := 0
	for row, line := range lines {
		start := float32(0)
		switch t.Align {
		case fyne.TextAlignCenter:
			start = (size.Width - line.width) / 2
		case fyne.TextAlignTrailing:
			start = size.Width - line.width
		}
		for _, s := range line.spans {
			o := t.lines[i]
			place(o, letters(start+s.x), letters(float32(row)*height+(height-o.MinSize().Height)/2), s.width, o.MinSize().Height)
			i++
		}
	}
}

func (t *Text) paint() {
	size, c := sizeOf(t.Role, t), tint(t.Colour, t)
	i := 0
	for _, line := range t.broken(t.width) {
		for _, s := range line.spans {
			if i == len(t.lines) {
				t.lines = append(t.lines, canvas.NewText("", color.Transparent))
			}
			setLine(t.lines[i], s.text, size, s.bold, c)
			i++
		}
	}
	t.lines = t.lines[:i]
}

func (t *Text) children() []fyne.CanvasObject {
	list := make([]fyne.CanvasObject, len(t.lines))
	for i, l := range t.lines {
		list[i] = l
	}
	return list
}
