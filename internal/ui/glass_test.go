package ui

import (
	"image"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/internal/framebuffer"
)

// painted notes what a display gives to its glass.
type painted struct {
	at      []image.Rectangle
	pixels  []framebuffer.Framebuffer // of each
	refuses bool
}

func (p *painted) Paint(pixels *framebuffer.Framebuffer, part image.Rectangle, at image.Point) bool {
	copied := framebuffer.Framebuffer{Width: part.Dx(), Height: part.Dy()}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		copied.Pix = append(copied.Pix, pixels.Row(y, part.Min.X, part.Max.X)...)
	}
	p.at, p.pixels = append(p.at, part.Sub(part.Min).Add(at)), append(p.pixels, copied)
	return !p.refuses
}

// colour returns what was last painted at a place, red first.
func (p *painted) colour(at image.Point) [3]byte {
	for i, r := range slices.Backward(p.at) {
		if at.In(r) {
			return pixel(&p.pixels[i], at.X-r.Min.X, at.Y-r.Min.Y)
		}
	}
	return [3]byte{}
}

func (p *painted) Works() bool { return !p.refuses }

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
	g.at, g.pixels = nil, nil
	d.SetScale(OneToOne)
	d.Update(framebuffer.Region{image.Rect(0, 0, 10, 10), image.Rect(630, 0, 650, 10), image.Rect(700, 0, 710, 10)})
	if len(g.at) != 2 || g.at[0].Add(off) != image.Rect(0, 0, 10, 10) || g.at[1].Add(off) != image.Rect(630, 0, 640, 10) {
		t.Errorf("in a picture that is scrolled painted at %v", g.at)
	}
}

// TestGlassKeepsTheRing: the ring lies on the picture.
func TestGlassKeepsTheRing(t *testing.T) {
	d, _, _, w := newTestDisplay(t, 640, 480)
	g := &painted{}
	d.SetGlass(g)
	d.Update(framebuffer.Region{image.Rect(0, 0, 20, 20)})
	want := g.at[0]
	w.Canvas().Focus(d)
	d.Update(framebuffer.Region{image.Rect(0, 0, 20, 20)})
	want.Min = want.Min.Add(image.Pt(ringInside, ringInside))
	if g.at[1] != want {
		t.Errorf("with the ring painted at %v, want %v", g.at[1], want)
	}
}

// TestGlassKeepsHints: a hint lies on the picture too.
func TestGlassKeepsHints(t *testing.T) {
	d, _, _, w := newTestDisplay(t, 640, 480)
	g := &painted{}
	d.SetGlass(g)
	root := w.Content().(*Root)
	root.showHint(d, "A hint")
	at := image.Pt(100, 100)
	root.at = fyne.NewPos(float32(at.X), float32(at.Y))
	root.Refresh()
	d.Update(framebuffer.Region{image.Rectangle{Min: at, Max: at.Add(image.Pt(4, 4))}})
	if len(g.at) != 0 {
		t.Errorf("painted over a hint at %v", g.at)
	}
	root.hideHint()
	d.Update(framebuffer.Region{image.Rectangle{Min: at, Max: at.Add(image.Pt(4, 4))}})
	if len(g.at) != 1 {
		t.Error("nothing is painted after the hint")
	}
}

// redCursor returns a red pointer with a corner of which half is seen through.
func redCursor(side int) *framebuffer.Cursor {
	c := &framebuffer.Cursor{Serial: 1, Width: side, Height: side, Hotspot: image.Pt(1, 1)}
	for range side * side {
		c.Pix = append(c.Pix, 0xff, 0, 0, 0xff)
	}
	copy(c.Pix, []byte{0x80, 0, 0, 0x80})
	return c
}

// newGreyGlass returns a display that shows 640 × 480 grey pixels on a glass, and where the test driver counts places from.
func newGreyGlass(t *testing.T) (*RemoteDisplay, *painted, image.Point) {
	t.Helper()
	d, picture, _, w := newTestDisplay(t, 640, 480)
	for i := range picture.fb.Pix {
		picture.fb.Pix[i] = 0x40
	}
	d.Reload()
	g := &painted{}
	d.SetGlass(g)
	inset, _ := w.Canvas().InteractiveArea()
	return d, g, image.Pt(int(inset.X), int(inset.Y))
}

