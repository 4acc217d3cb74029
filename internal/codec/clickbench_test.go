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

// clickBench is something over a photograph that changes on each click.
type clickBench struct {
	*pair
	fb    *framebuffer.Framebuffer
	patch image.Rectangle
	// colour returns the colour of a pixel of the patch, whose top left is the origin.
	colour func(at image.Point, size image.Point, pressed bool) uint32
	clicks int
	// enc and dec are what each click took.
	enc, dec []time.Duration
}

// blackAndWhite is a window of one colour.
func blackAndWhite(_, _ image.Point, pressed bool) uint32 { return uint32(one(pressed)) * colourMask }

// labelled is a button with a frame and a text, all of which changes its shade.
func labelled(at, size image.Point, pressed bool) uint32 {
	ground, ink, frame := 0xe1e1e1, 0x202020, 0xadadad
	if pressed {
		ground, frame = 0xcce4f7, 0x005499
	}
	inside := image.Rectangle{Max: size}.Inset(1)
	text := image.Rect(0, 0, size.X*2/3, 12).Add(image.Pt(size.X/6, size.Y/2-6))
	switch letter := at.Sub(text.Min); {
	case !at.In(inside):
		return uint32(frame)
	case !at.In(text) || letter.X%8 > 5:
		return uint32(ground)
	default: // strokes with soft edges
		cover := uint32(letter.X/8*7919+letter.X%8*31+letter.Y/2*977) * 2654435761 >> 30
		mixed := uint32(0)
		for shift := 0; shift < 24; shift += 8 {
			mixed |= (uint32(ground>>shift&0xff)*(3-cover) + uint32(ink>>shift&0xff)*cover) / 3 << shift
		}
		return mixed
	}
}

// newClickBench shows a photograph for long enough that all of it is exact.
func newClickBench(
	t testing.TB, width, height int, patch image.Rectangle, colour func(at, size image.Point, pressed bool) uint32,
) *clickBench {
	t.Helper()
	noise := rand.New(rand.NewPCG(1, 2))
	fb := picture(width, height, func(x, y int) uint32 {
		return uint32(x/8+noise.IntN(8))<<16 | uint32((x+y)/16+noise.IntN(8))<<8 | uint32(y/8+noise.IntN(8))
	})
	c := &clickBench{pair: newPair(t, protocol.EncodingContext), fb: fb, patch: patch, colour: colour}
	c.send(t, fb, nil, Hints{Loss: LossSome})
	for c.encoder.Pending() || c.encoder.Lossy() {
		c.send(t, fb, nil, Hints{Loss: LossSome, Quiet: true})
	}
	return c
}

// click turns the patch and codes that.
func (c *clickBench) click(t testing.TB) {
	t.Helper()
	c.clicks++
	for y := c.patch.Min.Y; y < c.patch.Max.Y; y++ {
		row := c.fb.Row(y, c.patch.Min.X, c.patch.Max.X)
		for x := range c.patch.Dx() {
			colour := c.colour(image.Pt(x, y-c.patch.Min.Y), c.patch.Size(), c.clicks%2 == 1)
			binary.LittleEndian.PutUint32(row[x*framebuffer.BytesPerPixel:], colour)
		}
	}
	start := time.Now()
	update, err := c.encoder.Encode(c.update[:0], c.fb, framebuffer.Region{c.patch}, Hints{Loss: LossSome, Idle: Moments / 10})
	coded := time.Now()
	if err == nil {
		_, err = c.decoder.Decode(update)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.enc, c.dec = append(c.enc, coded.Sub(start)), append(c.dec, time.Since(coded))
	c.update, c.bytes = update, len(update)
}

// TestClickIsCheap checks that of what a click turns over a photograph hardly a pixel is coded, and that it is exact.
func TestClickIsCheap(t *testing.T) {
	const most = 100
	c := newClickBench(t, 400, 300, image.Rect(61, 39, 261, 239), blackAndWhite)
	for range 5 {
		c.click(t)
		c.mustEqual(t, c.fb)
		if c.bytes > most {
			t.Errorf("click %d took %d bytes", c.clicks, c.bytes)
		}
	}
}

// BenchmarkClick codes what a click turns over a photograph, one after the other and after so much else that nothing of it is in a cache.
func BenchmarkClick(b *testing.B) {
	for shape, c := range map[string]*clickBench{
		"window": newClickBench(b, 1920, 1080, image.Rect(1500, 700, 1700, 900), blackAndWhite),
		"button": newClickBench(b, 1920, 1080, image.Rect(1500, 700, 1650, 736), labelled),
	} {
		for cache, flushed := range map[string]int{"warm": 0, "flushed": 16 << 20} {
			b.Run(shape+"/"+cache, func(b *testing.B) {
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
}

// milliseconds returns the median.
func milliseconds(took []time.Duration) float64 {
	slices.Sort(took)
	return took[len(took)/2].Seconds() * 1000
}
