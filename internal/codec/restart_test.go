package codec

import (
	"errors"
	"testing"

	"beside.example/internal/framebuffer"
)

// TestRestart lets a decoder that has the picture from another stream join one that has run for long, while part of the picture is not
// known yet and part only nearly right.
func TestRestart(t *testing.T) {
	fb := picture(400, 300, func(x, y int) uint32 { return uint32(x/3*7 + y*y) })
	e, old := newContextEncoder(), newContextDecoder()
	defer e.Close()
	defer old.Close()
	send := func(damaged framebuffer.Region, hints Hints, to ...*contextDecoder) {
		t.Helper()
		hints.Loss = LossSome
		sendToAll(t, e, fb, damaged, hints, to)
		for _, d := range to {
			mustAgree(t, e, d)
		}
	}
	send(nil, Hints{}, old)
	send(framebuffer.Region{scribble(fb, []byte("\x10\x10\xf0\xf0\x03\x02"))}, Hints{MaxBytes: 100}, old)
	send(framebuffer.Region{scribble(fb, []byte("\x10\x10\xf0\xf0\x03\x04"))}, Hints{MaxBytes: 3000}, old)
	if !e.Lossy() || !e.Pending() {
		t.Fatal("everything is exact already")
	}

	joined := newContextDecoder()
	defer joined.Close()
	other := newContextEncoder()
	defer other.Close()
	b, err := other.Encode(nil, e.Model(), nil, Hints{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := joined.Decode(b); err != nil {
		t.Fatal(err)
	}
	mustAgree(t, e, joined)

	send(nil, Hints{Restart: true, MaxBytes: 100}, old, joined)
	for e.Pending() || e.Lossy() {
		send(nil, Hints{Quiet: true}, old, joined)
	}
	send(nil, Hints{Restart: true}, old, joined)
	mustAllShow(t, fb, old, joined)
}

// mustAgree compares what an encoder and a decoder say of the decoder's picture.
func mustAgree(t *testing.T, e *contextEncoder, d *contextDecoder) {
	t.Helper()
	if e.Checksum(-1) != 0 || d.Checksum(1<<20) != 0 {
		t.Error("rows outside of the picture have a checksum")
	}
	for row := range e.Model().Grid().Rows() {
		if e.Checksum(row) != d.Checksum(row) || e.Checksum(row) == 0 {
			t.Fatalf("row %d: %x at the encoder, %x at the decoder", row, e.Checksum(row), d.Checksum(row))
		}
	}
}

// TestChecksumTellsPixels checks that every pixel counts, and that a part that is not known does not.
func TestChecksumTellsPixels(t *testing.T) {
	fb := picture(100, 70, func(x, y int) uint32 { return uint32(x * y) })
	e := newContextEncoder()
	defer e.Close()
	if e.Checksum(0) != 0 {
		t.Error("no picture has a checksum")
	}
	if _, err := e.Encode(nil, fb, nil, Hints{}); err != nil {
		t.Fatal(err)
	}
	before := [...]uint32{e.Checksum(0), e.Checksum(1)}
	for _, x := range []int{0, 63, 64, 98, 99} {
		e.Model().Row(5, x, x+1)[1] ^= 1
		if e.Checksum(0) == before[0] || e.Checksum(1) != before[1] {
			t.Errorf("pixel %d does not count", x)
		}
		e.Model().Row(5, x, x+1)[1] ^= 1
	}
	e.Model().Row(5, 7, 8)[3] ^= 1
	if e.Checksum(0) != before[0] {
		t.Error("the byte without meaning counts")
	}
}

// TestRestartOfAnotherSize checks that a picture of another size is not kept.
func TestRestartOfAnotherSize(t *testing.T) {
	e, d := newContextEncoder(), newContextDecoder()
	defer e.Close()
	defer d.Close()
	for _, width := range []int{64, 65} {
		fb := picture(width, 64, func(x, y int) uint32 { return uint32(x + y) })
		b, err := e.Encode(nil, fb, nil, Hints{Restart: width == 65})
		if err != nil || b[0] != flagKeyframe {
			t.Fatal("no keyframe", err)
		}
		if _, err := d.Decode(b); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Decode([]byte{flagKeyframe | flagKept, 0, 64, 0, 64, 0}); !errors.Is(err, ErrCorrupt) {
		t.Error("a picture of another size was kept", err)
	}
}