// TestGlassDrawsThePointer: the sharer's pointer moves on the glass, and what changes below it stays below it.
func TestGlassDrawsThePointer(t *testing.T) {
	d, g, off := newGreyGlass(t)
	const side = 8
	d.ShapeCursor(redCursor(side))
	d.MoveCursor(image.Pt(101, 101))
	lies := image.Rect(100, 100, 100+side, 100+side)
	if len(g.at) != 1 || g.at[0].Add(off) != lies {
		t.Fatalf("painted at %v", g.at)
	}
	at := func(x, y int) [3]byte { return g.colour(image.Pt(x, y).Sub(off)) }
	if got := [2][3]byte{at(100, 100), at(101, 100)}; got != [2][3]byte{{0x80 + 0x20, 0x20, 0x20}, {0xff, 0, 0}} {
		t.Errorf("the pointer begins with %v", got)
	}
	if d.picture.cursor.shown.Visible() {
		t.Error("Fyne paints it at once")
	}
	d.Update(framebuffer.Region{image.Rect(104, 104, 120, 120)})
	if got := [2][3]byte{at(107, 107), at(108, 108)}; got != [2][3]byte{{0xff, 0, 0}, {0x40, 0x40, 0x40}} {
		t.Errorf("what changes below the pointer is painted %v", got)
	}
	g.at, g.pixels = nil, nil
	d.MoveCursor(image.Pt(201, 101))
	if len(g.at) != 2 || g.at[0].Add(off) != lies || g.at[1].Add(off) != lies.Add(image.Pt(100, 0)) {
		t.Errorf("moved, painted at %v", g.at)
	}
	d.picture.MinSize()
	if shown := d.picture.cursor.shown; !shown.Visible() || shown.Position().X != 200 {
		t.Errorf("Fyne shows it at %v", shown.Position())
	}
	d.ShapeCursor(nil)
	d.picture.MinSize()
	if d.picture.cursor.shown.Visible() {
		t.Error("Fyne still shows a hidden pointer")
	}
}

// TestFyneGetsWhatWentStraight: what went to the glass as it was is in the tiles once Fyne paints.
func TestFyneGetsWhatWentStraight(t *testing.T) {
	d, picture, _, _ := newTestDisplay(t, 640, 480)
	g := &painted{}
	d.SetGlass(g)
	part := image.Rect(250, 250, 262, 262) // on four tiles
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := picture.fb.Row(y, part.Min.X, part.Max.X)
		for i := range row {
			row[i] = 0x77
		}
	}
	d.Update(framebuffer.Region{part, part.Inset(2)})
	if len(g.at) == 0 || g.at[0].Size() != part.Size() {
		t.Fatalf("painted at %v", g.at)
	}
	first := &d.picture.tiles[0]
	before := first.pixels.RGBAAt(250, 250).R
	d.picture.MinSize()
	if after := first.pixels.RGBAAt(250, 250).R; before == 0x77 || after != 0x77 {
		t.Errorf("the tile's pixel was %#x and is %#x", before, after)
	}
}

// TestFyneIsNotAskedWhilePainting: a picture of Fyne's that takes what is on the glass is not followed by another, but where one was wished for.
func TestFyneIsNotAskedWhilePainting(t *testing.T) {
	d, _, _, _ := newTestDisplay(t, 640, 480)
	d.SetGlass(&painted{})
	for _, wished := range []bool{false, true} {
		d.Update(framebuffer.Region{image.Rect(0, 0, 20, 20)})
		c := &wishing{wished: wished}
		d.picture.catchUpUnasked(c)
		if d.picture.tiles[0].behind || c.wished != wished || c.cleared == 0 {
			t.Errorf("wished for before: %v, afterwards: %v, cleared %d times", wished, c.wished, c.cleared)
		}
	}
}

// wishing is a canvas that may be wished to be painted anew.
type wishing struct {
	fyne.Canvas
	wished  bool
	cleared int
}

func (c *wishing) CheckDirtyAndClear() bool {
	wished := c.wished
	c.cleared, c.wished = c.cleared+1, c.cleared == 0 // catching up is a wish
	return wished
}

func (c *wishing) SetDirty() { c.wished = true }

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
		const step = catchUpRest / 2
		for range catchUpLatest/step + 2 { // the last change comes later than that
			change()
			<-time.After(step)
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
