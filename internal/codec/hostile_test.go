package codec

import (
	"encoding/binary"
	"errors"
	"image"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// hostileMemory is what a sharer may make the viewer hold, whatever it sends, beside two pictures: the decoder's and the one on the glass.
const hostileMemory = 64 << 20

// allocates returns how many bytes f makes.
func allocates(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// TestMemoryIsBounded makes all at once that a decoder of EncodingContext makes when it is asked to: a full cache, a video, copies that must
// be held, and an update of the greatest length on each lane.
func TestMemoryIsBounded(t *testing.T) {
	for _, size := range []image.Point{{X: 640, Y: 480}, {X: 1920, Y: 1080}, {X: 3840, Y: 2160}, {X: 16384, Y: 2197}} {
		// The rectangles with the most around a video, and the most in it.
		columns, rows := blocksAlong(size.X), blocksAlong(size.Y)
		for _, half := range []bool{false, true} {
			most := maxFullBlocks
			if half {
				most = maxVideoBlocks
			}
			wide := image.Rect(0, 0, columns, min(rows, most/columns))
			high := image.Rect(0, 0, min(columns, most/rows), rows)
			for _, rect := range []image.Rectangle{wide, high} {
				d := newContextDecoder()
				made := allocates(func() { fillDecoder(t, d, size, rect, half) })
				d.Close()
				picture := size.X * size.Y * framebuffer.BytesPerPixel
				if made -= picture; made > hostileMemory {
					t.Errorf("%v with a video of %v blocks, half %v: %d MB", size, rect.Size(), half, made>>20)
				}
				t.Logf("%v with a video of %v blocks, half %v: %d MB beside the picture", size, rect.Size(), half, made>>20)
			}
		}
	}
}

// fillDecoder makes what a decoder can be made to hold.
func fillDecoder(t *testing.T, d *contextDecoder, size image.Point, rect image.Rectangle, half bool) {
	t.Helper()
	c := &d.canvas
	c.coder.StartDecoding(make([]byte, 2*maxContextUpdate))
	if err := c.restart(size.X, size.Y); err != nil {
		t.Fatal(err)
	}
	for i := range c.cache.pages {
		c.cache.pages[i] = make([]blockColours, cachePage)
	}
	c.area.rect, c.area.live = rect, true
	c.area.lane = newVideoLane(c, half)
	c.ownedBlocks(0)
	d.copier.scratch = slices.Grow(d.copier.scratch, maxHeld*framebuffer.BytesPerPixel)
	d.copies = make([]damage.Copy, damage.MaxCopies)
	d.region = make(framebuffer.Region, c.fb.Grid().Tiles()+damage.MaxCopies)
}

// TestTilesMemoryIsBounded decodes an update of the greatest length of EncodingTiles.
func TestTilesMemoryIsBounded(t *testing.T) {
	const side = 25 * framebuffer.TileSide
	update := honestTiles(t, side)
	d := newTileDecoder()
	defer d.Close()
	made := allocates(func() {
		if _, err := d.Decode(update); err != nil {
			t.Fatal(err)
		}
		d.copier.scratch = slices.Grow(d.copier.scratch, maxHeld*framebuffer.BytesPerPixel)
	})
	// The update itself, and one of the other lane.
	made += maxTileUpdate + maxContextUpdate - side*side*framebuffer.BytesPerPixel
	if made > hostileMemory {
		t.Errorf("%d MB", made>>20)
	}
	t.Logf("%d MB beside the picture", made>>20)
}

// TestDearUpdatesEnd checks that a decoder takes the dearest update that it refuses once, and no second time, unless one between was right.
func TestDearUpdatesEnd(t *testing.T) {
	bomb := forgeContext(t, dearSide, dearSide, dear)
	d, e := newContextDecoder(), newContextEncoder()
	defer d.Close()
	defer e.Close()
	fb := picture(70, 40, func(x, y int) uint32 { return uint32(x ^ y) })
	right, err := e.Encode(nil, fb, nil, Hints{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := d.Decode(bomb); !errors.Is(err, ErrCorrupt) || errors.Is(err, ErrDear) {
			t.Fatal(err)
		}
		if _, err := d.Decode(right); err != nil {
			t.Fatal(err)
		}
	}
	const most = 2
	total, refused := 0, 0
	for ; !errors.Is(err, ErrDear); refused++ {
		if _, err = d.Decode(bomb); err == nil {
			t.Fatal("taken")
		}
		total += d.canvas.work
	}
	if refused > most || total > most*(maxWork+tileWork) {
		t.Errorf("%d refused, work of %d", refused, total)
	}
}

// TestDearTilesEnd checks that what a decoder of EncodingTiles refuses in a row costs no more than it may.
func TestDearTilesEnd(t *testing.T) {
	d := newTileDecoder()
	defer d.Close()
	bomb := forge(t, flagKeyframe, tooLarge, tooLarge, -1, plainTiles(tooLarge))
	total := 0
	for err := error(nil); !errors.Is(err, ErrDear); {
		if _, err = d.Decode(bomb); err == nil {
			t.Fatal("taken")
		}
		total += d.work
	}
	if total > maxRefusedTiles+paintWork*framebuffer.TileSide*framebuffer.TileSide {
		t.Errorf("work of %d", total)
	}
}

// TestLargeDisplayOfTiles checks that a display larger than an update may paint takes two.
func TestLargeDisplayOfTiles(t *testing.T) {
	p := newPair(t, protocol.EncodingTiles)
	fb := picture(tooLarge, tooLarge, func(x, y int) uint32 { return uint32(x / 100 * y / 100) })
	p.send(t, fb, nil, Hints{})
	if !p.encoder.Pending() {
		t.Error("all at once")
	}
	p.send(t, fb, nil, Hints{})
	p.mustEqual(t, fb)
}

// TestPictureAfterRefusedOnes checks that who was refused has no large picture made again and again.
func TestPictureAfterRefusedOnes(t *testing.T) {
	d := newContextDecoder()
	defer d.Close()
	made := 0
	for err := error(nil); !errors.Is(err, ErrDear); {
		head := binary.BigEndian.AppendUint16([]byte{flagKeyframe, 0x17, 0x70}, uint16(6000-made%2))
		if _, err = d.Decode(append(head, 0, 0, 0, 0, 1)); err == nil {
			t.Fatal("taken")
		}
		if made++; made*framebuffer.MaxPixels/madePixels > maxRefusedWork {
			t.Fatal("they cost too much")
		}
	}
}

// TestCopiesInNoOrder checks that copies which must be held all at once are few, and that the encoder sees to it.
func TestCopiesInNoOrder(t *testing.T) {
	swap := func(height int) []damage.Copy {
		return []damage.Copy{
			{Dst: image.Rect(0, 0, 2000, height), Src: image.Pt(0, height)},
			{Dst: image.Rect(0, height, 2000, 2*height), Src: image.Pt(0, 0)},
		}
	}
	few, many := swap(500), swap(600)
	if tooManyHeld(few) || !tooManyHeld(many) {
		t.Error("they are counted wrongly")
	}
	if got := affordable(few); len(got) != 2 {
		t.Error("few were dropped")
	}
	if got := affordable(many); tooManyHeld(got) || len(got) != 1 {
		t.Errorf("%v", got)
	}
	mustRefuseTiles(t, forge(t, flagKeyframe, 2000, 1200, -1, appendCopies(nil, many)), "in no order")
}

// BenchmarkDearestTiles decodes updates of EncodingTiles that cost as much as they may: tiles of noise and such of two colours.
func BenchmarkDearestTiles(b *testing.B) {
	const pixels, along = framebuffer.TileSide * framebuffer.TileSide, 46
	noise := append([]byte{byte(tileRaw) | wholeTile, 0}, make([]byte, colourBytes*pixels)...)
	random := rand.NewChaCha8([32]byte{})
	_, _ = random.Read(noise[2:]) // never fails
	twoColours := append([]byte{byte(tilePalette) | wholeTile, 0, 1, 9, 9, 9, 0, 0, 0}, make([]byte, pixels/8)...)
	for name, tile := range map[string][]byte{"noise": noise, "two colours": twoColours} {
		b.Run(name, func(b *testing.B) {
			body := []byte{0, 0}
			tiles := 0
			for ; len(body)+len(tile) <= MaxBody && (tiles+1)*pixels <= MaxPainted && tiles < along*along; tiles++ {
				body = append(body, tile...)
			}
			update := forge(b, flagKeyframe, along*framebuffer.TileSide, along*framebuffer.TileSide, -1, body)
			d := newTileDecoder()
			defer d.Close()
			for b.Loop() {
				if _, err := d.Decode(update); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
