package ui

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"beside.example/internal/look"
)

// Radii of corners and widths of edges, in dp.
const (
	radiusControl = 6
	radiusCard    = 8
	radiusBadge   = 4
	edgeWidth     = 1
)

// drawn is a widget that lays out and paints its own children; draw makes it a renderer.
type drawn interface {
	layout(size fyne.Size)
	minSize() fyne.Size
	paint()
	children() []fyne.CanvasObject
}

var _ fyne.WidgetRenderer = (*renderer)(nil)

// renderer is the renderer of all our widgets: they keep their children themselves, as named fields.
type renderer struct{ of drawn }

func draw(of drawn) fyne.WidgetRenderer {
	of.paint()
	return &renderer{of: of}
}

// Layout implements fyne.WidgetRenderer.
func (r *renderer) Layout(size fyne.Size) { r.of.layout(size) }

// MinSize implements fyne.WidgetRenderer.
func (r *renderer) MinSize() fyne.Size { return r.of.minSize() }

// Refresh implements fyne.WidgetRenderer.
func (r *renderer) Refresh() {
	r.of.paint()
	if object, ok := r.of.(fyne.CanvasObject); ok {
		r.of.layout(object.Size())
		canvas.Refresh(object)
	}
}

// Objects implements fyne.WidgetRenderer.
func (r *renderer) Objects() []fyne.CanvasObject { return r.of.children() }

// Destroy implements fyne.WidgetRenderer.
func (r *renderer) Destroy() {}

// tint returns a token's colour for a widget.
func tint(t look.Token, w fyne.Widget) color.Color { return theme.ColorForWidget(Colour(t), w) }

// place moves and resizes an object in one go.
func place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// placeMiddle places an object of its own minimal height at x, centred in a height.
func placeMiddle(o fyne.CanvasObject, x, width, height float32) {
	h := o.MinSize().Height
	place(o, letters(x), letters((height-h)/2), width, h)
}

func whole(v float32) float32 { return float32(math.Floor(float64(v))) }

// letters returns the place next to v where a text is shown on the pixels that it was drawn for. Fyne draws it on an
// image of its size rounded up, and shows that where its place and its end round to: from just below the middle of a
// pixel on, a size never rounds down, which would squeeze a line of pixels out of the letters.
func letters(v float32) float32 { return whole(v) + belowMiddle }

const belowMiddle = 0.49

// placeLine places a line of text at its own size.
func placeLine(t *canvas.Text, x, y float32) {
	size := t.MinSize()
	place(t, letters(x), letters(y), size.Width, size.Height)
}

// newLine returns a text of one line, which setLine fills.
func newLine() *canvas.Text { return canvas.NewText("", color.Transparent) }

// setLine gives a line its content, size, weight and colour; an empty one is hidden.
func setLine(t *canvas.Text, text string, size float32, bold bool, c color.Color) {
	t.Text, t.TextSize, t.TextStyle.Bold, t.Color = text, size, bold, c
	t.Hidden = text == ""
	t.Refresh()
}

// newBox returns a rectangle with round corners, which setBox paints.
func newBox(radius float32) *canvas.Rectangle {
	return &canvas.Rectangle{CornerRadius: radius, FillColor: color.Transparent, StrokeColor: color.Transparent}
}

// setBox paints a rectangle; a nil edge draws none.
func setBox(r *canvas.Rectangle, fill, edge color.Color, width float32) {
	r.FillColor = fill
	r.StrokeColor, r.StrokeWidth = edge, width
	if edge == nil {
		r.StrokeColor, r.StrokeWidth = color.Transparent, 0
	}
	r.Refresh()
}
