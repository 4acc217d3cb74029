package samples

import (
	"bytes"
	"testing"
)

// comparePredictions holds both forms of predicting against each other.
func comparePredictions(t *testing.T, n noise, stride, start, x, y int) {
	t.Helper()
	for _, side := range []int{Side, BlockSide} {
		length := start + stride*(side-1) + side
		one, other := n.bytes(length)[start:], n.bytes(length)[start:]
		want, got := marked(&n, length)
		plainMean(want, one, other, stride, side)
		Mean(got, one, other, stride, side)
		if !bytes.Equal(want, got) {
			t.Errorf("kind %d: means of %d differ", n.kind, side)
		}
		Mean(got, one, one, stride, side)
		for row := range side {
			if !bytes.Equal(got[row*stride:][:side], one[row*stride:][:side]) {
				t.Fatalf("kind %d: %d samples are not their own mean", n.kind, side)
			}
		}
	}
	from := n.bytes(start + stride*Side + Side + 1)[start:]
	want, got := marked(&n, stride*Side)
	plainWeigh(want, from, stride, x, y)
	Weigh(got, from, stride, x, y)
	if !bytes.Equal(want, got) {
		t.Errorf("kind %d: weighed by %d and %d they differ", n.kind, x, y)
	}
	WeighQuarter(got, from, stride, x, y)
	if !bytes.Equal(want, got) {
		t.Errorf("kind %d: weighed by %d and %d a quarter differs", n.kind, x, y)
	}
}

func TestPredictions(t *testing.T) {
	for i, n := range seeds() {
		for _, stride := range strides() {
			for x := range eighths {
				comparePredictions(t, n, stride, i%11, x, i%eighths)
			}
		}
	}
}

// TestWeighIsWhatItSays checks weights against the simplest way to make them.
func TestWeighIsWhatItSays(t *testing.T) {
	n := noise{state: 9}
	const stride = 20
	from := n.bytes(stride * (Side + 1))
	for x := range eighths {
		for y := range eighths {
			var got [stride * Side]byte
			Weigh(got[:], from, stride, x, y)
			for i := range area {
				at := i/Side*stride + i%Side
				above := int(from[at])*(8-x) + int(from[at+1])*x
				below := int(from[at+stride])*(8-x) + int(from[at+stride+1])*x
				if want := byte((above*(8-y) + below*y + 32) / 64); got[at] != want {
					t.Fatalf("%d, %d: sample %d is %d, not %d", x, y, i, got[at], want)
				}
			}
		}
	}
}

func TestPredictionsRefuseShortSlices(t *testing.T) {
	long, short := make([]byte, 32*15+16), make([]byte, 32*15+15)
	mustPanic(t, "Mean", func() { Mean(short, long, long, 32, 16) })
	mustPanic(t, "Mean", func() { Mean(long, short, long, 32, 16) })
	mustPanic(t, "Mean", func() { Mean(long, long, short, 32, 16) })
	mustPanic(t, "Weigh", func() { Weigh(long[:32*7+7], long, 32, 0, 0) })
	mustPanic(t, "Weigh", func() { Weigh(long, long[:32*8+8], 32, 0, 0) })
}

func FuzzPredictions(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(16), uint8(0), uint8(3), uint8(5))
	f.Fuzz(func(t *testing.T, seed uint64, kind, stride, start, x, y uint8) {
		comparePredictions(t, noise{seed, kind}, max(BlockSide, int(stride)), int(start), int(x%eighths), int(y%eighths))
	})
}

func BenchmarkMean(b *testing.B) {
	n := noise{state: 1}
	one, to := n.bytes(64*20), make([]byte, 64*20)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainMean(to, one, one[3:], 64, BlockSide)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			Mean(to, one, one[3:], 64, BlockSide)
		}
	})
}

func BenchmarkWeigh(b *testing.B) {
	n := noise{state: 1}
	from, to := n.bytes(64*20), make([]byte, 64*20)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainWeigh(to, from, 64, 3, 5)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			Weigh(to, from, 64, 3, 5)
		}
	})
}
