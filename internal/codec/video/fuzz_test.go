package video

import (
	"bytes"
	"errors"
	"testing"
)

// FuzzDecode feeds a decoder with two frames from outside: it refuses or takes them, and paints.
func FuzzDecode(f *testing.F) {
	const width, height = 75, 50
	for slices := 1; slices <= 2; slices++ {
		all := frames(f, width, height, slices)
		f.Add(all[0], all[1], false, uint64(0))
		f.Add(all[0], all[1], true, uint64(0x5a5))
	}
	f.Fuzz(func(t *testing.T, first, second []byte, half bool, named uint64) {
		d, err := newDecoder(width, height, half)
		if err != nil {
			t.Fatal(err)
		}
		columns, rows := d.Blocks()
		var mask []bool
		for i := 0; named != 0 && i < columns*rows; i++ {
			mask = append(mask, named>>(i%64)&1 == 1)
		}
		to := Picture{Pix: make([]byte, width*height*bytesPerPixel), Stride: width * bytesPerPixel}
		for _, frame := range [][]byte{first, second} {
			if err := d.Decode(frame, mask); err != nil && !errors.Is(err, ErrCorrupt) {
				t.Fatal(err)
			}
			d.Paint(to, mask)
		}
	})
}

// FuzzRoundTrip codes pictures that the input draws, of any size and in any way; the decoder must follow exactly.
func FuzzRoundTrip(f *testing.F) {
	f.Add(uint8(40), uint8(30), uint8(0), []byte("some colours, and how they move"))
	f.Add(uint8(99), uint8(70), uint8(7), []byte{0, 255, 0, 255, 255, 255, 0, 0, 1})
	f.Fuzz(func(t *testing.T, width, height, how uint8, paint []byte) {
		if width == 0 || height == 0 || width > 130 || height > 130 || len(paint) == 0 {
			return
		}
		p := newPair(t, int(width), int(height), how&1 != 0)
		columns, rows := p.encoder.Blocks()
		mask := make([]bool, columns*rows)
		for n := range 3 {
			picture := Picture{Pix: make([]byte, int(width)*int(height)*bytesPerPixel), Stride: int(width) * bytesPerPixel}
			for i := range picture.Pix {
				picture.Pix[i] = paint[(i+i*i/77+n*int(how))%len(paint)]
			}
			for i := range mask {
				mask[i] = paint[i%len(paint)]>>n&1 == 0
			}
			if how&2 != 0 && n == 0 {
				p.encoder.Load(picture)
				p.decoder.Load(picture)
			}
			given := mask
			if how&4 != 0 {
				given = nil
			}
			p.send(t, picture, given, Params{Quantiser: int(how) >> 2, Slices: 1 + int(how)>>5&n, Key: n == 2 && how&8 != 0})
		}
	})
}

// TestSameOnEveryRun checks that an encoder's bytes do not depend on which slice is ready first.
func TestSameOnEveryRun(t *testing.T) {
	first := frames(t, 90, 130, 4)
	for range 5 {
		for n, frame := range frames(t, 90, 130, 4) {
			if !bytes.Equal(frame, first[n]) {
				t.Fatalf("frame %d is another", n)
			}
		}
	}
}
