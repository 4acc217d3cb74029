package video

import "testing"

// TestWorkIsBounded codes noise, of which a frame may not hold all, until the picture is complete as far as it goes.
func TestWorkIsBounded(t *testing.T) {
	const width, height = 1600, 1200
	pix := make([]byte, width*height*bytesPerPixel)
	for i := range pix {
		pix[i] = byte(uint32(i/4*7919+i) * 2654435761 >> 24)
	}
	from := Picture{Pix: pix, Stride: width * bytesPerPixel}
	e, err := NewEncoder(width, height)
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewDecoder(width, height)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		frame := encode(e, nil, from, nil, Params{Quantiser: 4, Slices: 1 + n})
		if err := d.Decode(frame, nil); err != nil {
			t.Fatal(err)
		}
		for _, c := range d.slices {
			if c.work > c.mostWork+blockWork || c.work < c.mostWork {
				t.Errorf("frame %d: a slice took %d of %d", n, c.work, c.mostWork)
			}
		}
		mustBeAlike(t, e, d)
		// A decoder that may do less refuses the same frame.
		strict, err := NewDecoder(width, height)
		if err != nil {
			t.Fatal(err)
		}
		strict.divide(1, true)
		if n == 0 && decodeWithin(strict, frame, maxWork/2) == nil {
			t.Error("a frame was taken that costs too much")
		}
	}
}

// decodeWithin decodes a frame with less work allowed.
func decodeWithin(d *Decoder, frame []byte, most int) error {
	h, bodies, err := parseHeader(frame, d.blocksY)
	if err != nil {
		return err
	}
	d.key, d.steps = h.key, quantiserOf(h.quantiser)
	for i, c := range d.slices {
		c.mostWork = most
		c.coder.StartDecoding(bodies[i])
		if d.decodeSlice(c); c.failed {
			return ErrCorrupt
		}
	}
	return nil
}

// mustBeAlike checks that both ends have the same picture.
func mustBeAlike(t *testing.T, e *Encoder, d *Decoder) {
	t.Helper()
	a, b := &e.before.luma, &d.before.luma
	for y := range a.height {
		if string(a.from(0, y)[:a.width]) != string(b.from(0, y)[:b.width]) {
			t.Fatal("the pictures differ in row", y)
		}
	}
}
