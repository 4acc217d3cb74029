package capture

import (
	"bytes"
	"image"
	"testing"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/framebuffer"
)

// TestGuessBeyondTheEdge has a guess that lies where there is no desktop any more: all is fetched anew.
func TestGuessBeyondTheEdge(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{Width: 320, Height: 200})
	canvas := desktoptest.NewXCanvas(t)
	d, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	displays, err := d.Displays()
	if err != nil {
		t.Fatal(err)
	}
	s, err := openXSource(displays[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	var fb framebuffer.Framebuffer
	if _, err := s.Grab(&fb); err != nil {
		t.Fatal(err)
	}
	for _, guess := range []image.Rectangle{image.Rect(300, 100, 340, 120), {}} {
		s.(*xSource).ahead.guess = guess
		canvas.Fill(image.Rect(290, 90, 320, 130), 0x123456^uint32(guess.Dx()))
		if err := s.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		changed, err := s.Grab(&fb)
		if err != nil || len(changed) == 0 {
			t.Fatalf("with the guess %v, %v changed: %v", guess, changed, err)
		}
		pixel := fb.Row(100, 300, 301)
		if want := canvas.Pixels(image.Rect(300, 100, 301, 101)); !bytes.Equal(pixel[:3], want[:3]) {
			t.Fatalf("with the guess %v the pixel is %v, want %v", guess, pixel, want)
		}
	}
}

// TestAhead looks for boxes in what was fetched.
func TestAhead(t *testing.T) {
	const side = 100
	var a ahead
	a.expect(framebuffer.Region{image.Rect(40, 50, 44, 60), image.Rect(50, 50, 54, 60)}, image.Rect(0, 0, side, side))
	if want := image.Rect(40-aheadMargin, 50-aheadMargin, 54+aheadMargin, 60+aheadMargin); a.guess != want {
		t.Fatalf("the guess is %v, want %v", a.guess, want)
	}
	if _, ok := a.of(image.Rect(40, 50, 44, 60)); ok {
		t.Error("there are pixels before any were fetched")
	}
	pixels := make([]byte, area(a.guess)*framebuffer.BytesPerPixel)
	for i := range pixels {
		pixels[i] = byte(i / framebuffer.BytesPerPixel % a.guess.Dx()) // the column
	}
	a.fetched(pixels)
	for _, box := range []image.Rectangle{a.guess, image.Rect(40, 50, 44, 60), {Min: a.guess.Max.Sub(image.Pt(1, 1)), Max: a.guess.Max}} {
		from, ok := a.of(box)
		if !ok {
			t.Fatalf("%v is not there", box)
		}
		last := from.from(box.Dy() - 1).pixels[:box.Dx()*framebuffer.BytesPerPixel]
		if got, want := int(last[len(last)-1]), box.Max.X-1-a.guess.Min.X; got != want {
			t.Errorf("the last pixel of %v is from column %d, want %d", box, got, want)
		}
	}
	if _, ok := a.of(a.guess.Inset(-1)); ok {
		t.Error("there is more than was fetched")
	}
	if a.expect(framebuffer.Region{image.Rect(0, 0, 1000, 1000)}, image.Rect(0, 0, 2000, 2000)); !a.guess.Empty() {
		t.Errorf("%v is fetched on a guess", a.guess)
	}
	if _, ok := a.of(image.Rect(40, 50, 44, 60)); ok {
		t.Error("there are pixels of the last time")
	}
}
