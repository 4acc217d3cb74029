package codec

import (
	"encoding/binary"
	"errors"
	"image"
	"math/rand/v2"
	"testing"

	"beside.example/internal/codec/video"
	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// forgeContext returns an update whose decisions script makes, on a canvas that is where a fresh decoder is.
func forgeContext(t testing.TB, width, height int, script func(c *canvas)) []byte {
	t.Helper()
	c := &canvas{}
	c.cache.index = &cacheIndex{}
	if err := c.restart(width, height); err != nil {
		t.Fatal(err)
	}
	c.cache.index.restart(len(c.blocks))
	c.cache.index.source = c.fb
	c.begin()
	c.coder.StartEncoding(c.appendHead(nil, flagKeyframe, 0))
	script(c)
	return c.coder.Finish()
}

func TestContextRefusals(t *testing.T) {
	head := func(flags byte, width, height uint16) []byte {
		b := binary.BigEndian.AppendUint16([]byte{flags}, width)
		return append(binary.BigEndian.AppendUint16(b, height), 0, 0, 0, 0, 0, 0, 0, 0)
	}
	moves := func(copies ...damage.Copy) func(c *canvas) {
		return func(c *canvas) {
			c.codeArea(&areaChange{})
			c.layout.moves.code(&c.coder, copies, image.Pt(1<<20, 1<<20))
			c.codeLoss(false, 0)
		}
	}
	// tile writes a tile of blocks of one kind.
	tile := func(gap int, kind blockKind) func(c *canvas) {
		return func(c *canvas) {
			moves()(c)
			adjacent := 0
			c.layout.codeGap(&c.coder, true, gap, &adjacent)
			c.layout.codeKind(&c.coder, kind, kindSame, kindSame)
			c.cache.codeID(&c.coder, 7)
		}
	}
	at := func(x0, y0, x1, y1, x, y int) damage.Copy {
		return damage.Copy{Dst: image.Rectangle{Min: image.Pt(x0, y0), Max: image.Pt(x1, y1)}, Src: image.Pt(x, y)}
	}
	for _, test := range []struct {
		reason string
		update []byte
	}{
		{"update of 0 bytes", nil},
		{"unknown flags", head(0x81, 64, 64)},
		{"no keyframe before it", []byte{0, 1, 2}},
		{"unknown flags", []byte{flagKept, 1, 2}},
		{"no picture to be kept", head(flagKeyframe|flagKept, 64, 64)},
		{"keyframe too short", []byte{flagKeyframe, 0, 1, 0}},
		{"out of bounds", head(flagKeyframe, 0, 5)},
		{"out of bounds", head(flagKeyframe, 65535, 65535)},
		{"out of bounds", head(flagKeyframe, 16385, 1)},
		{"out of bounds", head(flagKeyframe, 6001, 6000)},
		{"copy of what is unknown", forgeContext(t, 64, 64, moves(at(0, 0, 8, 8, 1, 1)))},
		{"copy out of bounds", forgeContext(t, 64, 64, moves(at(0, 0, 65, 1, 0, 0)))},
		{"copy out of bounds", forgeContext(t, 64, 64, moves(at(0, 0, 64, 64, 1, 0)))},
		{"copy out of bounds", forgeContext(t, 64, 64, moves(at(-1, 0, 5, 5, 3, 3)))},
		{"copy out of bounds", forgeContext(t, 64, 64, moves(at(900000, 900000, 1<<20-1, 1<<20-1, 0, 0)))},
		{"copy out of bounds", forgeContext(t, 64, 64, moves(make([]damage.Copy, damage.MaxCopies+1)...))},
		{"copy out of bounds", forgeContext(t, 5000, 2000, moves(at(0, 0, 5000, 1000, 0, 0), at(0, 0, 5000, 1000, 0, 0)))},
		{"tile out of bounds", forgeContext(t, 64, 64, tile(1, kindSame))},
		{"tile out of bounds", forgeContext(t, 64, 64, tile(1<<20-1, kindSame))},
		{"block that the cache does not have", forgeContext(t, 64, 64, tile(0, kindCached))},
		{"a cut off block from the cache", forgeContext(t, 15, 64, tile(0, kindCached))},
		{"unknown kind", forgeContext(t, 64, 64, tile(0, kindEnd))},
		{"a lossy block where none may be", forgeContext(t, 64, 64, tile(0, kindLossy))},
		{"too dear", forgeContext(t, dearSide, dearSide, dear)},
		{"more tiles than the picture has", forgeContext(t, 64, 64, func(c *canvas) {
			moves()(c)
			adjacent := 0
			for range 2 {
				c.layout.codeGap(&c.coder, true, 0, &adjacent)
				c.codeTile(0, forgedChooser(c, c.fb))
			}
			c.layout.codeGap(&c.coder, false, 0, &adjacent)
		})},
		{"not the one that was sent", forgeContext(t, 64, 64, func(c *canvas) {
			moves()(c)
			adjacent := 0
			c.layout.codeGap(&c.coder, false, 0, &adjacent)
			c.check++
			c.end()
		})},
		{"does not end where its bytes do", append(forgeContext(t, 64, 64, func(c *canvas) {
			moves()(c)
			adjacent := 0
			c.layout.codeGap(&c.coder, false, 0, &adjacent)
			c.end()
		}), 0, 0, 0, 0, 0)},
	} {
		mustRefuse(t, newContextDecoder(), test.update, []byte{0}, test.reason)
	}
}

// forgedChooser returns a chooser for a picture on a canvas.
func forgedChooser(c *canvas, source *framebuffer.Framebuffer) *chooser {
	blocks := len(c.blocks)
	return &chooser{source: source, previous: c.fb, part: c.fb.Bounds(), moved: make([]uint32, blocks), taking: make([]bool, blocks)}
}

// dearSide is the side of a picture of noise that is more than an update may hold.
const dearSide = 900

// dear writes noise, more than an update may hold.
func dear(c *canvas) {
	c.codeArea(&areaChange{})
	c.layout.moves.code(&c.coder, nil, image.Point{})
	c.codeLoss(false, 0)
	noise := picture(dearSide, dearSide, func(x, y int) uint32 { return uint32(x*7919+y*104729) * 2654435761 >> 8 })
	ch := forgedChooser(c, noise)
	adjacent := 0
	for tile := range c.fb.Grid().Tiles() {
		c.layout.codeGap(&c.coder, true, 0, &adjacent)
		c.codeTile(tile, ch)
		if c.work > maxWork+tileWork {
			return
		}
	}
}

// TestContextTruncations checks that a cut update is refused, or was complete in what is left of it.
func TestContextTruncations(t *testing.T) {
	fb := picture(130, 70, func(x, y int) uint32 { return uint32(x*y) & 0x3f3f3f })
	e := newContextEncoder()
	defer e.Close()
	update, err := e.Encode(nil, fb, nil, Hints{})
	if err != nil {
		t.Fatal(err)
	}
	d := newContextDecoder()
	defer d.Close()
	for n := range update {
		if _, err := d.Decode(update[:n]); err == nil {
			if pictureHash(fb) != pictureHash(d.Framebuffer()) {
				t.Fatalf("%d of %d bytes make another picture", n, len(update))
			}
		} else if !errors.Is(err, ErrCorrupt) {
			t.Fatal(err)
		}
	}
}

// TestContextBombs feeds the decoder few bytes that claim a large picture and go on at random, or as an attacker would have them. It
// counts work, not time: BenchmarkDearest tells what that takes.
func TestContextBombs(t *testing.T) {
	bombs := map[string][]byte{"dear": forgeContext(t, dearSide, dearSide, dear)}
	random := rand.New(rand.NewPCG(1, 1))
	head := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{flagKeyframe}, 6000), 6000)
	for name, fill := range map[string]func() byte{
		"zeros": func() byte { return 0 }, "ones": func() byte { return 0xff }, "noise": func() byte { return byte(random.Uint32()) },
	} {
		b := head
		for range 1 << 20 {
			b = append(b, fill())
		}
		bombs[name] = b
	}
	for name, update := range bombs {
		d := newContextDecoder()
		explodeWith(t, d, name, update)
		if d.canvas.work > maxWork+tileWork {
			t.Errorf("%s: work of %d", name, d.canvas.work)
		}
		d.Close()
	}
}

