package e2e

import (
	"context"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
)

// TestExactAtRest does on the customer's display what goes out with loss, or in several ways at once: a film over all of it, photographs one
// after the other, a window dragged over them, text that scrolls. Each time that it comes to rest the agent's display, on which the viewer
// fills the whole, shows it pixel by pixel.
func TestExactAtRest(t *testing.T) {
	r := rehearse(t)
	r.meets()
	r.must("the viewer fills the display", r.enlarges)
	r.handAside()
	reel, err := r.Home.reel()
	if err != nil {
		t.Fatal(err)
	}
	until := r.untilPainted()
	shows := func(n int) error { return r.Home.shows(reel[n%len(reel)]) }
	r.must("a film", until(100, shows))
	r.exact("the film's last picture")
	for n := range 3 {
		r.must(fmt.Sprintf("photograph %d", n), until(1, func(int) error { return shows(n) }))
	}
	r.exact("the last photograph")
	r.dragged(until)
	r.scrolled()
	r.must("a film beside them", until(100, shows))
	r.exact("all of it")
}

// TestExactWithoutDamage shares a display whose server does not tell what changes: the customer's app looks for that itself.
func TestExactWithoutDamage(t *testing.T) {
	r := rehearse(t)
	if err := r.Home.Close(); err != nil {
		t.Fatal(err)
	}
	var err error
	r.Home, err = StartServer(r.ctx, r.dir, r.logs, "untold", ScreenSize, r.customer, "Xvfb",
		"-screen", "0", fmt.Sprintf("%dx%dx24", ScreenSize.X, ScreenSize.Y), "-extension", "DAMAGE", "-dpi", "96")
	if err != nil {
		t.Fatal(err)
	}
	r.meets()
	r.must("the viewer fills the display", r.enlarges)
	reel, err := r.Home.reel()
	if err != nil {
		t.Fatal(err)
	}
	until := r.untilPainted()
	r.must("a film", until(20, func(n int) error { return r.Home.shows(reel[n%len(reel)]) }))
	r.exact("the film's last picture")
}

// handAside moves the pointer on the customer's display to where nobody looks.
func (r *rehearsal) handAside() {
	r.t.Helper()
	r.must("the hand goes aside", func(context.Context) error { return r.Home.Hand.Move(image.Pt(r.Home.size.X-1, r.Home.size.Y-1)) })
}

// untilPainted returns what takes steps, as far apart as pictures of a film, until the agent's display has been painted so often meanwhile.
func (r *rehearsal) untilPainted() func(enough int64, step func(n int) error) func(ctx context.Context) error {
	r.t.Helper()
	painted := &atomic.Int64{}
	watch, err := r.Desk.WatchPainting(func(time.Time, int) { painted.Add(1) })
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		if err := watch.Close(); err != nil {
			r.t.Error(err)
		}
	})
	return func(enough int64, step func(n int) error) func(ctx context.Context) error {
		return func(ctx context.Context) error {
			const rate = 40 * time.Millisecond
			before := painted.Load()
			for n := 0; painted.Load()-before < enough; n++ {
				if err := step(n); err != nil {
					return err
				}
				if err := Pass(ctx, rate); err != nil {
					return err
				}
			}
			return nil
		}
	}
}

// exact waits until the agent's display shows what the customer's does, and comes to rest so.
func (r *rehearsal) exact(what string) {
	r.t.Helper()
	r.await(what+", pixel by pixel", func() (bool, error) { return r.same(image.Rectangle{Max: r.Home.size}) })
}

// dragged drags a window over a photograph.
func (r *rehearsal) dragged(until func(enough int64, step func(n int) error) func(ctx context.Context) error) {
	r.t.Helper()
	const title = "dragged"
	r.terminal(title, "ls -la --color=always /etc")
	r.must("a window is dragged", func(ctx context.Context) error {
		return until(40, func(n int) error {
			const right, down = 11, 4
			at := image.Pt(60+n%90*right, 160+n%90*down)
			return r.Home.Arrange(ctx, title, image.Rectangle{Min: at, Max: at.Add(image.Pt(700, 400))})
		})(ctx)
	})
	r.exact("the dragged window")
}

