package e2e

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"testing"
	"time"
)

// TestViewer looks at what the viewer's glass must not break: what lies above the picture, the window's other sizes, full screen, and
// other windows above it. The customer's display changes all over under each of them.
func TestViewer(t *testing.T) {
	r := rehearse(t)
	r.changingHome(image.Pt(1280, 720))
	r.meets()
	shown := image.Rectangle{Max: r.Home.size}
	r.papers(1)
	r.mirrors(shown, "at first")
	r.diagnoses()
	r.covered(2, "a menu", func() Thing {
		r.must("agent opens a menu", func(ctx context.Context) error { return r.Agent.Click(ctx, Named("viewer-keys").Enabled()) })
		return r.find(r.Agent, Text(r.Texts.T("agent.viewer.key.altf4")))
	})
	r.must("agent closes it", func(context.Context) error { return r.Desk.Hand.Chord(KeyEscape) })
	r.mirrors(shown, "after a menu")
	r.covered(3, "the chat box", func() Thing {
		r.must("agent goes to the chat", func(ctx context.Context) error { return r.Agent.Click(ctx, Named("viewer-chat")) })
		return r.find(r.Agent, Named("tool-share"))
	})
	r.must("agent goes back", func(ctx context.Context) error { return r.Agent.Raise(ctx, Named("viewer-display")) })
	for i, size := range []image.Point{{X: 900, Y: 640}, {X: 1610, Y: 700}} {
		r.must(fmt.Sprintf("the viewer becomes %v", size), func(ctx context.Context) error {
			title := r.find(r.Agent, Named("viewer-display")).Window
			return r.Desk.Arrange(ctx, title, image.Rectangle{Min: image.Pt(60, 40), Max: image.Pt(60, 40).Add(size)})
		})
		r.papers(uint64(4 + i))
		r.mirrors(shown, fmt.Sprintf("in a window of %v", size))
	}
	r.fullScreen(shown)
	r.losesGlass(shown)
}

// diagnoses opens the viewer's diagnosis, which says that the picture is painted at once.
func (r *rehearsal) diagnoses() {
	r.t.Helper()
	toggle := func(ctx context.Context) error { return r.Agent.Click(ctx, Named("viewer-diagnosis")) }
	r.must("agent diagnoses the picture", toggle)
	for _, said := range []string{"painting.glass", "now.exact", "encoding.context", "quality.automatic"} {
		r.find(r.Agent, Text(r.Texts.T("agent.diagnosis."+said)))
	}
	r.must("customer saves data", func(ctx context.Context) error { return r.picks(ctx, 2) })
	r.find(r.Agent, Text(r.Texts.T("agent.diagnosis.quality.saving")))
	r.must("customer leaves it to the app again", func(ctx context.Context) error { return r.picks(ctx, 0) })
	r.find(r.Agent, Text(r.Texts.T("agent.diagnosis.quality.automatic")))
	r.must("agent has seen enough", toggle)
}

// picks chooses one of the three qualities of the picture in the customer's app.
func (r *rehearsal) picks(ctx context.Context, n int) error {
	for _, m := range []Match{Named("chat-more"), Text(r.Texts.T("customer.picture.title"))} {
		if err := r.Customer.Click(ctx, m); err != nil {
			return err
		}
	}
	choice, err := r.Customer.Find(ctx, Named("picture"))
	if err != nil {
		return err
	}
	const qualities, half = 3, 2
	at := image.Pt(choice.Area.Min.X+choice.Area.Dx()*(half*n+1)/(half*qualities), choice.Centre().Y)
	if err := r.Home.Hand.Click(at); err != nil {
		return err
	}
	return r.Customer.ClickAway(ctx, Named("sheet-done"))
}

// covered changes the customer's display under something that lies above the picture, and checks that it still does: nothing is
// painted over it, at once or later.
func (r *rehearsal) covered(seed uint64, what string, cover func() Thing) {
	r.t.Helper()
	thing := cover()
	before, err := r.still(thing.Area)
	if err != nil {
		r.t.Fatal(err)
	}
	r.papers(seed)
	began := time.Now()
	const long = 2 * time.Second // until Fyne has painted everything once more
	r.await(what+" to stay", func() (bool, error) {
		now, err := r.Desk.Look(thing.Area)
		if err != nil {
			return false, err
		}
		for i := range now.Pix {
			if now.Pix[i] != before.Pix[i] {
				return false, errors.Join(errGone, fmt.Errorf("%s is painted over", what))
			}
		}
		return time.Since(began) > long, nil
	})
}

