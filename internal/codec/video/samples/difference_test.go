package samples

import "testing"

// compareDifferences holds both forms of all differences against each other, from samples at an odd start and to the end of what there is.
func compareDifferences(t *testing.T, n noise, stride, start, most int) {
	t.Helper()
	length := start + stride*(BlockSide-1) + BlockSide
	one, other := n.bytes(length)[start:], n.bytes(length)[start:]
	of := n.bytes(BlockSide * (BlockSide + start))
	for _, second := range [][]byte{one, other} {
		want := plainDifference16(of, BlockSide+start, one, second, stride, most)
		if got := Difference16(of, BlockSide+start, one, second, stride, most); min(got, most) != min(want, most) {
			t.Errorf("stride %d: a block differs by %d, not %d", stride, got, want)
		}
		at := length - start - stride*(Side-1) - Side // the last that fits
		for _, own := range []struct {
			of     []byte
			stride int
		}{{of[BlockSide*Side+Side:], BlockSide}, {other, stride}} {
			want := plainDifference8(own.of, own.stride, one[at:], second[at:], stride)
			if got := Difference8(own.of, own.stride, one[at:], second[at:], stride); got != want {
				t.Errorf("stride %d: a quarter differs by %d, not %d", stride, got, want)
			}
		}
	}
}

func TestDifferences(t *testing.T) {
	for i, n := range seeds() {
		for _, stride := range strides() {
			compareDifferences(t, n, stride, i%17, 1<<16)
			compareDifferences(t, n, stride, i%17, 900*i)
		}
	}
}

// TestDifferenceIsWhatItSays checks the sum against the simplest way to make it.
func TestDifferenceIsWhatItSays(t *testing.T) {
	n := noise{state: 5}
	const stride = 40
	pix, one, other := n.bytes(stride*BlockSide), n.bytes(stride*BlockSide), n.bytes(stride*BlockSide)
	want, quarter := 0, 0
	for y := range BlockSide {
		for x := range BlockSide {
			at := y*stride + x
			d := int(pix[at]) - (int(one[at])+int(other[at])+1)/2
			want += max(d, -d)
			if x < Side && y < Side {
				quarter += max(d, -d)
			}
		}
	}
	if got := Difference16(pix, stride, one, other, stride, 1<<16); got != want {
		t.Errorf("a block differs by %d, not %d", got, want)
	}
	if got := Difference8(pix, stride, one, other, stride); got != quarter {
		t.Errorf("a quarter differs by %d, not %d", got, quarter)
	}
}

func TestDifferenceRefusesShortSlices(t *testing.T) {
	long, short := make([]byte, 32*15+16), make([]byte, 32*15+15)
	mustPanic(t, "Difference16", func() { Difference16(short, 32, long, long, 32, 1) })
	mustPanic(t, "Difference16", func() { Difference16(long, 32, short, long, 32, 1) })
	mustPanic(t, "Difference16", func() { Difference16(long, 32, long, short, 32, 1) })
	mustPanic(t, "Difference8", func() { Difference8(long[:32*7+7], 32, long, long, 32) })
	mustPanic(t, "Difference8", func() { Difference8(long, 32, long[:32*7+7], long, 32) })
}

func FuzzDifferences(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(16), uint8(3), uint16(500))
	f.Fuzz(func(t *testing.T, seed uint64, kind, stride, start uint8, most uint16) {
		compareDifferences(t, noise{seed, kind}, max(BlockSide, int(stride)), int(start), int(most))
	})
}

func BenchmarkDifference16(b *testing.B) {
	n := noise{state: 1}
	plane := n.bytes(64 * 20)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainDifference16(plane[7:], 64, plane[3:], plane[4:], 64, 1<<16)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			Difference16(plane[7:], 64, plane[3:], plane[4:], 64, 1<<16)
		}
	})
}

func BenchmarkDifference8(b *testing.B) {
	n := noise{state: 1}
	own, plane := n.bytes(area*4), n.bytes(64*20)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainDifference8(own, BlockSide, plane[3:], plane[4:], 64)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			Difference8(own, BlockSide, plane[3:], plane[4:], 64)
		}
	})
}
