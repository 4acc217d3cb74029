package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Bar)(nil)

// Bar is how much is done or left, as a thin bar.
type Bar struct {
	widget.BaseWidget

	share        float32
	colour       look.Token
	ground, full *canvas.Rectangle
}

const barHeight = 6

// NewBar returns a full bar in accent.
func NewBar() *Bar {
	b := &Bar{share: 1, colour: look.Accent, ground: newBox(barHeight / 2), full: newBox(barHeight / 2)}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes how full the bar is, from 0 to 1, and its colour.
func (b *Bar) Set(share float32, colour look.Token) {
	share = max(min(share, 1), 0)
	if b.share != share || b.colour != colour {
		b.share, b.colour = share, colour
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return draw(b)
}

func (b *Bar) minSize() fyne.Size { return fyne.NewSize(barHeight, barHeight) }

func (b *Bar) layout(size fyne.Size) {
	y := (size.Height - barHeight) / 2
	place(b.ground, 0, y, size.Width, barHeight)
	place(b.full, 0, y, size.Width*b.share, barHeight)
}

func (b *Bar) paint() {
	setBox(b.ground, tint(look.Raised, b), nil, 0)
	setBox(b.full, tint(b.colour, b), nil, 0)
	b.full.Hidden = b.share == 0
}

func (b *Bar) children() []fyne.CanvasObject { return []fyne.CanvasObject{b.ground, b.full} }