// still waits until a part of the agent's display does not change, and returns what it shows.
func (r *rehearsal) still(area image.Rectangle) (last *image.RGBA, err error) {
	const looks = 20
	same := 0
	err = await(r.ctx, "the display to stand still", func() (bool, error) {
		now, err := r.Desk.Look(area)
		if err != nil {
			return false, err
		}
		if last != nil && string(last.Pix) == string(now.Pix) {
			same++
		} else {
			same = 0
		}
		last = now
		return same > looks, nil
	})
	return last, err
}

// losesGlass ends the connection over which the viewer paints at once: Fyne paints from then on, and the diagnosis says so. The viewer
// that is opened next has a glass again.
func (r *rehearsal) losesGlass(shown image.Rectangle) {
	r.t.Helper()
	r.must("agent closes the viewer", func(ctx context.Context) error {
		if err := r.Agent.Click(ctx, Named("tool-viewer")); err != nil {
			return err
		}
		return r.Agent.Vanish(ctx, Named("viewer-display"))
	})
	before, err := r.Desk.clients()
	if err != nil {
		r.t.Fatal(err)
	}
	r.must("agent opens it again", func(ctx context.Context) error { return r.Agent.Click(ctx, Named("tool-viewer")) })
	r.mirrors(shown, "in another viewer")
	after, err := r.Desk.clients()
	if err != nil {
		r.t.Fatal(err)
	}
	for _, client := range after {
		if !slices.Contains(before, client) {
			r.must("the glass breaks", func(context.Context) error { return r.Desk.end(client) })
		}
	}
	r.papers(20)
	r.mirrors(shown, "without the glass")
	r.must("agent diagnoses the picture", func(ctx context.Context) error { return r.Agent.Click(ctx, Named("viewer-diagnosis")) })
	r.find(r.Agent, Text(r.Texts.T("agent.diagnosis.painting.window")))
}

// fullScreen checks the picture without anything around it, and that the tools that come at the upper edge lie above it.
func (r *rehearsal) fullScreen(shown image.Rectangle) {
	r.t.Helper()
	r.must("full screen", func(ctx context.Context) error {
		if err := r.Agent.Click(ctx, Named("viewer-full")); err != nil {
			return err
		}
		return await(ctx, "the whole display", func() (bool, error) {
			area, err := r.area()
			return area == image.Rectangle{Max: ScreenSize}, err
		})
	})
	r.papers(7)
	r.must("fitted", func(context.Context) error {
		return errors.Join(r.Desk.Hand.Chord(KeyRightControl), r.Desk.Hand.Chord('0')) // the keys are free from now on
	})
	r.await("full screen, fitted", func() (bool, error) { return r.fits(shown) })
	for _, at := range r.free(shown) {
		r.await(fmt.Sprintf("full screen: the pointer at %v", at), func() (bool, error) { return r.points(shown, at) })
	}
	r.must("one to one", func(context.Context) error { return r.Desk.Hand.Chord('1') })
	r.await("full screen, one to one", func() (bool, error) { return r.same(shown) })
	r.papers(8)
	r.await("full screen, painted anew", func() (bool, error) { return r.same(shown) })
	r.covered(9, "the tools", func() Thing {
		const edge = 300 // far from the customer's own windows
		if err := r.Desk.Hand.Move(image.Pt(edge, 0)); err != nil {
			r.t.Fatal(err)
		}
		return r.find(r.Agent, Named("viewer-full"))
	})
	r.must("full screen no longer", func(ctx context.Context) error {
		if err := r.Desk.Hand.Chord(KeyF11); err != nil {
			return err
		}
		return await(ctx, "the window as it was", func() (bool, error) {
			area, err := r.area()
			return area != image.Rectangle{Max: ScreenSize}, err
		})
	})
}
