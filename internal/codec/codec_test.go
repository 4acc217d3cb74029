package codec

import (
	"bytes"
	"image"
	"testing"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// pair is an encoder with its decoder.
type pair struct {
	encoder Encoder
	decoder Decoder
	update  []byte
	bytes   int
}

func newPair(t testing.TB, encoding protocol.Encoding) *pair {
	t.Helper()
	decoder, err := NewDecoder(encoding)
	if err != nil {
		t.Fatal(err)
	}
	p := &pair{encoder: NewEncoder(encoding), decoder: decoder}
	t.Cleanup(p.encoder.Close)
	t.Cleanup(p.decoder.Close)
	return p
}

// encodings are all that there are, by name.
func encodings() map[string]protocol.Encoding {
	return map[string]protocol.Encoding{"tiles": protocol.EncodingTiles, "context": protocol.EncodingContext}
}

// each runs a test for every encoding.
func each(t *testing.T, test func(t *testing.T, encoding protocol.Encoding)) {
	for name, encoding := range encodings() {
		t.Run(name, func(t *testing.T) { test(t, encoding) })
	}
}

// send codes a picture in one update, and returns what the decoder says it changed; nil when there was nothing to send.
func (p *pair) send(t testing.TB, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints Hints) framebuffer.Region {
	t.Helper()
	update, err := p.encoder.Encode(p.update[:0], fb, damaged, hints)
	if err != nil {
		t.Fatal(err)
	}
	p.update = update
	p.bytes += len(update)
	if len(update) == 0 {
		return nil
	}
	region, err := p.decoder.Decode(update)
	if err != nil {
		t.Fatal(err)
	}
	return region
}

func (p *pair) mustEqual(t testing.TB, fb *framebuffer.Framebuffer) {
	t.Helper()
	if at, differs := codectest.Difference(fb, p.decoder.Framebuffer()); differs {
		t.Fatalf("pixel %v differs", at)
	}
}

// TestDamageIsNarrow checks that an update holds the same whether the damage was told as closely as it may be or by whole tiles.
func TestDamageIsNarrow(t *testing.T) {
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		for _, scene := range codectest.Scenes() {
			narrow, wide := newPair(t, encoding), newPair(t, encoding)
			fb := codectest.New()
			for n := range scene.Grabs {
				damaged := scene.Draw(fb, n)
				var tiles framebuffer.Region
				for _, part := range damaged {
					for tile := range fb.Grid().Under(part) {
						tiles = append(tiles, fb.Grid().Tile(tile))
					}
				}
				hints := Hints{Loss: LossSome, MaxBytes: 900}
				narrow.send(t, fb, damaged, hints)
				wide.send(t, fb, tiles, hints)
				if !bytes.Equal(narrow.update, wide.update) {
					t.Fatalf("%s: grab %d takes %d bytes, and %d by tiles", scene.Name, n, len(narrow.update), len(wide.update))
				}
			}
		}
	})
}

func TestScenesAreExact(t *testing.T) {
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		for _, scene := range codectest.Scenes() {
			t.Run(scene.Name, func(t *testing.T) {
				p := newPair(t, encoding)
				fb, before := codectest.New(), codectest.New()
				for n := range scene.Grabs {
					copy(before.Pix, fb.Pix)
					region := p.send(t, fb, scene.Draw(fb, n), Hints{})
					p.mustEqual(t, fb)
					if p.encoder.Pending() {
						t.Fatal("something is pending without a limit")
					}
					if n > 0 {
						mustCover(t, before, fb, region)
					}
				}
				t.Logf("%d grabs in %d bytes", scene.Grabs, p.bytes)
			})
		}
	})
}

// mustCover checks that region holds every pixel that differs.
func mustCover(t *testing.T, before, after *framebuffer.Framebuffer, region framebuffer.Region) {
	t.Helper()
	rest := codectest.New()
	copy(rest.Pix, before.Pix)
	for _, r := range region {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			copy(rest.Row(y, r.Min.X, r.Max.X), after.Row(y, r.Min.X, r.Max.X))
		}
	}
	if at, differs := codectest.Difference(rest, after); differs {
		t.Fatalf("pixel %v changed outside of what Decode returned", at)
	}
}

