package samples

import (
	"bytes"
	"testing"
)

// compareTaps holds both forms of the filter against each other.
func compareTaps(t *testing.T, n noise, length, step, start int) {
	t.Helper()
	from := n.bytes(start + (taps-1)*step + length)[start:]
	want, got := marked(&n, length)
	plainSixTaps(want[:length&^7], from, step)
	SixTaps(got, from, step)
	if !bytes.Equal(want, got) {
		t.Errorf("%d samples %d apart from %d on: they differ", length, step, start)
	}
}

func TestSixTaps(t *testing.T) {
	for _, n := range seeds() {
		for length := range 120 {
			compareTaps(t, n, length, 1, length%5)
			compareTaps(t, n, length, max(1, length), length%3)
		}
	}
}

// TestSixTapsIsWhatItSays checks the filter against the simplest way to make it, at the ends of what samples can be.
func TestSixTapsIsWhatItSays(t *testing.T) {
	for _, n := range seeds() {
		from := n.bytes(Side + taps - 1)
		var got [Side]byte
		SixTaps(got[:], from, 1)
		for i, v := range got {
			sum := int32(16)
			for j, weight := range []int32{1, -5, 20, 20, -5, 1} {
				sum += weight * int32(from[i+j])
			}
			if want := clamp(sum >> 5); v != want {
				t.Errorf("%v make %d, not %d", from[i:i+taps], v, want)
			}
		}
	}
}

func TestSixTapsRefusesShortSlices(t *testing.T) {
	mustPanic(t, "SixTaps", func() { SixTaps(make([]byte, 32), make([]byte, 32+taps-2), 1) })
	mustPanic(t, "SixTaps", func() { SixTaps(make([]byte, 8), make([]byte, 5*50+7), 50) })
}

func FuzzSixTaps(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(40), uint8(1), uint8(2))
	f.Fuzz(func(t *testing.T, seed uint64, kind, length, step, start uint8) {
		compareTaps(t, noise{seed, kind}, int(length), int(step), int(start))
	})
}

func BenchmarkSixTaps(b *testing.B) {
	n := noise{state: 1}
	const length = 1024
	from, to := n.bytes(length+taps), make([]byte, length)
	b.SetBytes(length)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainSixTaps(to, from, 1)
		}
	})
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			SixTaps(to, from, 1)
		}
	})
}