// BenchmarkDearest decodes what costs as much as an update may.
func BenchmarkDearest(b *testing.B) {
	update := forgeContext(b, dearSide, dearSide, dear)
	d := newContextDecoder()
	defer d.Close()
	for b.Loop() {
		d.refused = 0
		if _, err := d.Decode(update); !errors.Is(err, ErrCorrupt) {
			b.Fatal(err)
		}
	}
}

// BenchmarkDearestFrame decodes and paints a frame of a video that costs as much as one may, on one core.
func BenchmarkDearestFrame(b *testing.B) {
	const width, height = 1920, 1080
	d, e := newDearVideo(b, width, height)
	noise := func(n int) video.Picture {
		fb := picture(width, height, func(x, y int) uint32 { return uint32(x*7919+y*104729+n) * 2654435761 >> 8 })
		return video.Picture{Pix: fb.Pix, Stride: fb.Stride()}
	}
	var frames [2][]byte
	for n := range frames {
		e.Take(noise(n), nil)
		frames[n] = e.Encode(nil, video.Params{Key: true, Slices: 1})
	}
	to := noise(0)
	n := 0
	for b.Loop() {
		n++
		if err := d.Decode(frames[n%2], nil); err != nil {
			b.Fatal(err)
		}
		d.Paint(to, nil)
	}
}

// newDearVideo returns both ends of a video of a size.
func newDearVideo(b *testing.B, width, height int) (*video.Decoder, *video.Encoder) {
	b.Helper()
	d, err := video.NewDecoder(width, height)
	if err != nil {
		b.Fatal(err)
	}
	e, err := video.NewEncoder(width, height)
	if err != nil {
		b.Fatal(err)
	}
	return d, e
}

// FuzzContextDecode feeds a decoder with two updates from outside: it must refuse or take them, and never write outside of its picture.
func FuzzContextDecode(f *testing.F) {
	for _, script := range vectorScripts() {
		e := newContextEncoder()
		fb, err := framebuffer.New(script.width, script.height)
		if err != nil {
			f.Fatal(err)
		}
		var updates [2][]byte
		for n := range updates {
			damaged := framebuffer.Region{scribble(fb, []byte(script.steps[n]))}
			if updates[n], err = e.Encode(nil, fb, damaged, Hints{Loss: script.loss}); err != nil {
				f.Fatal(err)
			}
		}
		e.Close()
		f.Add(updates[0], updates[1])
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		d := newContextDecoder()
		defer d.Close()
		for _, update := range [][]byte{first, second} {
			if len(update) >= contextKeyframeHead && update[0]&flagKeyframe != 0 &&
				int(binary.BigEndian.Uint16(update[1:]))*int(binary.BigEndian.Uint16(update[3:])) > maxFuzzPixels {
				return
			}
			region, err := d.Decode(update)
			if err != nil && !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrEarly) {
				t.Fatal(err)
			}
			if err == nil && !region.Bounds().In(d.Framebuffer().Bounds()) {
				t.Fatalf("%v is outside of the picture", region.Bounds())
			}
		}
	})
}
