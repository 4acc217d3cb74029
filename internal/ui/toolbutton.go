package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*ToolButton)(nil)

// ToolButton is a session's tool: an icon above a small label. It shows whether the tool is on.
type ToolButton struct {
	pressable

	Text string
	Icon look.Icon
	// On marks a tool that is in use.
	On bool
	// Danger is for End alone.
	Danger bool

	ground, shade, ring *canvas.Rectangle
	glyph               *canvas.Image
	words               *canvas.Text
}

// NewToolButton returns a tool that is off.
func NewToolButton(text string, icon look.Icon, tapped func()) *ToolButton {
	b := &ToolButton{
		Text: text, Icon: icon,
		ground: newBox(radiusControl), shade: newBox(radiusControl), ring: newRing(radiusControl),
		glyph: newGlyph(icon, look.Ink), words: newLine(),
	}
	b.OnTapped = tapped
	b.extend(b)
	return b
}

// SetState changes the label and whether the tool is on and can be used.
func (b *ToolButton) SetState(text string, on, enabled bool) {
	if b.Text == text && b.On == on && b.Disabled() != enabled {
		return
	}
	b.Text, b.On = text, on
	setEnabled(b, enabled)
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *ToolButton) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return draw(b)
}

// The size of a tool, and where its icon and label stand, in dp.
const (
	toolWidth, toolHeight = 80, 52
	toolSide              = 6
	toolIconTop           = 7
	toolLabelTop          = 30
)

func (b *ToolButton) minSize() fyne.Size {
	return fyne.NewSize(max(toolWidth, b.words.MinSize().Width+2*toolSide), toolHeight)
}

func (b *ToolButton) layout(size fyne.Size) {
	place(b.ground, 0, 0, size.Width, size.Height)
	place(b.shade, 0, 0, size.Width, size.Height)
	// The ring lies inside: tools stand side by side in a strip, which leaves no room around them.
	place(b.ring, 0, 0, size.Width, size.Height)
	place(b.glyph, (size.Width-iconSizeTool)/2, toolIconTop, iconSizeTool, iconSizeTool)
	words := b.words.MinSize()
	placeLine(b.words, (size.Width-words.Width)/2, toolLabelTop)
}

func (b *ToolButton) paint() {
	words := look.Ink
	fill := color.Color(color.Transparent)
	switch {
	case b.Disabled():
		words = look.Disabled
	case b.Danger:
		words = look.Danger
	case b.On:
		words = look.Accent
		fill = tint(look.Soft, b)
	}
	setBox(b.ground, fill, nil, 0)
	setBox(b.shade, theme.ColorForWidget(theme.ColorNameHover, b), nil, 0)
	b.shade.Hidden = !b.hovered || b.Disabled()
	setRing(b.ring, b, b.focused)
	b.ring.CornerRadius = radiusControl
	setGlyph(b.glyph, b.Icon, words)
	setLine(b.words, b.Text, sizeOf(RoleTiny, b), b.On || b.Danger, tint(words, b))
}

func (b *ToolButton) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.ground, b.shade, b.glyph, b.words, b.ring}
}