// TestSizes holds the promises that make the codec worth its code: they fail when an encoding silently stops being chosen.
func TestSizes(t *testing.T) {
	most := map[protocol.Encoding]map[string]int{
		protocol.EncodingTiles:   {"typing": 15_000, "scrolling": 60_000, "dragging": 70_000, "photo": 270_000, "undefined byte": 60},
		protocol.EncodingContext: {"typing": 10_500, "scrolling": 50_000, "dragging": 30_000, "photo": 240_000, "undefined byte": 60},
	}
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		for _, scene := range codectest.Scenes() {
			p := newPair(t, encoding)
			fb := codectest.New()
			for n := range scene.Grabs {
				p.send(t, fb, scene.Draw(fb, n), Hints{})
			}
			if p.bytes > most[encoding][scene.Name] {
				t.Errorf("%s took %d bytes, more than %d", scene.Name, p.bytes, most[encoding][scene.Name])
			}
		}
	})
}

func TestLimitedUpdates(t *testing.T) {
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		const limit = 6000
		p := newPair(t, encoding)
		photo := codectest.Scenes()[3]
		fb := codectest.New()
		damaged := photo.Draw(fb, 0)
		updates := 0
		for first := true; first || p.encoder.Pending(); first = false {
			p.send(t, fb, damaged, Hints{MaxBytes: limit})
			if len(p.update) > limit+maxTileSize+minFlush {
				t.Fatalf("an update of %d bytes under a limit of %d", len(p.update), limit)
			}
			damaged = nil
			// What changes meanwhile is sent in its newest state, once.
			if updates == 3 {
				damaged = photo.Draw(fb, 1)
			}
			updates++
		}
		p.mustEqual(t, fb)
		if updates < 10 {
			t.Fatalf("the limit was kept with %d updates only", updates)
		}
	})
}

// TestEchoGoesFirst checks that a small change does not wait for a large picture that goes out in parts.
func TestEchoGoesFirst(t *testing.T) {
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		const limit = 6000
		p := newPair(t, encoding)
		fb := codectest.New()
		photo := codectest.Scenes()[3]
		p.send(t, fb, photo.Draw(fb, 0), Hints{MaxBytes: limit})
		p.send(t, fb, nil, Hints{MaxBytes: limit})
		for range 3 {
			fb.Pix[0]++
			p.send(t, fb, framebuffer.Region{image.Rect(0, 0, 1, 1)}, Hints{MaxBytes: limit})
			if p.decoder.Framebuffer().Pix[0] != fb.Pix[0] || !p.encoder.Pending() {
				t.Fatal("the small change waits")
			}
		}
		for p.encoder.Pending() {
			p.send(t, fb, nil, Hints{MaxBytes: limit})
		}
		p.mustEqual(t, fb)
	})
}

func TestNothingChanged(t *testing.T) {
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		p := newPair(t, encoding)
		fb := codectest.New()
		p.send(t, fb, nil, Hints{})
		if region := p.send(t, fb, framebuffer.Region{fb.Bounds()}, Hints{}); region != nil {
			t.Fatalf("an update of %v for nothing", region)
		}
	})
}

func TestKeyframeAndResize(t *testing.T) {
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		p := newPair(t, encoding)
		scene := codectest.Scenes()[2]
		fb := codectest.New()
		p.send(t, fb, scene.Draw(fb, 0), Hints{})

		late, err := NewDecoder(encoding)
		if err != nil {
			t.Fatal(err)
		}
		defer late.Close()
		p.send(t, fb, nil, Hints{Keyframe: true})
		if _, err := late.Decode(p.update); err != nil {
			t.Fatal(err)
		}
		if at, differs := codectest.Difference(fb, late.Framebuffer()); differs {
			t.Fatalf("pixel %v differs after the keyframe", at)
		}

		for _, size := range []image.Point{{1, 1}, {65, 3}, {700, 500}} {
			other, err := framebuffer.New(size.X, size.Y)
			if err != nil {
				t.Fatal(err)
			}
			other.Pix[0] = 9
			region := p.send(t, other, framebuffer.Region{other.Bounds()}, Hints{})
			p.mustEqual(t, other)
			if region.Bounds() != other.Bounds() {
				t.Fatalf("a new size changed only %v", region)
			}
		}
	})
}

