package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Link)(nil)

// Link is words to press, underlined: for what leads elsewhere.
type Link struct {
	pressable

	text      string
	role      Role
	words     *canvas.Text
	underline *canvas.Rectangle
	ring      *canvas.Rectangle
}

// NewLink returns a link.
func NewLink(text string, role Role, tapped func()) *Link {
	l := &Link{text: text, role: role, words: newLine(), underline: newBox(0), ring: newRing(0)}
	l.OnTapped = tapped
	l.extend(l)
	return l
}

// SetText changes the words.
func (l *Link) SetText(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	return draw(l)
}

// The least height to hit, and how far below the letters' line the underline is, as a share of their box.
const (
	linkHeight    = 28
	underlineDown = 0.86
)

func (l *Link) minSize() fyne.Size {
	words := l.words.MinSize()
	return fyne.NewSize(words.Width, max(words.Height, linkHeight))
}

func (l *Link) layout(size fyne.Size) {
	words := l.words.MinSize()
	top := (size.Height - words.Height) / 2
	placeLine(l.words, 0, top)
	place(l.underline, 0, top+words.Height*underlineDown, words.Width, edgeWidth)
	placeRing(l.ring, 0, top, words.Width, words.Height)
}

func (l *Link) paint() {
	colour := look.Accent
	if l.Disabled() {
		colour = look.Disabled
	}
	setLine(l.words, l.text, sizeOf(l.role, l), false, tint(colour, l))
	setBox(l.underline, tint(colour, l), nil, 0)
	setRing(l.ring, l, l.focused)
}

func (l *Link) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.words, l.underline, l.ring}
}
