package samples

import (
	"bytes"
	"testing"
)

// comparePixels holds both forms of making samples of pixels against each other.
func comparePixels(t *testing.T, n noise, lumaStride, chromaStride, padding, start int) {
	t.Helper()
	stride := pixelRow + padding
	from := n.bytes(start + stride*(BlockSide-1) + pixelRow)[start:]
	var want, got [3][]byte
	want[0], got[0] = marked(&n, lumaStride*BlockSide)
	for i := 1; i < len(want); i++ {
		want[i], got[i] = marked(&n, chromaStride*Side)
	}
	plainFromPixels(want[0], lumaStride, want[1], want[2], chromaStride, from, stride)
	FromPixels(got[0], lumaStride, got[1], got[2], chromaStride, from, stride)
	for i := range want {
		if !bytes.Equal(want[i], got[i]) {
			t.Errorf("kind %d: plane %d differs", n.kind, i)
		}
	}

	stride = 2*pixelRow + padding
	from = n.bytes(start + stride*(2*BlockSide-1) + 2*pixelRow)[start:]
	var half, chosen Pixels
	plainHalve(&half, from, stride)
	chosen.Halve(from, stride)
	if half != chosen {
		t.Errorf("kind %d: halves differ", n.kind)
	}
}

func TestPixels(t *testing.T) {
	for i, n := range seeds() {
		for _, stride := range strides() {
			comparePixels(t, n, stride, 8+stride%16, stride*(i%2), i%9)
		}
	}
}

// TestColours checks luma and chroma of every mixture of the ends of colours.
func TestColours(t *testing.T) {
	for mixture := range 8 {
		var pixels Pixels
		var colour [3]int32
		for i := range colour {
			colour[i] = int32(mixture>>i&1) * 255
		}
		for i := range pixels {
			pixels[i] = 77
			if i%BytesPerPixel < 3 {
				pixels[i] = byte(colour[i%BytesPerPixel])
			}
		}
		var luma [BlockSide * BlockSide]byte
		var blue, red [area]byte
		FromPixels(luma[:], BlockSide, blue[:], red[:], Side, pixels[:], pixelRow)
		y := (weightRed*colour[2] + weightGreen*colour[1] + weightBlue*colour[0] + weightHalf) >> weightShift
		u := (2*(blueOfR*colour[2]+blueOfG*colour[1]+blueOfB*colour[0]) + greyTwo) >> twoShift
		v := (2*(redOfR*colour[2]+redOfG*colour[1]+redOfB*colour[0]) + greyTwo) >> twoShift
		for i := range luma {
			if luma[i] != clamp(y) || blue[i%area] != clamp(u) || red[i%area] != clamp(v) {
				t.Fatalf("%v becomes %d, %d and %d, not %d, %d and %d", colour, luma[i], blue[i%area], red[i%area], y, u, v)
			}
		}
	}
}

func TestPixelsRefuseShortSlices(t *testing.T) {
	var p Pixels
	var luma [BlockSide * BlockSide]byte
	chroma := make([]byte, area)
	mustPanic(t, "FromPixels", func() { FromPixels(luma[:], BlockSide, chroma, chroma, Side, p[:len(p)-1], pixelRow) })
	mustPanic(t, "FromPixels", func() { FromPixels(luma[1:], BlockSide, chroma, chroma, Side, p[:], pixelRow) })
	mustPanic(t, "FromPixels", func() { FromPixels(luma[:], BlockSide, chroma[1:], chroma, Side, p[:], pixelRow) })
	mustPanic(t, "FromPixels", func() { FromPixels(luma[:], BlockSide, chroma, chroma[1:], Side, p[:], pixelRow) })
	mustPanic(t, "Halve", func() { p.Halve(make([]byte, 4*len(p)-1), 2*pixelRow) })
}

func FuzzPixels(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(16), uint8(8), uint8(0), uint8(1))
	f.Fuzz(func(t *testing.T, seed uint64, kind, lumaStride, chromaStride, padding, start uint8) {
		comparePixels(t, noise{seed, kind}, max(BlockSide, int(lumaStride)), max(Side, int(chromaStride)), int(padding), int(start))
	})
}

func BenchmarkFromPixels(b *testing.B) {
	n := noise{state: 1}
	from := n.bytes(100 * pixelRow)
	var luma [BlockSide * BlockSide]byte
	var blue, red [area]byte
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainFromPixels(luma[:], BlockSide, blue[:], red[:], Side, from, 2*pixelRow)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			FromPixels(luma[:], BlockSide, blue[:], red[:], Side, from, 2*pixelRow)
		}
	})
}

func BenchmarkHalve(b *testing.B) {
	n := noise{state: 1}
	from := n.bytes(100 * pixelRow)
	var p Pixels
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainHalve(&p, from, 2*pixelRow)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			p.Halve(from, 2*pixelRow)
		}
	})
}
