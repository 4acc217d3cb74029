package ui

import (
	"image"
	"testing"

	"beside.example/internal/framebuffer"
)

// painted notes what a display gives to its glass.
type painted struct {
	at, parts []image.Rectangle
	clip      image.Rectangle
}

func (p *painted) Paint(_ *image.RGBA, part, at, clip image.Rectangle) {
	p.at, p.parts, p.clip = append(p.at, at), append(p.parts, part), clip
}

func TestGlassGetsWhatChanged(t *testing.T) {
	d, _, _, w := newTestDisplay(t, 1280, 800) // half its size in 640 × 480: 640 × 400, 40 below the top
	inset, _ := w.Canvas().InteractiveArea()   // the test driver counts places from there
	off := image.Pt(int(inset.X), int(inset.Y))
	g := &painted{}
	d.SetGlass(g)
	d.Update(framebuffer.Region{image.Rect(250, 10, 261, 13)})
	if len(g.at) != 2 || g.at[0].Add(off) != image.Rect(125, 45, 128, 47) || g.at[1].Add(off) != image.Rect(128, 45, 131, 47) {
		t.Errorf("painted at %v", g.at)
	}
	if g.parts[1] != image.Rect(0, 10, 5, 13) {
		t.Errorf("painted the parts %v", g.parts)
	}
	if want := image.Rect(0, 40, 640, 440); g.clip.Add(off) != want {
		t.Errorf("clipped to %v, want %v", g.clip, want)
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
	free := g.clip
	w.Canvas().Focus(d)
	d.Update(framebuffer.Region{image.Rect(0, 0, 4, 4)})
	if want := free.Inset(ringInside); g.clip != want {
		t.Errorf("with the ring the clip is %v, want %v", g.clip, want)
	}
}
