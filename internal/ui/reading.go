package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var (
	_ fyne.Widget      = (*Reading)(nil)
	_ fyne.Focusable   = (*Reading)(nil)
	_ fyne.Disableable = (*Reading)(nil)
)

// Reading is something to read that scrolls, by the wheel and by the keyboard. It takes the focus only while not all of it is in view:
// else there is nothing that keys could do in it.
type Reading struct {
	widget.BaseWidget

	scroll  *container.Scroll
	ring    *canvas.Rectangle
	focused bool
}

// NewReading returns something to read.
func NewReading(content fyne.CanvasObject) *Reading {
	r := &Reading{scroll: container.NewVScroll(content), ring: newBox(0)}
	r.ring.Hide()
	r.ExtendBaseWidget(r)
	return r
}

// Update lays the content out anew, after it got higher or lower.
func (r *Reading) Update() {
	r.scroll.Content.Refresh()
	r.scroll.Refresh()
}

// Disabled reports whether all is in view; then the focus passes by.
func (r *Reading) Disabled() bool { return r.scroll.Content.MinSize().Height <= r.scroll.Size().Height }

// Enable implements fyne.Disableable; what is in view decides.
func (r *Reading) Enable() {}

// Disable implements fyne.Disableable; what is in view decides.
func (r *Reading) Disable() {}

// FocusGained implements fyne.Focusable.
func (r *Reading) FocusGained() { r.setFocused(true) }

// FocusLost implements fyne.Focusable.
func (r *Reading) FocusLost() { r.setFocused(false) }

func (r *Reading) setFocused(focused bool) {
	r.focused = focused
	r.Refresh()
}

// TypedRune implements fyne.Focusable.
func (r *Reading) TypedRune(rune) {}

// readingLine is how far an arrow scrolls, in dp.
const readingLine = 40

// TypedKey implements fyne.Focusable.
func (r *Reading) TypedKey(key *fyne.KeyEvent) {
	page := pageOf(r.scroll)
	switch key.Name {
	case fyne.KeyUp:
		scrollBy(r.scroll, -readingLine)
	case fyne.KeyDown:
		scrollBy(r.scroll, readingLine)
	case fyne.KeyPageUp:
		scrollBy(r.scroll, -page)
	case fyne.KeyPageDown, fyne.KeySpace:
		scrollBy(r.scroll, page)
	case fyne.KeyHome:
		r.scroll.ScrollToTop()
	case fyne.KeyEnd:
		r.scroll.ScrollToBottom()
	default:
		passKey(r, key)
	}
}

// pageOf is how far a page goes: a line of the one before stays in view.
func pageOf(s *container.Scroll) float32 { return max(s.Size().Height-readingLine, readingLine) }

// scrollBy scrolls down, or up, as far as there is something.
func scrollBy(s *container.Scroll, down float32) {
	most := max(s.Content.MinSize().Height-s.Size().Height, 0)
	s.ScrollToOffset(fyne.NewPos(0, max(min(s.Offset.Y+down, most), 0)))
}

// CreateRenderer implements fyne.Widget.
func (r *Reading) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	return draw(r)
}

func (r *Reading) minSize() fyne.Size { return r.scroll.MinSize() }

func (r *Reading) layout(size fyne.Size) {
	place(r.scroll, 0, 0, size.Width, size.Height)
	place(r.ring, 0, 0, size.Width, size.Height)
}

func (r *Reading) paint() {
	setBox(r.ring, nil, tint(look.Ink, r), ringWidth)
	r.ring.CornerRadius = radiusControl
	r.ring.Hidden = !r.focused
}

func (r *Reading) children() []fyne.CanvasObject { return []fyne.CanvasObject{r.scroll, r.ring} }
