package ui

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Avatar)(nil)

// Avatar is a person as two letters in a circle.
type Avatar struct {
	widget.BaseWidget

	name   string
	side   float32
	plain  bool
	circle *canvas.Circle
	words  *canvas.Text
}

// Sides of avatars, in dp: in lists, beside a name, on the consent page.
const (
	AvatarSmall  float32 = 24
	AvatarNormal float32 = 32
	AvatarLarge  float32 = 56
)

// NewAvatar returns a person's avatar; plain is for the other side, in raised instead of accent.
func NewAvatar(name string, side float32, plain bool) *Avatar {
	a := &Avatar{name: name, side: side, plain: plain, circle: canvas.NewCircle(nil), words: newLine()}
	a.ExtendBaseWidget(a)
	return a
}

// SetName changes the person.
func (a *Avatar) SetName(name string) {
	if a.name != name {
		a.name = name
		a.Refresh()
	}
}

// Initials returns the first letters of the first and the last word of a name.
func Initials(name string) string {
	parts := strings.Fields(name)
	if len(parts) == 0 {
		return ""
	}
	initials := firstLetter(parts[0])
	if len(parts) > 1 {
		initials += firstLetter(parts[len(parts)-1])
	}
	return initials
}

func firstLetter(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	return strings.ToUpper(string(r))
}

// CreateRenderer implements fyne.Widget.
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer {
	a.ExtendBaseWidget(a)
	return draw(a)
}

func (a *Avatar) minSize() fyne.Size { return fyne.NewSquareSize(a.side) }

func (a *Avatar) layout(size fyne.Size) {
	x, y := (size.Width-a.side)/2, (size.Height-a.side)/2
	place(a.circle, x, y, a.side, a.side)
	words := a.words.MinSize()
	placeLine(a.words, (size.Width-words.Width)/2, (size.Height-words.Height)/2)
}

const (
	avatarShare    = 0.36 // of its side, the size of the letters
	avatarSmallest = 10   // the letters of an avatar in a list, which only repeat the name beside it
)

func (a *Avatar) paint() {
	ground, words := look.Soft, look.Accent
	if a.plain {
		ground, words = look.Raised, look.Ink
	}
	a.circle.FillColor = tint(ground, a)
	a.circle.Refresh()
	setLine(a.words, Initials(a.name), max(a.side*avatarShare, avatarSmallest), true, tint(words, a))
}

func (a *Avatar) children() []fyne.CanvasObject { return []fyne.CanvasObject{a.circle, a.words} }
