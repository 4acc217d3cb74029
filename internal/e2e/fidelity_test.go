package e2e

import (
	"context"
	"image"
	"slices"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
)

// TestFidelity has the customer choose how near the picture is to the screen while a film plays over all of it, and looks at what arrives: with loss
// at first, then nothing that is not on the screen where it is to be exact, and then fewer bytes where data is to be saved.
func TestFidelity(t *testing.T) {
	r := rehearse(t)
	r.meets()
	r.must("the viewer fills the display", r.enlarges)
	r.handAside()
	f := &filmed{rehearsal: r}
	var err error
	if f.reel, err = r.Home.reel(); err != nil {
		t.Fatal(err)
	}
	for n := range f.pictures {
		if err := r.Home.shows(f.reel[n]); err != nil {
			t.Fatal(err)
		}
		if f.pictures[n], err = r.Home.Look(filmedArea); err != nil {
			t.Fatal(err)
		}
	}
	r.exact("the film's last picture")
	others, automatic := f.plays("automatic")
	if others == 0 {
		t.Error("what arrives by itself is exact")
	}
	r.must("customer wants it exact", func(ctx context.Context) error { return r.picks(ctx, 1) })
	r.exact("the picture that the customer wants exact")
	if others, _ := f.plays("exact"); others > 0 {
		t.Errorf("%d pixels were not those of the film", others)
	}
	r.must("customer saves data", func(ctx context.Context) error { return r.picks(ctx, 2) })
	if _, saving := f.plays("saving"); saving >= automatic {
		t.Errorf("%v bytes where data is saved, %v by itself", saving, automatic)
	}
}

// filmed is a film on the customer's display.
type filmed struct {
	*rehearsal
	reel     [pictures]xproto.Pixmap
	pictures [pictures]*image.RGBA // of filmedArea
}

// filmedArea is a part of the display that no window covers.
var filmedArea = image.Rect(1300, 300, 1700, 700)

// plays plays the film for a while, and returns how many pixels on the agent's display were none of its pictures', and the bytes that it took.
func (f *filmed) plays(quality string) (others int, bytes float64) {
	f.t.Helper()
	f.must("a film, "+quality, func(ctx context.Context) error {
		before, _, err := f.Relay.Forwarded(ctx)
		if err != nil {
			return err
		}
		const rate, long, lookEvery = 40 * time.Millisecond, 100, 10
		for n := range long {
			if err := f.Home.shows(f.reel[n%pictures]); err != nil {
				return err
			}
			if n%lookEvery == 0 {
				now, err := f.Desk.Look(filmedArea)
				if err != nil {
					return err
				}
				others += f.none(now)
			}
			if err := Pass(ctx, rate); err != nil {
				return err
			}
		}
		bytes, _, err = f.Relay.Forwarded(ctx)
		bytes -= before
		return err
	})
	f.t.Logf("%s: %d pixels of none, %.0f kB", quality, others, bytes/1000)
	return others, bytes
}

// none counts the pixels that are none of the film's pictures'.
func (f *filmed) none(now *image.RGBA) (others int) {
	for y := now.Rect.Min.Y; y < now.Rect.Max.Y; y++ {
		for x := now.Rect.Min.X; x < now.Rect.Max.X; x++ {
			one := now.RGBAAt(x, y)
			if !slices.ContainsFunc(f.pictures[:], func(p *image.RGBA) bool { return p.RGBAAt(x, y) == one }) {
				others++
			}
		}
	}
	return others
}
