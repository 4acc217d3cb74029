package capture

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"

	"beside.example/internal/framebuffer"
)

// TestBringUp compares with what is found pixel by pixel: what differs is found, in no more than the tiles that it lies in, and copied.
func TestBringUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const width, height, side = 300, 200, framebuffer.TileSide
	for range 300 {
		fb, err := framebuffer.New(width, height)
		if err != nil {
			t.Fatal(err)
		}
		corner := image.Pt(random.IntN(width), random.IntN(height))
		box := image.Rectangle{Min: corner, Max: corner.Add(image.Pt(1+random.IntN(width-corner.X), 1+random.IntN(height-corner.Y)))}
		pixels := make([]byte, box.Dx()*box.Dy()*framebuffer.BytesPerPixel)
		tiles := map[image.Point]bool{}
		for range random.IntN(4) {
			at := image.Pt(random.IntN(box.Dx()), random.IntN(box.Dy()))
			pixels[(at.Y*box.Dx()+at.X)*framebuffer.BytesPerPixel] = 1
			tiles[at.Add(box.Min).Div(side)] = true
		}
		found := bringUp(fb, box, pixels, nil)
		area := 0
		for tile := range tiles {
			corner := tile.Mul(side)
			part := image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}.Intersect(box)
			area += part.Dx() * part.Dy()
			if left := (framebuffer.Region{part}).Without(found.Bounds()); len(left) > 0 {
				t.Fatalf("of %v, %v is missing in %v", box, left, found)
			}
		}
		for _, r := range found {
			area -= r.Dx() * r.Dy()
		}
		if area != 0 {
			t.Fatalf("of %v, %v is found, which is %d pixels too few", box, found, area)
		}
		for y := box.Min.Y; y < box.Max.Y; y++ {
			if row := pixels[(y-box.Min.Y)*box.Dx()*framebuffer.BytesPerPixel:][:box.Dx()*framebuffer.BytesPerPixel]; !bytes.Equal(row, fb.Row(y, box.Min.X, box.Max.X)) {
				t.Fatalf("row %d of %v is not what it must be", y, box)
			}
		}
		if again := bringUp(fb, box, pixels, nil); len(again) > 0 {
			t.Fatalf("found %v once more", again)
		}
	}
}

// BenchmarkBringUp brings up what a program has painted anew: all of it as it was, a letter of it, and all of it.
func BenchmarkBringUp(b *testing.B) {
	const width, height = 1920, 1080
	fb, err := framebuffer.New(width, height)
	if err != nil {
		b.Fatal(err)
	}
	for name, changed := range map[string]image.Rectangle{"same": {}, "letter": image.Rect(700, 500, 710, 514), "all": fb.Bounds()} {
		b.Run(name, func(b *testing.B) {
			pixels := bytes.Clone(fb.Pix)
			b.SetBytes(int64(len(pixels)))
			b.ReportAllocs()
			for n := byte(1); b.Loop(); n++ {
				for y := changed.Min.Y; y < changed.Max.Y; y++ {
					for x := changed.Min.X; x < changed.Max.X; x += framebuffer.TileSide {
						pixels[(y*width+x)*framebuffer.BytesPerPixel] = n
					}
				}
				bringUp(fb, fb.Bounds(), pixels, nil)
			}
		})
	}
}
