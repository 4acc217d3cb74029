package ui

import (
	"image"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/framebuffer"
)

// painted notes what a display gives to its glass.
type painted struct {
	at      []image.Rectangle
	refuses bool
}

func (p *painted) Paint(pixels *framebuffer.Framebuffer, at image.Point) bool {
	p.at = append(p.at, pixels.Bounds().Add(at))
	return !p.refuses
}

func (p *painted) Close() {}

func TestGlassGetsWhatChanged(t *testing.T) {
	d, _, _, w := newTestDisplay(t, 1280, 800) // half its size in 640 × 480: 640 × 400, 40 below the top
	inset, _ := w.Canvas().InteractiveArea()   // the test driver counts places from there
	off := image.Pt(int(inset.X), int(inset.Y))
	g := &painted{}
	d.SetGlass(g)
	d.Update(framebuffer.Region{image.Rect(250, 10, 261, 14)})
	// The part is on two tiles, and mixes with its neighbours.
	if len(g.at) != 2 || g.at[0].Add(off) != image.Rect(124, 44, 128, 48) || g.at[1].Add(off) != image.Rect(128, 44, 131, 48) {
		t.Errorf("painted at %v", g.at)
	}
	g.at = nil
	d.SetScale(OneToOne)
	d.Update(framebuffer.Region{image.Rect(0, 0, 10, 10), image.Rect(630, 0, 650, 10), image.Rect(700, 0, 710, 10)})
	if len(g.at) != 2 || g.at[0].Add(off) != image.Rect(0, 0, 10, 10) || g.at[1].Add(off) != image.Rect(630, 0, 640, 10) {
		t.Errorf("in a picture that is scrolled painted at %v", g.at)
	}
}

func TestGlassLeavesWhatLiesOnThePicture(t *testing.T) {
	d, _, _, w := newTestDisplay(t, 640, 480)
	g := &painted{}
	d.SetGlass(g)
	const side = 8
	d.ShapeCursor(&framebuffer.Cursor{Serial: 1, Width: side, Height: side, Pix: make([]byte, side*side*framebuffer.BytesPerPixel)})
	d.MoveCursor(image.Pt(100, 100))
	d.Update(framebuffer.Region{image.Rect(104, 104, 120, 120)})
	if len(g.at) != 0 {
		t.Errorf("painted over the sharer's pointer at %v", g.at)
	}
	d.Update(framebuffer.Region{image.Rect(108, 100, 120, 120)})
	if len(g.at) != 1 {
		t.Errorf("painted %d parts beside the sharer's pointer", len(g.at))
	}
	d.Update(framebuffer.Region{image.Rect(0, 0, 20, 20)})
	free := g.at[1]
	w.Canvas().Focus(d)
	d.Update(framebuffer.Region{image.Rect(0, 0, 20, 20)})
	free.Min = free.Min.Add(image.Pt(ringInside, ringInside))
	if g.at[2] != free {
		t.Errorf("with the ring painted at %v, want %v", g.at[2], free)
	}
}

// TestFyneCatchesUp: what is on the glass is told to Fyne later, when it is needed or when there is time.
func TestFyneCatchesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _, _, _ := newTestDisplay(t, 640, 480)
		g := &painted{}
		d.SetGlass(g)
		feed := NewFeed(d)
		change := func() { feed.Changed(framebuffer.Region{image.Rect(0, 0, 20, 20)}) }
		behind := func() bool { synctest.Wait(); return d.picture.tiles[0].behind }
		change()
		if !behind() || d.picture.tiles[1].behind {
			t.Error("Fyne paints at once what is on the glass")
		}
		d.picture.MinSize()
		if behind() {
			t.Error("Fyne paints an old picture")
		}
		change()
		<-time.After(catchUpRest / 2)
		change()
		<-time.After(catchUpRest - 1)
		if !behind() {
			t.Error("Fyne paints before the picture stands still")
		}
		<-time.After(1)
		if behind() {
			t.Error("Fyne never paints it")
		}
		for range 5 {
			change()
			<-time.After(catchUpLatest / 4)
		}
		if behind() {
			t.Error("Fyne never paints a picture that does not stand still")
		}
		g.refuses = true
		change()
		if behind() {
			t.Error("Fyne does not paint what the glass does not")
		}
	})
}
