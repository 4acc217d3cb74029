package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Space between and around things, in dp.
const (
	Space4  float32 = 4
	Space8  float32 = 8
	Space12 float32 = 12
	Space16 float32 = 16
	Space24 float32 = 24
	Space32 float32 = 32
)

// heightFor is an object whose height depends on its width, such as a text that wraps.
type heightFor interface{ HeightFor(width float32) float32 }

// heightOf returns the least height of an object at a width.
func heightOf(o fyne.CanvasObject, width float32) float32 {
	if h, ok := o.(heightFor); ok {
		return h.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if h, ok := c.Layout.(containerHeightFor); ok {
			return h.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// containerHeightFor is a layout whose height depends on its width.
type containerHeightFor interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// Column stacks objects from the top, gap apart, each as wide as the column and as high as it needs at that width.
// Spacers (layout.NewSpacer) share the height that is left.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columnLayout{gap: gap}, objects...)
}

type columnLayout struct{ gap, width float32 }

func (l *columnLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var height float32
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if !isSpacer(o) {
			height += heightOf(o, width)
		}
		n++
	}
	return height + l.gap*float32(max(n-1, 0))
}

// MinSize implements fyne.Layout.
func (l *columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, o := range objects {
		if o.Visible() {
			width = max(width, o.MinSize().Width)
		}
	}
	return fyne.NewSize(width, l.heightFor(objects, max(width, l.width)))
}

// Layout implements fyne.Layout.
func (l *columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	spacers := 0
	for _, o := range objects {
		if o.Visible() && isSpacer(o) {
			spacers++
		}
	}
	free := size.Height - l.heightFor(objects, size.Width)
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := heightOf(o, size.Width)
		if isSpacer(o) {
			h = max(free/float32(spacers), 0)
		}
		place(o, 0, y, size.Width, h)
		y += h + l.gap
	}
}

func isSpacer(o fyne.CanvasObject) bool {
	_, ok := o.(layout.SpacerObject)
	return ok
}

// Row puts objects beside one another, gap apart, centred in its height. Spacers, and objects made with Grow, share the
// width that is left.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&rowLayout{gap: gap}, objects...)
}

// Grow makes an object take the width that is left in its Row.
func Grow(o fyne.CanvasObject) fyne.CanvasObject { return container.New(growLayout{}, o) }

type growLayout struct{}

// MinSize implements fyne.Layout.
func (growLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (growLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, size.Width, size.Height)
}

func (growLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightOf(objects[0], width)
}

func grows(o fyne.CanvasObject) bool {
	if isSpacer(o) {
		return true
	}
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(growLayout)
	return ok
}

type rowLayout struct{ gap, width float32 }

// widths returns the width of every object when the row has a width; hidden ones get none.
func (l *rowLayout) widths(objects []fyne.CanvasObject, width float32) []float32 {
	list := make([]float32, len(objects))
	free, growing, shown := width, 0, 0
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		shown++
		if grows(o) {
			growing++
			continue
		}
		list[i] = o.MinSize().Width
		free -= list[i]
	}
	free -= l.gap * float32(max(shown-1, 0))
	for i, o := range objects {
		if o.Visible() && grows(o) {
			list[i] = max(free/float32(growing), 0)
		}
	}
	return list
}

func (l *rowLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var height float32
	widths := l.widths(objects, width)
	for i, o := range objects {
		if o.Visible() {
			height = max(height, heightOf(o, widths[i]))
		}
	}
	return height
}

// MinSize implements fyne.Layout.
func (l *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	shown := 0
	for _, o := range objects {
		if o.Visible() {
			width += o.MinSize().Width
			shown++
		}
	}
	width += l.gap * float32(max(shown-1, 0))
	return fyne.NewSize(width, l.heightFor(objects, max(width, l.width)))
}

// Layout implements fyne.Layout.
func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	widths := l.widths(objects, size.Width)
	x := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		h := min(heightOf(o, widths[i]), size.Height)
		y := (size.Height - h) / 2
		if isTop(o) {
			y = 0
		}
		place(o, x, y, widths[i], h)
		x += widths[i] + l.gap
	}
}

// AlignTop keeps an object at the top of its Row, where the others are higher.
func AlignTop(o fyne.CanvasObject) fyne.CanvasObject { return container.New(topLayout{}, o) }

type topLayout struct{ growLayout }

func isTop(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(topLayout)
	return ok
}

// Pad keeps space around an object: above and below, left and right.
func Pad(vertical, horizontal float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&padLayout{vertical: vertical, horizontal: horizontal}, o)
}

type padLayout struct{ vertical, horizontal float32 }

func (l *padLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightOf(objects[0], width-2*l.horizontal) + 2*l.vertical
}

// MinSize implements fyne.Layout.
func (l *padLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*l.horizontal, 2*l.vertical)
}

// Layout implements fyne.Layout.
func (l *padLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], l.horizontal, l.vertical, size.Width-2*l.horizontal, size.Height-2*l.vertical)
}

// Width gives an object a width of its own.
func Width(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&widthLayout{width: width}, o)
}

type widthLayout struct{ width float32 }

func (l *widthLayout) heightFor(objects []fyne.CanvasObject, _ float32) float32 {
	return heightOf(objects[0], l.width)
}

// MinSize implements fyne.Layout.
func (l *widthLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width, heightOf(objects[0], l.width))
}

// Layout implements fyne.Layout.
func (l *widthLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, size.Width, size.Height)
}

// Height gives an object a height of its own.
func Height(height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&heightLayout{height: height}, o)
}

type heightLayout struct{ height float32 }

// MinSize implements fyne.Layout.
func (l *heightLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, l.height)
}

// Layout implements fyne.Layout.
func (l *heightLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, size.Width, size.Height)
}
