package peers

import (
	"context"
	"image"
	"math/rand/v2"
	"time"

	"beside.example/internal/e2e"
	"beside.example/internal/framebuffer"
)

const (
	// clickRest is the least time between two clicks, clickJitter the most that is added, so that clicks keep no step with anything.
	clickRest   = 80 * time.Millisecond
	clickJitter = 100 * time.Millisecond
	// clickLost is when a click is given up; it counts as long as that.
	clickLost = 2 * time.Second
	// clickLook is how often a display is looked at: the resolution of what is measured there.
	clickLook = 500 * time.Microsecond
)

// A target is a patch that turns from black to white and back on each click, as it is seen at the viewer's end.
type target interface {
	// press presses or releases the button on it.
	press(down bool) error
	// bright reports whether it is white, and since when it was seen to be so, or black.
	bright() (white bool, since time.Time, err error)
	// wait waits until that may have changed, or for lost.
	wait(ctx context.Context, lost <-chan time.Time)
}

// clicks clicks again and again and returns how long each took until it was seen.
func (b *Bench) clicks(ctx context.Context, t target) ([]time.Duration, error) {
	order := rand.New(rand.NewPCG(1, 1))
	var times []time.Duration
	for range b.Clicks {
		took, err := click(ctx, t)
		if err != nil {
			return times, err
		}
		times = append(times, took)
		if err := e2e.Pass(ctx, clickRest+time.Duration(order.Int64N(int64(clickJitter)))); err != nil {
			return times, err
		}
	}
	return times, nil
}

// click clicks once.
func click(ctx context.Context, t target) (time.Duration, error) {
	before, _, err := t.bright()
	if err != nil {
		return 0, err
	}
	began, lost := time.Now(), time.NewTimer(clickLost)
	defer lost.Stop()
	if err := t.press(true); err != nil {
		return 0, err
	}
	took := clickLost
	for now := before; now == before && time.Since(began) < clickLost; {
		t.wait(ctx, lost.C)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		var since time.Time
		if now, since, err = t.bright(); err != nil {
			return 0, err
		}
		if now != before {
			took = min(since.Sub(began), clickLost)
		}
	}
	return took, t.press(false)
}

// half is what a bright colour has at least.
const half = 0x80

// patchSide is the side of the patch whose pixels are decoded, a small button's. The targets are from measurements of a patch of that size.
const patchSide = 64

// patchOf returns where on the shared display a part of the comparison has its patch.
func patchOf(part string) image.Rectangle {
	patch := e2e.PatchArea
	if part == PartPixel {
		patch.Max = patch.Min.Add(image.Pt(patchSide, patchSide))
	}
	return patch
}

// decoded is the patch as a viewer without a window decodes it.
type decoded struct {
	viewer
	watch    *watch
	at, seen image.Point
}

func newDecoded(v viewer, w *watch) decoded {
	d := decoded{viewer: v, watch: w}
	d.at, d.seen = e2e.PlacesOn(patchOf(PartPixel))
	return d
}

func (d decoded) press(down bool) error { return d.Pointer(d.at, down) }

func (d decoded) bright() (white bool, since time.Time, err error) {
	white, since = d.watch.seen()
	return white, since, nil
}

// white looks at the picture.
func (d decoded) white() (white bool) {
	d.Read(func(fb *framebuffer.Framebuffer) { white = fb.Row(d.seen.Y, d.seen.X, d.seen.X+1)[1] >= half })
	return white
}

func (d decoded) wait(ctx context.Context, lost <-chan time.Time) {
	select {
	case <-d.watch.changed:
	case <-lost:
	case <-ctx.Done():
	}
}

// glass is the patch as a viewer's window shows it on another display.
type glass struct {
	screen   *e2e.Screen
	at, seen image.Point
}

func (g glass) press(down bool) error {
	const left = 1
	return g.screen.Hand.Press(left, down)
}

func (g glass) bright() (white bool, since time.Time, err error) {
	c, err := g.screen.Pixel(g.seen)
	return c.G >= half, time.Now(), err
}

func (g glass) wait(context.Context, <-chan time.Time) { time.Sleep(clickLook) }
