package codec

import (
	"bytes"
	"encoding/hex"
	"image"
	"math/rand/v2"
	"testing"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// picture returns a framebuffer whose pixels are f.
func picture(width, height int, f func(x, y int) uint32) *framebuffer.Framebuffer {
	fb := &framebuffer.Framebuffer{Width: width, Height: height, Pix: make([]byte, width*height*framebuffer.BytesPerPixel)}
	for y := range height {
		for x := range width {
			c := f(x, y)
			copy(fb.Row(y, x, x+1), []byte{byte(c), byte(c >> 8), byte(c >> 16), 0xaa})
		}
	}
	return fb
}

// body returns the body of the keyframe of a picture.
func body(t *testing.T, fb *framebuffer.Framebuffer) []byte {
	t.Helper()
	e := newTileEncoder()
	defer e.Close()
	update, err := e.Encode(nil, fb, nil, Hints{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := newInflater()
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	n := int(update[5])<<24 | int(update[6])<<16 | int(update[7])<<8 | int(update[8])
	b, err := f.inflate(update[keyframeHeadSize:], n, true)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(b)
}

func TestGoldenBodies(t *testing.T) {
	for name, test := range map[string]struct {
		fb   *framebuffer.Framebuffer
		want string
	}{
		"solid": {picture(2, 1, func(x, y int) uint32 { return 0x102030 }), "0000 81 00 302010"},
		"two colours": {
			picture(3, 2, func(x, y int) uint32 { return uint32(x+y) % 2 }),
			"0000 82 00 01 000000 010000 40 a0",
		},
		"four colours": {
			picture(5, 1, func(x, y int) uint32 { return uint32(x) % 4 }),
			"0000 82 00 03 000000 010000 020000 030000 1b 00",
		},
		"sixteen colours": {
			picture(5, 1, func(x, y int) uint32 { return uint32(x) }),
			"0000 82 00 04 000000 010000 020000 030000 040000 01 23 40",
		},
		"many colours": {
			picture(17, 1, func(x, y int) uint32 { return uint32(x) }),
			"0000 82 00 10 000000 010000 020000 030000 040000 050000 060000 070000 080000 090000 0a0000 0b0000 0c0000 0d0000 " +
				"0e0000 0f0000 100000 000102030405060708090a0b0c0d0e0f10",
		},
		"two tiles": {picture(65, 1, func(x, y int) uint32 { return uint32(x / 64) }), "0000 81 00 000000 81 00 010000"},
	} {
		want, err := hex.DecodeString(string(bytes.ReplaceAll([]byte(test.want), []byte(" "), nil)))
		if err != nil {
			t.Fatal(err)
		}
		if got := body(t, test.fb); !bytes.Equal(got, want) {
			t.Errorf("%s: %x, want %x", name, got, want)
		}
	}
}

// TestRawRoundTrip checks the prediction, values that wrap included.
func TestRawRoundTrip(t *testing.T) {
	fb := picture(19, 7, func(x, y int) uint32 { return uint32(x*x*7919+y*104729) & colourMask })
	box := image.Rect(2, 1, 18, 7)
	coded := appendRaw(nil, fb, box)
	if len(coded) != colourBytes*box.Dx()*box.Dy() {
		t.Fatalf("%d bytes", len(coded))
	}
	got := picture(19, 7, func(x, y int) uint32 { return 0 })
	r := &bodyReader{rest: coded}
	readRaw(got, box, r)
	if r.err != nil {
		t.Fatal(r.err)
	}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if a, b := fb.Row(y, x, x+1)[:3], got.Row(y, x, x+1)[:3]; !bytes.Equal(a, b) {
				t.Fatalf("pixel %d, %d is %x, want %x", x, y, b, a)
			}
		}
	}
}

func TestPaletteOverflows(t *testing.T) {
	fb := picture(64, 8, func(x, y int) uint32 { return uint32(y*64 + x) })
	var p palette
	if p.collect(fb, image.Rect(0, 0, 64, 4)); len(p.colours) != maxColours {
		t.Fatalf("%d colours", len(p.colours))
	}
	if p.collect(fb, image.Rect(0, 0, 64, 5)) {
		t.Fatal("more colours than a palette holds")
	}
	if !p.collect(fb, image.Rect(3, 3, 7, 4)) || len(p.colours) != 4 {
		t.Fatal("the palette remembers the box before")
	}
}

// TestCopiesReadFirst checks that all sources are read before a target is written.
func TestCopiesReadFirst(t *testing.T) {
	fb := picture(4, 1, func(x, y int) uint32 { return uint32(x + 1) })
	var c copier
	c.apply(fb, []damage.Copy{
		{Dst: image.Rect(0, 0, 1, 1), Src: image.Pt(3, 0)},
		{Dst: image.Rect(1, 0, 4, 1), Src: image.Pt(0, 0)},
	})
	for x, want := range []byte{4, 1, 2, 3} {
		if got := fb.Row(0, x, x+1)[0]; got != want {
			t.Errorf("pixel %d is %d, want %d", x, got, want)
		}
	}
}

// TestCopiesInAnyOrder checks that copies which could be done in place give what reading all sources first gives.
func TestCopiesInAnyOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	const side = 12
	ways := map[string]int{}
	for i := range 2000 {
		shift := image.Pt(random.IntN(3)-1, random.IntN(5)-2)
		fb := picture(side, side, func(x, y int) uint32 { return uint32(y*side + x) })
		want := picture(side, side, func(x, y int) uint32 { return uint32(y*side + x) })
		var copies []damage.Copy
		for range 1 + random.IntN(4) {
			at := image.Pt(random.IntN(side-4), random.IntN(side-4))
			src := image.Pt(random.IntN(side-4), random.IntN(side-4))
			if i%2 == 0 { // as what is dragged
				src = image.Pt(max(1, min(at.X, side-5)), max(2, min(at.Y, side-6)))
				at = src.Add(shift)
			}
			copies = append(copies, damage.Copy{
				Dst: image.Rectangle{Min: at, Max: at.Add(image.Pt(1+random.IntN(4), 1+random.IntN(4)))},
				Src: src,
			})
		}
		for _, m := range copies {
			for y := range m.Dst.Dy() {
				copy(want.Row(m.Dst.Min.Y+y, m.Dst.Min.X, m.Dst.Max.X), picture(side, side, func(x, y int) uint32 {
					return uint32(y*side + x)
				}).Row(m.Src.Y+y, m.Src.X, m.Src.X+m.Dst.Dx()))
			}
		}
		var c copier
		c.apply(fb, copies)
		if !bytes.Equal(fb.Pix, want.Pix) {
			t.Fatalf("%+v", copies)
		}
		switch {
		case together(copies):
			ways["together"]++
		case len(c.scratch) > 0:
			ways["scratch"]++
		case sequential(copies, false):
			ways["forward"]++
		default:
			ways["backward"]++
		}
	}
	if len(ways) != 4 {
		t.Errorf("ways %v", ways)
	}
}
