package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Root)(nil)

// Root is the content of every window of ours: it paints the ground and shows hints above the page.
//
// Fyne has no tooltips, and its pop-ups would take the pointer away from what they explain; so a hint is drawn by the
// root, on top of everything, and takes no events.
type Root struct {
	widget.BaseWidget

	// OnKey is told a key that no widget of the page has a use for, such as F2.
	OnKey func(key fyne.KeyName)
	// OnMeasure is called whenever the window asks how large the page has to be, the first time between the window's creation
	// and its appearance.
	OnMeasure func()

	ground *canvas.Rectangle
	page   fyne.CanvasObject
	box    *canvas.Rectangle
	words  *canvas.Text
	at     fyne.Position
	shown  bool
}

// NewRoot returns the content for a window with a page in it. The window itself has no padding: win.SetPadded(false).
func NewRoot(page fyne.CanvasObject) *Root {
	r := &Root{ground: newBox(0), page: page, box: newBox(radiusBadge), words: newLine()}
	r.ExtendBaseWidget(r)
	return r
}

// SetPage shows another page.
func (r *Root) SetPage(page fyne.CanvasObject) {
	r.page, r.shown = page, false
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *Root) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	return draw(r)
}

const (
	hintDistance = 6 // below what it explains, clear of its focus ring
	hintPadding  = 8
)

func (r *Root) showHint(o fyne.CanvasObject, text string) {
	abs := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	r.words.Text = text
	r.shown = true
	r.paint()
	size := r.words.MinSize().AddWidthHeight(2*hintPadding, hintPadding)
	x := abs.X + (o.Size().Width-size.Width)/2
	y := abs.Y + o.Size().Height + hintDistance
	if y+size.Height > r.Size().Height {
		y = abs.Y - hintDistance - size.Height
	}
	r.at = fyne.NewPos(max(min(x, r.Size().Width-size.Width-hintPadding), hintPadding), y)
	r.Refresh()
}

func (r *Root) hideHint() {
	if r.shown {
		r.shown = false
		r.Refresh()
	}
}

func (r *Root) minSize() fyne.Size {
	if r.OnMeasure != nil {
		r.OnMeasure()
	}
	return r.page.MinSize()
}

func (r *Root) layout(size fyne.Size) {
	place(r.ground, 0, 0, size.Width, size.Height)
	place(r.page, 0, 0, size.Width, size.Height)
	words := r.words.MinSize()
	place(r.box, r.at.X, r.at.Y, words.Width+2*hintPadding, words.Height+hintPadding)
	placeLine(r.words, r.at.X+hintPadding, r.at.Y+hintPadding/2)
}

func (r *Root) paint() {
	setBox(r.ground, tint(look.Background, r), nil, 0)
	setBox(r.box, tint(look.Ink, r), nil, 0)
	setLine(r.words, r.words.Text, sizeOf(RoleTiny, r), false, tint(look.Background, r))
	r.box.Hidden, r.words.Hidden = !r.shown, !r.shown
}

func (r *Root) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.page, r.box, r.words}
}

// hintHandle is a widget's hold on the hint that it shows.
type hintHandle struct {
	root  *Root
	delay *fyne.Animation
}

// hintDelay is how long the pointer rests before a hint comes, so that none flickers on the way to elsewhere.
const hintDelay = 400 * time.Millisecond

// showSoon shows a hint once the pointer has rested. An animation of nothing is Fyne's clock without a goroutine.
func (h *hintHandle) showSoon(o fyne.CanvasObject, text string) {
	h.hide()
	h.delay = fyne.NewAnimation(hintDelay, func(done float32) {
		if done == 1 {
			h.show(o, text)
		}
	})
	h.delay.Start()
}

// show shows a hint for an object, if its window has a Root.
func (h *hintHandle) show(o fyne.CanvasObject, text string) {
	c := canvasFor(o)
	if c == nil {
		return
	}
	if root, ok := c.Content().(*Root); ok {
		h.root = root
		root.showHint(o, text)
	}
}

func (h *hintHandle) hide() {
	if h.delay != nil {
		h.delay.Stop()
		h.delay = nil
	}
	if h.root != nil {
		h.root.hideHint()
		h.root = nil
	}
}
