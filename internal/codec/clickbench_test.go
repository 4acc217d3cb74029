package codec

import (
	"encoding/binary"
	"image"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// clickBench is a window of one colour over a photograph that turns black and white on each click.
type clickBench struct {
	*pair
	fb     *framebuffer.Framebuffer
	patch  image.Rectangle
	clicks int
	// enc and dec are what each click took.
	enc, dec []time.Duration
}

// newClickBench shows a photograph for long enough that all of it is exact.
func newClickBench(b *testing.B) *clickBench {
	noise := rand.New(rand.NewPCG(1, 2))
	fb := picture(1920, 1080, func(x, y int) uint32 {
		return uint32(x/8+noise.IntN(8))<<16 | uint32((x+y)/16+noise.IntN(8))<<8 | uint32(y/8+noise.IntN(8))
	})
	c := &clickBench{pair: newPair(b, protocol.EncodingContext), fb: fb, patch: image.Rect(1500, 700, 1700, 900)}
	c.send(b, fb, nil, Hints{Loss: LossSome})
	for c.encoder.Pending() || c.encoder.Lossy() {
		c.send(b, fb, nil, Hints{Loss: LossSome, Quiet: true})
	}
	return c
}

// click turns the patch and codes that.
func (c *clickBench) click(b *testing.B) {
	c.clicks++
	colour := uint32(c.clicks%2) * colourMask
	for y := c.patch.Min.Y; y < c.patch.Max.Y; y++ {
		row := c.fb.Row(y, c.patch.Min.X, c.patch.Max.X)
		for ; len(row) > 0; row = row[framebuffer.BytesPerPixel:] {
			binary.LittleEndian.PutUint32(row, colour)
		}
	}
	start := time.Now()
	update, err := c.encoder.Encode(c.update[:0], c.fb, framebuffer.Region{c.patch}, Hints{Loss: LossSome})
	coded := time.Now()
	if err == nil {
		_, err = c.decoder.Decode(update)
	}
	if err != nil {
		b.Fatal(err)
	}
	c.enc, c.dec = append(c.enc, coded.Sub(start)), append(c.dec, time.Since(coded))
	c.update, c.bytes = update, len(update)
}

// BenchmarkClick codes what a click turns over a photograph, one after the other and after so much else that nothing of it is in a cache.
func BenchmarkClick(b *testing.B) {
	for name, flushed := range map[string]int{"warm": 0, "flushed": 16 << 20} {
		b.Run(name, func(b *testing.B) {
			c := newClickBench(b)
			for range 10 {
				c.click(b)
			}
			c.enc, c.dec = c.enc[:0], c.dec[:0]
			other := make([]byte, flushed)
			for b.Loop() {
				for i := 0; i < len(other); i += 64 {
					other[i]++
				}
				c.click(b)
			}
			b.ReportMetric(milliseconds(c.enc), "enc-ms")
			b.ReportMetric(milliseconds(c.dec), "dec-ms")
			b.ReportMetric(float64(c.bytes), "bytes/update")
		})
	}
}

// milliseconds returns the median.
func milliseconds(took []time.Duration) float64 {
	slices.Sort(took)
	return took[len(took)/2].Seconds() * 1000
}