// scrolled has text scroll by, at first slowly.
func (r *rehearsal) scrolled() {
	r.t.Helper()
	r.terminal("scrolled", "for i in 1 2 3 4 5 6 7 8 9; do ls -la --color=always /etc | tail -n $((i * 10)); sleep 0.1; done")
	r.exact("the scrolled text")
}

// terminal opens one that does something, and waits until that is done.
func (r *rehearsal) terminal(title, does string) {
	r.t.Helper()
	done := filepath.Join(r.customer.Home, title)
	r.must("a terminal named "+title, func(ctx context.Context) error {
		if err := r.opensTerminal(ctx, title, "90x28+200+260", does+"; echo > "+strconv.Quote(done)); err != nil {
			return err
		}
		return await(ctx, "the end of what it does", func() (bool, error) {
			_, err := os.Stat(done)
			return err == nil, err
		})
	})
}

// opensTerminal opens one on the customer's display that does something and then stays.
func (r *rehearsal) opensTerminal(ctx context.Context, title, geometry, does string) error {
	_, err := r.Home.Start(ctx, r.logs, title, r.customer, "xterm", "-geometry", geometry, "-fa", "Monospace", "-fs", "11", "-T", title,
		"-e", "sh", "-c", does+"; exec cat")
	return err
}

// pictures is how many a reel has.
const pictures = 8

// reel paints pictures as large as the display that look like those of a film: light and shade that move, with grain.
func (s *Screen) reel() (reel [pictures]xproto.Pixmap, err error) {
	grain := rand.New(rand.NewPCG(1, 1))
	row := make([]byte, s.size.X*4)
	gc, err := xproto.NewGcontextId(s.conn)
	if err != nil {
		return reel, fmt.Errorf("paint a film: %w", err)
	}
	for n := range reel {
		if reel[n], err = xproto.NewPixmapId(s.conn); err != nil {
			return reel, fmt.Errorf("paint a film: %w", err)
		}
		const depth = 24
		xproto.CreatePixmap(s.conn, depth, reel[n], xproto.Drawable(s.root), uint16(s.size.X), uint16(s.size.Y))
		if n == 0 {
			xproto.CreateGC(s.conn, gc, xproto.Drawable(reel[n]), 0, nil)
		}
		turn := 2 * math.Pi * float64(n) / pictures
		for y := range s.size.Y {
			for x := range s.size.X {
				const wide, high, strong, mean, coarse = 170, 130, 50, 120, 5
				u, v := float64(x)/wide, float64(y)/high
				light := mean + strong*(math.Sin(u+turn)+math.Cos(v-u/2+turn)) + coarse*grain.NormFloat64()
				for c := range 3 {
					row[x*4+c] = byte(min(max(light+float64(c)*strong/2*math.Sin(v+turn), 0), 255))
				}
			}
			xproto.PutImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(reel[n]), gc, uint16(s.size.X), 1, 0, int16(y), 0, depth, row)
		}
	}
	return reel, xproto.FreeGCChecked(s.conn, gc).Check()
}

// shows shows a picture over the desktop, under all windows.
func (s *Screen) shows(picture xproto.Pixmap) error {
	gc, err := xproto.NewGcontextId(s.conn)
	if err != nil {
		return fmt.Errorf("show a picture: %w", err)
	}
	xproto.CreateGC(s.conn, gc, xproto.Drawable(s.root), 0, nil)
	xproto.CopyArea(s.conn, xproto.Drawable(picture), xproto.Drawable(s.root), gc, 0, 0, 0, 0, uint16(s.size.X), uint16(s.size.Y))
	// Where a window goes away, the desktop shows the same.
	xproto.ChangeWindowAttributes(s.conn, s.root, xproto.CwBackPixmap, []uint32{uint32(picture)})
	return xproto.FreeGCChecked(s.conn, gc).Check()
}
