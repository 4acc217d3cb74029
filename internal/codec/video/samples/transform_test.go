package samples

import (
	"bytes"
	"testing"
)

// compareTransforms holds both forms of the transform against each other, there and back, with frequencies of all sizes in between.
func compareTransforms(t *testing.T, n noise, stride, start int, size uint8) {
	t.Helper()
	length := start + stride*(Side-1) + Side
	of, from := n.bytes(length)[start:], n.bytes(length)[start:]
	var want, got Frequencies
	plainForward(&want, of, from, stride)
	got.Forward(of, from, stride)
	if want != got {
		t.Errorf("kind %d: frequencies differ", n.kind)
	}
	wanted, written := marked(&n, length)
	plainAdd(&want, wanted, stride)
	got.Add(written, stride)
	if !bytes.Equal(wanted, written) {
		t.Errorf("kind %d: samples differ", n.kind)
	}
	// What comes from outside need not be frequencies of anything.
	for i := range want {
		v := int32(n.next())<<24 | int32(n.next())<<16 | int32(n.next())<<8 | int32(n.next())
		want[i] = v >> (size % 32)
		if n.next()%8 < size%8 {
			want[i] = 0
		}
	}
	got = want
	for _, limit := range []int32{1, 2, 40, 1 << (size % 31)} {
		if wanted, found := plainAtLeast(&want, limit), got.AtLeast(limit); wanted != found {
			t.Errorf("kind %d: of at least %d are %x, not %x", n.kind, limit, found, wanted)
		}
	}
	plainAdd(&want, wanted, stride)
	got.Add(written, stride)
	if !bytes.Equal(wanted, written) {
		t.Errorf("kind %d: samples of frequencies of %d bits differ", n.kind, 32-size%32)
	}
}

func TestTransforms(t *testing.T) {
	for i, n := range seeds() {
		for _, stride := range strides() {
			for size := range uint8(40) {
				compareTransforms(t, n, stride, i%11, size)
			}
		}
	}
}

// TestFirstFrequencyAlone wants the short way to be the long one.
func TestFirstFrequencyAlone(t *testing.T) {
	n := noise{state: 3}
	samples := n.bytes(area)
	for _, v := range []int32{0, 1, 3, 4, 5, -4, -5, 100, -900, 4000, 1 << 15, -1 << 15} {
		f := Frequencies{v}
		want, got := bytes.Clone(samples), bytes.Clone(samples)
		plainAdd(&f, want, Side)
		AddFirst(got, Side, v)
		if !bytes.Equal(want, got) {
			t.Errorf("%d: samples differ", v)
		}
	}
}

// TestThereAndBack wants samples of their frequencies again, nearly.
func TestThereAndBack(t *testing.T) {
	for _, n := range seeds() {
		of, from := n.bytes(area), n.bytes(area)
		var f Frequencies
		f.Forward(of, from, Side)
		f.Add(from, Side)
		for i := range of {
			if d := int(of[i]) - int(from[i]); max(d, -d) > 1 {
				t.Fatalf("sample %d came back as %d, not %d", i, from[i], of[i])
			}
		}
	}
}

func TestTransformsRefuseShortSlices(t *testing.T) {
	var f Frequencies
	long, short := make([]byte, 32*7+8), make([]byte, 32*7+7)
	mustPanic(t, "Forward", func() { f.Forward(short, long, 32) })
	mustPanic(t, "Forward", func() { f.Forward(long, short, 32) })
	mustPanic(t, "Add", func() { f.Add(short, 32) })
}

func FuzzTransforms(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(16), uint8(3), uint8(20))
	f.Fuzz(func(t *testing.T, seed uint64, kind, stride, start, size uint8) {
		compareTransforms(t, noise{seed, kind}, max(Side, int(stride)), int(start), size)
	})
}

// TestAtLeastIsWhatItSays looks for frequencies one by one.
func TestAtLeastIsWhatItSays(t *testing.T) {
	for i := range area {
		for _, v := range []int32{-900, -40, -39, 39, 40, 41, 1 << 20} {
			var f Frequencies
			f[i] = v
			want := uint64(0)
			if v <= -40 || v >= 40 {
				want = 1 << i
			}
			if got := f.AtLeast(40); got != want {
				t.Errorf("%d at %d: %x, not %x", v, i, got, want)
			}
		}
	}
}

func BenchmarkAtLeast(b *testing.B) {
	f := Frequencies{0: 100, 1: 60, 2: -30, 9: 22, 16: -8}
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainAtLeast(&f, 50)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			f.AtLeast(50)
		}
	})
}

func BenchmarkForward(b *testing.B) {
	n := noise{state: 1}
	of, from := n.bytes(64*Side), n.bytes(64*Side)
	var f Frequencies
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainForward(&f, of, from, 64)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			f.Forward(of, from, 64)
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	n := noise{state: 1}
	to := n.bytes(64 * Side)
	f := Frequencies{8: 100, 1: 60, 2: -30, 9: 22, 16: -8}
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			g := f
			plainAdd(&g, to, 64)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			g := f
			g.Add(to, 64)
		}
	})
}
