package codec

import (
	"image"
	"testing"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// TestFirst checks that what somebody waits for is in the next update, however much else waits, and that nothing is lost by it.
func TestFirst(t *testing.T) {
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		p := newPair(t, encoding)
		fb := codectest.New()
		send := func(damaged framebuffer.Region, first image.Rectangle) {
			t.Helper()
			p.send(t, fb, damaged, Hints{MaxBytes: 1000, First: first})
		}
		send(nil, image.Rectangle{})
		for p.encoder.Pending() {
			send(nil, image.Rectangle{})
		}
		for i := range fb.Pix { // noise all over
			fb.Pix[i] = byte(uint32(i)*2654435761>>13) ^ byte(i>>7)
		}
		send(framebuffer.Region{fb.Bounds()}, image.Rectangle{})
		box := image.Rect(256, 192, 320, 256)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			for x := box.Min.X; x < box.Max.X; x++ {
				copy(fb.Row(y, x, x+1), []byte{1, 2, 3})
			}
		}
		send(framebuffer.Region{box}, box)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			if got := p.decoder.Framebuffer().Row(y, box.Min.X, box.Max.X); got[0] != 1 || got[1] != 2 || got[2] != 3 {
				t.Fatalf("row %d has not come", y)
			}
		}
		for p.encoder.Pending() {
			send(nil, image.Rect(-5, -5, 1, 1))
		}
		p.mustEqual(t, fb)
	})
}
