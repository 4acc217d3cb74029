package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

// Sides of icons, in dp: beside text, in cells and badges, above a tool's label, alone on a card.
const (
	iconSize      = 18
	iconSizeSmall = 14
	iconSizeTool  = 20
	iconSizeLarge = 24
)

// Icon returns an icon in a colour of the theme; it follows light and dark. No icon gives nil.
func Icon(icon look.Icon, colour look.Token) fyne.Resource {
	if icon == "" {
		return nil
	}
	return theme.NewColoredResource(fyne.NewStaticResource(string(icon)+".svg", icon.SVG()), Colour(colour))
}

// newGlyph returns the canvas object that shows an icon, square.
func newGlyph(icon look.Icon, colour look.Token) *canvas.Image {
	img := &canvas.Image{FillMode: canvas.ImageFillContain}
	setGlyph(img, icon, colour)
	return img
}

// setGlyph changes what a glyph shows; no icon hides it.
func setGlyph(img *canvas.Image, icon look.Icon, colour look.Token) {
	res := Icon(icon, colour)
	if res == nil {
		img.Hide()
		return
	}
	img.Show()
	img.Resource = res
	img.Refresh()
}

var _ fyne.Widget = (*Glyph)(nil)

// Glyph is an icon on a page.
type Glyph struct {
	widget.BaseWidget

	icon   look.Icon
	colour look.Token
	side   float32
	role   Role // of the text whose first line it stands beside; empty where it stands for itself
	image  *canvas.Image
}

// NewGlyph returns an icon with sides of a length.
func NewGlyph(icon look.Icon, colour look.Token, side float32) *Glyph {
	g := &Glyph{icon: icon, colour: colour, side: side, image: newGlyph(icon, colour)}
	g.ExtendBaseWidget(g)
	return g
}

// NewLeadGlyph returns an icon that stands at the first line of a text of a role, at the top of a Row.
func NewLeadGlyph(icon look.Icon, colour look.Token, role Role) fyne.CanvasObject {
	return AlignTop(newLeadGlyph(icon, colour, role))
}

func newLeadGlyph(icon look.Icon, colour look.Token, role Role) *Glyph {
	g := NewGlyph(icon, colour, iconSize)
	g.role = role
	return g
}

// Set changes the icon and its colour.
func (g *Glyph) Set(icon look.Icon, colour look.Token) {
	if g.icon != icon || g.colour != colour {
		g.icon, g.colour = icon, colour
		g.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (g *Glyph) CreateRenderer() fyne.WidgetRenderer {
	g.ExtendBaseWidget(g)
	return draw(g)
}

func (g *Glyph) minSize() fyne.Size {
	height := g.side
	if g.role != "" {
		height = max(height, lineHeight(g.role, g))
	}
	return fyne.NewSize(g.side, height)
}

func (g *Glyph) layout(size fyne.Size) {
	place(g.image, (size.Width-g.side)/2, (size.Height-g.side)/2, g.side, g.side)
}

func (g *Glyph) paint() { setGlyph(g.image, g.icon, g.colour) }

func (g *Glyph) children() []fyne.CanvasObject { return []fyne.CanvasObject{g.image} }
