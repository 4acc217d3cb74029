package ui

import (
	"image"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"beside.example/internal/framebuffer"
)

// claireAt is a colleague who points.
func claireAt(x, y int) []framebuffer.Pointer {
	return []framebuffer.Pointer{{Who: 1, Name: "Claire Moreau", At: image.Pt(x, y)}}
}

// opaque counts the pixels of a tag that hide what is below them.
func opaque(tag nameTag) int {
	n := 0
	for i := 3; i < len(tag.image.Pix); i += framebuffer.BytesPerPixel {
		if tag.image.Pix[i] == 0xff {
			n++
		}
	}
	return n
}

func TestNameTag(t *testing.T) {
	newApp(t, ForAgent)
	blue, _ := tagColours(8)
	for _, side := range []tagSide{{}, {left: true}, {above: true}, {left: true, above: true}} {
		for _, scale := range []float32{1, 1.5, 2} {
			tag, err := newNameTag(8, "Zoé Lang", side, scale)
			if err != nil {
				t.Fatal(err)
			}
			r, g, b, a := tag.image.At(tag.hotspot.X, tag.hotspot.Y+int(6*scale)).RGBA()
			if a != 0xffff || r == g && g == b {
				t.Errorf("%+v at %v: the point is %d %d %d %d", side, scale, r, g, b, a)
			}
			size := tag.image.Rect.Size()
			if left, above := tag.hotspot.X > size.X/2, tag.hotspot.Y > size.Y/3; left != side.left || above != side.above {
				t.Errorf("%+v at %v: the point is at %v of %v", side, scale, tag.hotspot, size)
			}
		}
	}
	if r, _, _, _ := blue.RGBA(); r == 0xffff {
		t.Error("the colour is white as the edge")
	}
	long, _ := newNameTag(1, "Wolfeschlegelsteinhausenbergerdorff the elder", tagSide{}, 1)
	short, _ := newNameTag(1, "Jo", tagSide{}, 1)
	foreign, _ := newNameTag(1, "青木\U0010FFFF", tagSide{}, 1)
	if w := long.image.Rect.Dx(); w > 260 || w < short.image.Rect.Dx() {
		t.Errorf("a long name is %d pixels wide", w)
	}
	if opaque(foreign) == 0 || foreign.image.Rect.Dx() > short.image.Rect.Dx() {
		t.Error("a name that the font cannot write has no number in its place")
	}
}

// TestGlassDrawsNamedPointers: they move on the glass, what changes below them stays below them, and Fyne shows the same later.
func TestGlassDrawsNamedPointers(t *testing.T) {
	d, g, off := newGreyGlass(t)
	d.SetPointers(claireAt(100, 100))
	others := d.picture.others
	if len(g.at) == 0 || !others.behind {
		t.Fatal("nothing is painted on the glass")
	}
	tag := others.list[0].tag
	lies := tag.image.Rect.Add(image.Pt(100, 100).Sub(tag.hotspot))
	all := image.Rectangle{}
	for _, at := range g.at {
		all = all.Union(at.Add(off))
	}
	if !lies.In(all) || all.Dx() > lies.Dx()+4 || all.Dy() > lies.Dy()+4 {
		t.Errorf("painted %v for %v", all, lies)
	}
	r, gr, b, _ := tag.image.At(tag.hotspot.X+1, tag.hotspot.Y+6).RGBA()
	want := [3]byte{byte(r >> 8), byte(gr >> 8), byte(b >> 8)}
	d.Update(framebuffer.Region{image.Rect(101, 106, 102, 107)})
	if got := g.colour(image.Pt(101, 106).Sub(off)); got != want {
		t.Errorf("what changes below the pointer is painted %v, want %v", got, want)
	}
	d.picture.MinSize()
	if shown := others.list[0].shown; others.behind || !shown.Visible() || shown.Image != image.Image(tag.image) ||
		shown.Position() != fyne.NewPos(float32(lies.Min.X), float32(lies.Min.Y)) || shown.Size() != fyne.NewSize(float32(lies.Dx()), float32(lies.Dy())) {
		t.Errorf("Fyne shows it at %v, %v; the glass at %v", shown.Position(), shown.Size(), lies)
	}
	g.at, g.pixels = nil, nil
	d.SetPointers(nil)
	if g.colour(image.Pt(101, 106).Sub(off)) != [3]byte{0x40, 0x40, 0x40} || len(d.picture.children()) != len(d.picture.tiles)+1 {
		t.Error("who no longer points is still there")
	}
}

// TestNamedPointersWithoutAGlass: Fyne shows them, also in a picture that is smaller, and not where they are outside.
func TestNamedPointersWithoutAGlass(t *testing.T) {
	d, _, _, w := newTestDisplay(t, 1280, 960) // half its size
	d.SetPointers(append(claireAt(200, 100), framebuffer.Pointer{Who: 2, Name: "Ben", At: image.Pt(5000, 1)}))
	list := d.picture.others.list
	at := list[0].shown.Position().AddXY(float32(list[0].tag.hotspot.X), float32(list[0].tag.hotspot.Y))
	if at != fyne.NewPos(100, 50) || list[1].shown.Visible() {
		t.Errorf("at %v; outside: %v", at, list[1].shown.Visible())
	}
	w.Resize(fyne.NewSize(320, 240))
	at = list[0].shown.Position().AddXY(float32(list[0].tag.hotspot.X), float32(list[0].tag.hotspot.Y))
	if at != fyne.NewPos(50, 25) {
		t.Errorf("in a smaller window at %v", at)
	}
	d.SetPointers(claireAt(1270, 950))
	if side := d.picture.others.list[0].side; side != (tagSide{left: true, above: true}) {
		t.Errorf("in the corner the name lies %+v", side)
	}
	d.Disable()
	d.SetPointers(claireAt(1, 1))
	if d.picture.others.list[0].pointer.At == image.Pt(1, 1) {
		t.Error("a mere picture has pointers")
	}
}

// TestFeedBringsPointers: the newest that all point at counts.
func TestFeedBringsPointers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _, _, _ := newTestDisplay(t, 640, 480)
		feed := NewFeed(d)
		feed.Pointed(claireAt(1, 1))
		feed.Pointed(claireAt(2, 2))
		synctest.Wait()
		if list := d.picture.others.list; len(list) != 1 || list[0].pointer.At != image.Pt(2, 2) {
			t.Errorf("%d pointers", len(list))
		}
		d.SetGlass(&painted{})
		feed.Pointed(claireAt(3, 3))
		<-time.After(catchUpRest)
		synctest.Wait()
		if d.picture.others.behind {
			t.Error("Fyne is never told")
		}
	})
}

// TestOnPoint: which pixel the pointer is at is told without control too.
func TestOnPoint(t *testing.T) {
	d, _, _, _ := newTestDisplay(t, 640, 480)
	d.SetInput(nil)
	var at image.Point
	var on bool
	d.OnPoint = func(p image.Point, there bool) { at, on = p, there }
	event := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(30, 40)}}
	d.picture.MouseIn(event)
	if at != image.Pt(30, 40) || !on {
		t.Errorf("at %v, %v", at, on)
	}
	event.Position = fyne.NewPos(31, 40)
	d.picture.MouseMoved(event)
	if at != image.Pt(31, 40) {
		t.Errorf("moved to %v", at)
	}
	d.picture.MouseOut()
	if on {
		t.Error("the pointer has left")
	}
}
