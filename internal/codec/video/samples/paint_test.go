package samples

import (
	"bytes"
	"testing"
)

// comparePaint holds both forms of painting against each other.
func comparePaint(t *testing.T, n noise, lumaStride, chromaStride, padding, pairs int) {
	t.Helper()
	stride := pixelRow + padding
	luma := n.bytes(lumaStride*(2*pairs-1) + BlockSide)
	length := chromaStride*(pairs+1) + Side + 1
	blue, red := n.bytes(length), n.bytes(length)
	want, got := marked(&n, stride*2*pairs)
	plainPaint(want, stride, luma, lumaStride, blue, red, chromaStride, pairs)
	Paint(got, stride, luma, lumaStride, blue, red, chromaStride, pairs)
	if !bytes.Equal(want, got) {
		t.Errorf("kind %d: %d pairs differ", n.kind, pairs)
	}
}

func TestPaint(t *testing.T) {
	for i, n := range seeds() {
		for _, stride := range strides() {
			comparePaint(t, n, stride, 9+stride%16, stride*(i%2), 1+i%9)
		}
	}
}

// TestPaintGrey wants what has no chroma to be as grey as its luma.
func TestPaintGrey(t *testing.T) {
	var luma [BlockSide * BlockSide]byte
	for i := range luma {
		luma[i] = byte(i)
	}
	chroma := bytes.Repeat([]byte{grey}, 10*(Side+1))
	var to Pixels
	Paint(to[:], pixelRow, luma[:], BlockSide, chroma, chroma, Side+1, Side)
	for i, v := range to {
		want := byte(i / BytesPerPixel)
		if i%BytesPerPixel == 3 {
			want = 0
		}
		if v != want {
			t.Fatalf("byte %d is %d, not %d", i, v, want)
		}
	}
}

func TestPaintRefusesShortSlices(t *testing.T) {
	var to Pixels
	var luma [BlockSide * BlockSide]byte
	chroma := make([]byte, 10*(Side+1))
	mustPanic(t, "Paint", func() { Paint(to[1:], pixelRow, luma[:], BlockSide, chroma, chroma, Side+1, Side) })
	mustPanic(t, "Paint", func() { Paint(to[:], pixelRow, luma[1:], BlockSide, chroma, chroma, Side+1, Side) })
	mustPanic(t, "Paint", func() { Paint(to[:], pixelRow, luma[:], BlockSide, chroma[1:], chroma, Side+1, Side) })
	mustPanic(t, "Paint", func() { Paint(to[:], pixelRow, luma[:], BlockSide, chroma, chroma[1:], Side+1, Side) })
	mustPanic(t, "Paint", func() { Paint(to[:], pixelRow, luma[:], BlockSide, chroma, chroma, Side+1, 0) })
}

func FuzzPaint(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(16), uint8(9), uint8(0), uint8(8))
	f.Fuzz(func(t *testing.T, seed uint64, kind, lumaStride, chromaStride, padding, pairs uint8) {
		comparePaint(t, noise{seed, kind}, max(BlockSide, int(lumaStride)), max(Side+1, int(chromaStride)), int(padding), 1+int(pairs%16))
	})
}

func BenchmarkPaint(b *testing.B) {
	n := noise{state: 1}
	luma, chroma := n.bytes(64*BlockSide), n.bytes(32*10)
	var to Pixels
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainPaint(to[:], pixelRow, luma, 64, chroma, chroma, 32, Side)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			Paint(to[:], pixelRow, luma, 64, chroma, chroma, 32, Side)
		}
	})
}
