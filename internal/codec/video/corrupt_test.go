package video

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
)

// frames returns some frames of a stream, the first of them a key frame.
func frames(t testing.TB, width, height, slices int) [][]byte {
	t.Helper()
	e, err := NewEncoder(width, height)
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]byte, 3)
	for n := range out {
		out[n] = encode(e, nil, scene(width, height, 3*n), nil, Params{Quantiser: 20, Slices: slices})
	}
	return out
}

func freshDecoder(t testing.TB, width, height int) *Decoder {
	t.Helper()
	d, err := NewDecoder(width, height)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestTruncated wants an error for every frame that is cut, but for the zeros that a coder may leave out.
func TestTruncated(t *testing.T) {
	all := frames(t, 70, 50, 2)
	for n := range len(all[0]) - 4 {
		if err := freshDecoder(t, 70, 50).Decode(all[0][:n], nil); !errors.Is(err, ErrCorrupt) {
			t.Fatalf("%d of %d bytes: %v", n, len(all[0]), err)
		}
	}
	if err := freshDecoder(t, 70, 50).Decode(append(bytes.Clone(all[0]), "more bytes"...), nil); !errors.Is(err, ErrCorrupt) {
		t.Errorf("bytes too many: %v", err)
	}
}

// TestHeaders wants headers out of bounds to be refused.
func TestHeaders(t *testing.T) {
	key := frames(t, 70, 50, 1)[0]
	for name, head := range map[string][]byte{
		"unknown flag": {0x81, 20}, "quantiser": {1, QuantiserMax + 1}, "more slices than rows": {1 | 7<<slicesShift, 20},
		"slice beyond the end": {1 | 1<<slicesShift, 20, 0xff, 0xff, 0xff},
	} {
		if err := freshDecoder(t, 70, 50).Decode(append(bytes.Clone(head), key[headerSize:]...), nil); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNeedsKeyFrameAfterError wants a decoder to take nothing but a key frame after an error.
func TestNeedsKeyFrameAfterError(t *testing.T) {
	all := frames(t, 70, 50, 1)
	d := freshDecoder(t, 70, 50)
	for n, want := range []bool{true, false, false, true, true} {
		frame := [][]byte{all[0], all[1][:5], all[1], all[0], all[1]}[n]
		if err := d.Decode(frame, nil); (err == nil) != want {
			t.Errorf("frame %d: %v", n, err)
		}
	}
}

// TestDamaged changes bytes: whatever the decoder makes of it, it neither panics nor says anything but ErrCorrupt.
func TestDamaged(t *testing.T) {
	all := frames(t, 70, 50, 2)
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		d := freshDecoder(t, 70, 50)
		for _, frame := range all {
			damaged := bytes.Clone(frame)
			for range random.IntN(4) {
				damaged[random.IntN(len(damaged))] ^= byte(1 << random.IntN(8))
			}
			if err := d.Decode(damaged, nil); err != nil && !errors.Is(err, ErrCorrupt) {
				t.Fatal(err)
			}
		}
	}
}

func TestRefusesSizes(t *testing.T) {
	for _, size := range [][2]int{{0, 10}, {10, -1}, {1 << 20, 1}} {
		if _, err := NewDecoder(size[0], size[1]); err == nil {
			t.Errorf("decoder of %v", size)
		}
		if _, err := NewHalfEncoder(size[0], size[1]); err == nil {
			t.Errorf("encoder of %v", size)
		}
	}
}
