package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Panel)(nil)

// Side is a side of a panel that has a line.
type Side uint8

// The sides, which may be added up.
const (
	Top Side = 1 << iota
	Right
	Bottom
	Left
)

// Panel is a ground in a colour of the theme, with something on it.
type Panel struct {
	widget.BaseWidget

	// Fill is the ground's colour, Edge that of its lines.
	Fill, Edge look.Token
	// Sides have a line; Frame draws it all around instead, and then the corners are round by Radius.
	Sides  Side
	Frame  bool
	Radius float32
	// Thickness is that of the lines.
	Thickness float32

	content fyne.CanvasObject
	ground  *canvas.Rectangle
	lines   [4]*canvas.Rectangle
}

// NewPanel returns a flat ground with lines at some sides.
func NewPanel(fill look.Token, sides Side, content fyne.CanvasObject) *Panel {
	p := &Panel{Fill: fill, Edge: look.Line, Sides: sides, Thickness: edgeWidth, content: content, ground: newBox(0)}
	for i := range p.lines {
		p.lines[i] = newBox(0)
	}
	p.ExtendBaseWidget(p)
	return p
}

// NewCard returns a surface with a line around it and round corners.
func NewCard(content fyne.CanvasObject) *Panel {
	p := NewPanel(look.Surface, 0, content)
	p.Frame, p.Radius = true, radiusCard
	return p
}

// NewQuote returns a raised ground with round corners, for what somebody wrote.
func NewQuote(content fyne.CanvasObject) *Panel {
	p := NewPanel(look.Raised, 0, Pad(Space12-2, Space12, content))
	p.Radius = radiusControl
	return p
}

// SetContent puts something else on the panel.
func (p *Panel) SetContent(content fyne.CanvasObject) {
	p.content = content
	p.Refresh()
}

// HeightFor returns the height that the panel needs at a width.
func (p *Panel) HeightFor(width float32) float32 { return heightOf(p.content, width) }

// CreateRenderer implements fyne.Widget.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	return draw(p)
}

func (p *Panel) minSize() fyne.Size { return p.content.MinSize() }

func (p *Panel) layout(size fyne.Size) {
	place(p.ground, 0, 0, size.Width, size.Height)
	place(p.content, 0, 0, size.Width, size.Height)
	place(p.lines[0], 0, 0, size.Width, p.Thickness)
	place(p.lines[1], size.Width-p.Thickness, 0, p.Thickness, size.Height)
	place(p.lines[2], 0, size.Height-p.Thickness, size.Width, p.Thickness)
	place(p.lines[3], 0, 0, p.Thickness, size.Height)
}

func (p *Panel) paint() {
	edge := tint(p.Edge, p)
	if p.Frame {
		setBox(p.ground, tint(p.Fill, p), edge, p.Thickness)
	} else {
		setBox(p.ground, tint(p.Fill, p), nil, 0)
	}
	p.ground.CornerRadius = p.Radius
	for i, line := range p.lines {
		setBox(line, edge, nil, 0)
		line.Hidden = p.Sides&(1<<i) == 0
	}
}

func (p *Panel) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.ground, p.content, p.lines[0], p.lines[1], p.lines[2], p.lines[3]}
}

// NewRule returns a line across, between parts of a page.
func NewRule() fyne.CanvasObject { return NewPanel(look.Line, 0, blank(0, edgeWidth)) }

// NewUpright returns an upright line, between groups of tools.
func NewUpright(height float32) fyne.CanvasObject {
	return NewPanel(look.Line, 0, blank(edgeWidth, height))
}

// blank is an object that only takes room.
func blank(width, height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}
