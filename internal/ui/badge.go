package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Badge)(nil)

// Kind is what a badge or a note means; it has a soft ground and a colour for text on it.
type Kind uint8

// The kinds. Yellow, green, blue and orange are the alerts' colours.
const (
	KindPlain Kind = iota
	KindAccent
	KindSuccess
	KindWarning
	KindDanger
	KindYellow
	KindGreen
	KindBlue
	KindOrange
)

// ground and words return the kind's tokens.
func (k Kind) tokens() (ground, words look.Token) {
	switch k {
	case KindAccent:
		return look.Soft, look.Accent
	case KindSuccess:
		return look.SuccessSoft, look.Success
	case KindWarning:
		return look.WarningSoft, look.Warning
	case KindDanger:
		return look.DangerSoft, look.Danger
	case KindYellow:
		return look.YellowSoft, look.YellowText
	case KindGreen:
		return look.GreenSoft, look.GreenText
	case KindBlue:
		return look.BlueSoft, look.BlueText
	case KindOrange:
		return look.OrangeSoft, look.OrangeText
	}
	return look.Raised, look.Ink2
}

// BadgeState is what a badge says.
type BadgeState struct {
	Icon look.Icon
	Word string
	Kind Kind
}

// Badge is a state in one word: never colour alone, but colour, icon and word.
type Badge struct {
	widget.BaseWidget

	state  BadgeState
	ground *canvas.Rectangle
	glyph  *canvas.Image
	words  *canvas.Text
}

// NewBadge returns a badge; icon may be empty where the word says it all.
func NewBadge(icon look.Icon, word string, kind Kind) *Badge {
	b := &Badge{
		state:  BadgeState{Icon: icon, Word: word, Kind: kind},
		ground: newBox(radiusBadge), glyph: newGlyph("", look.Ink), words: newLine(),
	}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes what the badge says.
func (b *Badge) Set(state BadgeState) {
	if b.state != state {
		b.state = state
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return draw(b)
}

// The badge's measures, in dp.
const (
	badgeHeight = 22
	badgeSide   = 8
	badgeGap    = 5
	badgeIcon   = 13
)

func (b *Badge) minSize() fyne.Size {
	width := b.words.MinSize().Width + 2*badgeSide
	if b.state.Icon != "" {
		width += badgeIcon + badgeGap
	}
	return fyne.NewSize(width, badgeHeight)
}

func (b *Badge) layout(size fyne.Size) {
	top := (size.Height - badgeHeight) / 2
	place(b.ground, 0, top, size.Width, badgeHeight)
	x := float32(badgeSide)
	if b.state.Icon != "" {
		place(b.glyph, x, (size.Height-badgeIcon)/2, badgeIcon, badgeIcon)
		x += badgeIcon + badgeGap
	}
	placeMiddle(b.words, x, b.words.MinSize().Width, size.Height)
}

func (b *Badge) paint() {
	ground, words := b.state.Kind.tokens()
	setBox(b.ground, tint(ground, b), nil, 0)
	setGlyph(b.glyph, b.state.Icon, words)
	setLine(b.words, b.state.Word, sizeOf(RoleTiny, b), true, tint(words, b))
}

func (b *Badge) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.ground, b.glyph, b.words}
}
