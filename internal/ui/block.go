package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// block is a widget made of other widgets: what most of ours are.
type block struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

// CreateRenderer implements fyne.Widget.
func (b *block) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.content) }

// HeightFor returns the height that the widget needs at a width.
func (b *block) HeightFor(width float32) float32 { return heightOf(b.content, width) }
