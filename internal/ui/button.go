package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Button)(nil)

// Level is how much a button calls.
type Level uint8

// The levels. A page has one High button; Danger is only for Stop and End.
const (
	Medium Level = iota
	High
	Danger
	// Outlined stands on coloured ground, or beside a High button as its equal.
	Outlined
	// Low has no ground of its own, such as "more" in a corner.
	Low
)

// Extent is how large a button is.
type Extent uint8

// The extents.
const (
	Normal   Extent = iota // as the theme's controls: 36 for the agent, 48 for the customer
	Small                  // 28, in lines of table text
	Medium40               // 40: the two buttons at the foot of a pane
	Large                  // 56, the one button of the customer's first page
)

// Button is pressed by click, Space or Enter. Change its fields, then Refresh.
type Button struct {
	pressable

	Text   string
	Icon   look.Icon
	Level  Level
	Extent Extent
	// On marks a button that switches something which is on: soft ground, accent, bold.
	On bool
	// Menu adds the mark of a button that opens a menu.
	Menu bool

	items               func() []*fyne.MenuItem // of the menu that it opens; nil without one
	ground, shade, ring *canvas.Rectangle
	glyph, mark         *canvas.Image
	words               *canvas.Text
}

// NewButton returns a button; icon may be empty.
func NewButton(text string, icon look.Icon, level Level, tapped func()) *Button {
	b := &Button{}
	b.init(text, icon, level)
	b.OnTapped = tapped
	b.extend(b)
	return b
}

// init fills a button that may be a part of another widget.
func (b *Button) init(text string, icon look.Icon, level Level) {
	*b = Button{
		Text: text, Icon: icon, Level: level,
		ground: newBox(radiusControl), shade: newBox(radiusControl), ring: newRing(radiusControl),
		glyph: newGlyph("", look.Ink), mark: newGlyph("", look.Ink), words: newLine(),
	}
}

// NewIconButton returns a button without words; the hint says what it does.
func NewIconButton(icon look.Icon, hint string, level Level, tapped func()) *Button {
	b := NewButton("", icon, level, tapped)
	b.Hint = hint
	return b
}

// NewMenuButton returns a button that opens the menu which items makes, below itself.
func NewMenuButton(text string, icon look.Icon, level Level, items func() []*fyne.MenuItem) *Button {
	b := NewButton(text, icon, level, nil)
	b.Menu, b.items = text != "", items
	b.OnTapped = func() { showMenu(b, items()) }
	return b
}

// SetText changes the words.
func (b *Button) SetText(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// SetOn marks the button as on or off.
func (b *Button) SetOn(on bool) {
	if b.On != on {
		b.On = on
		b.Refresh()
	}
}

// SetEnabled lets the button be pressed, or not.
func (b *Button) SetEnabled(enabled bool) { setEnabled(b, enabled) }

func setEnabled(d fyne.Disableable, enabled bool) {
	switch {
	case enabled && d.Disabled():
		d.Enable()
	case !enabled && !d.Disabled():
		d.Disable()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return draw(b)
}

const buttonGap = 8

// height returns the button's height and the space at its sides.
func (b *Button) height() (height, side float32) {
	switch b.Extent {
	case Small:
		return 28, 10
	case Medium40:
		return 40, 14
	case Large:
		return 56, 24
	}
	height = theme.SizeForWidget(sizeControl, b)
	return height, height * 0.4
}

func (b *Button) role() Role {
	switch b.Extent {
	case Small:
		return RoleTiny
	case Large:
		return RoleSubheading
	}
	return RoleBody
}

func (b *Button) iconSide() float32 {
	if b.Extent == Small {
		return iconSizeSmall
	}
	return iconSize
}

func (b *Button) contentWidth() float32 {
	var width float32
	if b.Icon != "" {
		width = b.iconSide()
	}
	if b.Text != "" {
		if width > 0 {
			width += buttonGap
		}
		width += b.words.MinSize().Width
	}
	if b.Menu {
		width += buttonGap + iconSizeSmall
	}
	return width
}

func (b *Button) minSize() fyne.Size {
	height, side := b.height()
	if b.Text == "" {
		return fyne.NewSize(height, height)
	}
	return fyne.NewSize(b.contentWidth()+2*side, height)
}

func (b *Button) layout(size fyne.Size) {
	place(b.ground, 0, 0, size.Width, size.Height)
	place(b.shade, 0, 0, size.Width, size.Height)
	placeRing(b.ring, 0, 0, size.Width, size.Height)
	x := max((size.Width-b.contentWidth())/2, 0)
	if b.Icon != "" {
		side := b.iconSide()
		place(b.glyph, x, (size.Height-side)/2, side, side)
		x += side + buttonGap
	}
	placeMiddle(b.words, x, b.words.MinSize().Width, size.Height)
	if b.Menu {
		x += b.words.MinSize().Width + buttonGap
		place(b.mark, x, (size.Height-iconSizeSmall)/2, iconSizeSmall, iconSizeSmall)
	}
}

// colours returns the tokens of ground and words; a transparent ground is none.
func (b *Button) colours() (ground look.Token, hasGround bool, words look.Token) {
	switch {
	case b.Disabled() && b.Level == Low:
		return 0, false, look.Disabled
	case b.Disabled():
		return look.Raised, true, look.Disabled
	case b.On:
		return look.Soft, true, look.Accent
	case b.Level == High:
		return look.Accent, true, look.OnAccent
	case b.Level == Danger:
		return look.Danger, true, look.OnDanger
	case b.Level == Outlined:
		return look.Surface, true, look.Ink
	case b.Level == Low:
		return 0, false, look.Ink
	}
	return look.Raised, true, look.Ink
}

func (b *Button) paint() {
	ground, hasGround, words := b.colours()
	fill := color.Color(color.Transparent)
	if hasGround {
		fill = tint(ground, b)
	}
	var edge color.Color
	if b.Level == Outlined && !b.Disabled() {
		edge = tint(look.Border, b)
	}
	setBox(b.ground, fill, edge, edgeWidth)
	setBox(b.shade, theme.ColorForWidget(theme.ColorNameHover, b), nil, 0)
	b.shade.Hidden = !b.hovered || b.Disabled()
	setRing(b.ring, b, b.focused)
	setGlyph(b.glyph, b.Icon, words)
	mark := look.Icon("")
	if b.Menu {
		mark = look.IconDown
	}
	setGlyph(b.mark, mark, words)
	setLine(b.words, b.Text, sizeOf(b.role(), b), true, tint(words, b))
}

func (b *Button) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.ground, b.shade, b.glyph, b.words, b.mark, b.ring}
}