func TestUnknownEncoding(t *testing.T) {
	if _, err := NewDecoder(0); err == nil {
		t.Fatal("a decoder for no encoding")
	}
}

func TestUseAfterClose(t *testing.T) {
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		p := newPair(t, encoding)
		fb := codectest.New()
		p.send(t, fb, nil, Hints{})
		p.encoder.Close()
		p.encoder.Close()
		p.send(t, fb, nil, Hints{})
		p.mustEqual(t, fb)
	})
}

func TestSteadyStateAllocatesNothing(t *testing.T) {
	each(t, func(t *testing.T, encoding protocol.Encoding) {
		p := newPair(t, encoding)
		scene := codectest.Scenes()[0]
		fb := codectest.New()
		n := 0
		step := func() {
			damaged := framebuffer.Region{fb.Bounds()}
			fb.Pix[n*40%len(fb.Pix)]++
			p.send(t, fb, damaged, Hints{})
			n++
		}
		scene.Draw(fb, 0)
		for range 50 {
			step()
		}
		// One is the test's own region.
		if allocs := testing.AllocsPerRun(100, step); allocs > 2 {
			t.Fatalf("%v allocations for an update", allocs)
		}
	})
}

// TestLossIsMadeUpFor checks that with loss allowed photographs take fewer bytes and become exact in quiet moments, and that text is exact
// at once.
func TestLossIsMadeUpFor(t *testing.T) {
	scenes := codectest.Scenes()
	text, photo := newPair(t, protocol.EncodingContext), newPair(t, protocol.EncodingContext)
	fb := codectest.New()
	for n := range scenes[0].Grabs {
		text.send(t, fb, scenes[0].Draw(fb, n), Hints{Loss: LossSome})
		text.mustEqual(t, fb)
		if text.encoder.Lossy() {
			t.Fatal("text lost something")
		}
	}
	fb = codectest.New()
	for n := range scenes[3].Grabs {
		photo.send(t, fb, scenes[3].Draw(fb, n), Hints{Loss: LossSome})
	}
	if _, differs := codectest.Difference(fb, photo.decoder.Framebuffer()); !differs || !photo.encoder.Lossy() || photo.bytes > 60_000 {
		t.Fatalf("%d bytes without loss", photo.bytes)
	}
	photo.send(t, fb, nil, Hints{Loss: LossSome})
	if !photo.encoder.Lossy() {
		t.Fatal("exact before it is quiet")
	}
	for photo.encoder.Lossy() {
		if photo.send(t, fb, nil, Hints{Loss: LossSome, Quiet: true}) == nil {
			t.Fatal("it stays lossy")
		}
	}
	photo.mustEqual(t, fb)
	if photo.encoder.Lossy() || photo.encoder.Pending() {
		t.Fatal("something is missing")
	}
}

// TestScenesAllocateNothing checks that pictures which move, return and lose something take no memory once they were seen.
func TestScenesAllocateNothing(t *testing.T) {
	for _, scene := range codectest.Scenes() {
		p := newPair(t, protocol.EncodingContext)
		pictures := make([]*framebuffer.Framebuffer, scene.Grabs)
		fb := codectest.New()
		for n := range pictures {
			scene.Draw(fb, n)
			pictures[n] = codectest.New()
			copy(pictures[n].Pix, fb.Pix)
		}
		damaged := framebuffer.Region{fb.Bounds()}
		round := func() {
			for _, picture := range pictures {
				p.send(t, picture, damaged, Hints{Loss: LossSome})
			}
			p.send(t, pictures[len(pictures)-1], nil, Hints{Loss: LossSome, Quiet: true})
		}
		round()
		// The caches fill for a while yet, a page at a time.
		for _, c := range []*canvas{p.encoder.(*contextEncoder).canvas, &p.decoder.(*contextDecoder).canvas} {
			for i := range c.cache.pages {
				c.cache.pages[i] = make([]blockColours, cachePage)
			}
		}
		if allocs := testing.AllocsPerRun(1, round); allocs > 0 {
			t.Errorf("%s: %v allocations for %d pictures", scene.Name, allocs, scene.Grabs)
		}
	}
}
