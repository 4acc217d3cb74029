package ui

import (
	"image"
	"image/color"
	"testing"

	"beside.example/internal/framebuffer"
)

// patterned returns a picture of which no two pixels are alike.
func patterned(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, color.RGBA{R: uint8(7 * x), G: uint8(11 * y), B: uint8(3*x + 5*y), A: 0xff})
		}
	}
	return img
}

func stretched(src *image.RGBA, area image.Rectangle, size image.Point) *framebuffer.Framebuffer {
	fb := &framebuffer.Framebuffer{Width: area.Dx(), Height: area.Dy(), Pix: make([]byte, area.Dx()*area.Dy()*framebuffer.BytesPerPixel)}
	fill(fb, src, area, size)
	return fb
}

func pixel(fb *framebuffer.Framebuffer, x, y int) [3]byte {
	p := fb.Row(y, x, x+1)
	return [3]byte{p[2], p[1], p[0]} // red, green, blue
}

func TestStretchOneToOne(t *testing.T) {
	src := patterned(20, 10)
	fb := stretched(src, image.Rect(3, 2, 20, 10), image.Pt(20, 10))
	for y := range fb.Height {
		for x := range fb.Width {
			if c := src.RGBAAt(x+3, y+2); pixel(fb, x, y) != [3]byte{c.R, c.G, c.B} {
				t.Fatalf("pixel %d,%d is %v, want %v", x, y, pixel(fb, x, y), c)
			}
		}
	}
}

func TestStretchMixes(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 2, 2))
	src.SetRGBA(0, 0, color.RGBA{R: 200, A: 0xff})
	src.SetRGBA(1, 0, color.RGBA{G: 100, A: 0xff})
	src.SetRGBA(0, 1, color.RGBA{B: 40, A: 0xff})
	src.SetRGBA(1, 1, color.RGBA{A: 0xff})
	if got := pixel(stretched(src, image.Rect(0, 0, 1, 1), image.Pt(1, 1)), 0, 0); got != [3]byte{50, 25, 10} {
		t.Errorf("four pixels on one are %v", got)
	}
	fb := stretched(src, image.Rect(0, 0, 4, 4), image.Pt(4, 4))
	for at, want := range map[image.Point][3]byte{{0, 0}: {200, 0, 0}, {3, 0}: {0, 100, 0}, {1, 0}: {150, 25, 0}, {0, 2}: {50, 0, 30}} {
		if got := pixel(fb, at.X, at.Y); got != want {
			t.Errorf("pixel %v is %v, want %v", at, got, want)
		}
	}
}

// TestStretchPartOfAll: what is painted in parts is the same as what is painted at once, and touches no pixel beside its part.
func TestStretchPartOfAll(t *testing.T) {
	for _, size := range []image.Point{{171, 99}, {256, 143}, {700, 411}} {
		src := patterned(256, 143)
		whole := image.Rectangle{Max: size}
		before := stretched(src, whole, size)
		part := image.Rect(40, 30, 97, 31)
		for y := part.Min.Y; y < part.Max.Y; y++ {
			for x := part.Min.X; x < part.Max.X; x++ {
				src.SetRGBA(x, y, color.RGBA{R: 255 - src.RGBAAt(x, y).R, G: 255, A: 0xff})
			}
		}
		after := stretched(src, whole, size)
		area := touched(part, src.Rect.Size(), whole)
		alone := stretched(src, area, size)
		for y := range size.Y {
			for x := range size.X {
				want := pixel(before, x, y)
				if at := image.Pt(x, y); at.In(area) {
					want = pixel(alone, x-area.Min.X, y-area.Min.Y)
				}
				if got := pixel(after, x, y); got != want {
					t.Fatalf("stretched to %v pixel %d,%d is %v, want %v", size, x, y, got, want)
				}
			}
		}
	}
}

func BenchmarkStretch(b *testing.B) {
	src := patterned(256, 256)
	for name, size := range map[string]image.Point{"exact": {256, 256}, "smaller": {171, 171}} {
		b.Run(name, func(b *testing.B) {
			fb := stretched(src, image.Rectangle{Max: size}, size)
			b.SetBytes(int64(len(fb.Pix)))
			for b.Loop() {
				fill(fb, src, image.Rectangle{Max: size}, size)
			}
		})
	}
}
