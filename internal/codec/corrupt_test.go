package codec

import (
	"encoding/binary"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/protocol"

	"github.com/klauspost/compress/zstd"
)

// forge returns an update with any head and any body. A length below zero is the body's own.
func forge(t testing.TB, flags byte, width, height uint16, length int, body []byte) []byte {
	t.Helper()
	d, err := newDeflater()
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	d.restart()
	b := []byte{flags}
	if flags&flagKeyframe != 0 {
		b = binary.BigEndian.AppendUint16(b, width)
		b = binary.BigEndian.AppendUint16(b, height)
	}
	if length < 0 {
		length = len(body)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(length))
	b, err = d.deflate(b, body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// mustRefuse checks that a decoder refuses an update for a reason, and after that one which continues it.
func mustRefuse(t *testing.T, d Decoder, update, next []byte, reason string) {
	t.Helper()
	defer d.Close()
	region, err := d.Decode(update)
	switch {
	case err == nil:
		t.Errorf("accepted, although: %s", reason)
	case !errors.Is(err, ErrCorrupt):
		t.Errorf("%v is not ErrCorrupt", err)
	case !strings.Contains(err.Error(), reason):
		t.Errorf("%v, want %s", err, reason)
	case region != nil:
		t.Errorf("an error with the region %v", region)
	}
	if _, err := d.Decode(next); !errors.Is(err, ErrCorrupt) {
		t.Errorf("an update after a refused keyframe was taken: %v", err)
	}
}

// mustRefuseTiles checks that a fresh decoder of tiles refuses an update for a reason.
func mustRefuseTiles(t *testing.T, update []byte, reason string) {
	t.Helper()
	mustRefuse(t, newTileDecoder(), update, forge(t, 0, 0, 0, -1, []byte{0, 0}), reason)
}

// What a bomb may cost.
const (
	bombTime   = 100 * time.Millisecond
	bombMemory = 256 << 20
)

// tooLarge is the side of a display of which an update of EncodingTiles may not paint all.
const tooLarge = 47 * framebuffer.TileSide

// plainTiles is the body of an update that paints a display of so many pixels on each side.
func plainTiles(side int) []byte {
	body := []byte{0, 0}
	for range side * side / framebuffer.TileSide / framebuffer.TileSide {
		body = append(body, byte(tileSolid)|wholeTile, 0, 1, 2, 3)
	}
	return body
}

func TestRefusals(t *testing.T) {
	solid := []byte{0, 0, byte(tileSolid) | wholeTile, 0, 1, 2, 3}
	with := func(tail ...byte) []byte { return append([]byte{0, 0}, tail...) }
	copyOf := func(fields ...uint16) []byte {
		b := []byte{0, byte(len(fields) / 6)}
		for _, f := range fields {
			b = binary.BigEndian.AppendUint16(b, f)
		}
		return b
	}
	for _, test := range []struct {
		reason string
		update []byte
	}{
		{"update of 0 bytes", nil},
		{"update of 4 bytes", make([]byte, 4)},
		{"unknown flags", forge(t, 0x81, 64, 64, -1, solid)},
		{"no keyframe before it", forge(t, 0, 0, 0, -1, solid)},
		{"keyframe too short", []byte{flagKeyframe, 0, 1, 0, 1, 0}},
		{"out of bounds", forge(t, flagKeyframe, 0, 5, -1, solid)},
		{"out of bounds", forge(t, flagKeyframe, 65535, 65535, -1, solid)},
		{"out of bounds", forge(t, flagKeyframe, 16385, 1, -1, solid)},
		{"out of bounds", forge(t, flagKeyframe, 6001, 6000, -1, solid)},
		{"body of 0 bytes", forge(t, flagKeyframe, 64, 64, 0, solid)},
		{"body of 8388609 bytes", forge(t, flagKeyframe, 64, 64, MaxBody+1, solid)},
		{"unexpected EOF", forge(t, flagKeyframe, 64, 64, len(solid)+1, solid)},
		{"after the end", append(forge(t, flagKeyframe, 64, 64, -1, solid), 0)},
		{"body too short", forge(t, flagKeyframe, 64, 64, -1, []byte{0})},
		{"body too short", forge(t, flagKeyframe, 64, 64, -1, solid[:len(solid)-1])},
		{"unknown encoding", forge(t, flagKeyframe, 64, 64, -1, with(wholeTile, 0, 1, 2, 3))},
		{"unknown encoding", forge(t, flagKeyframe, 64, 64, -1, with(wholeTile|9, 0, 1, 2, 3))},
		{"more tiles than", forge(t, flagKeyframe, 64, 64, -1, append(solid, solid[2:]...))},
		{"number out of bounds", forge(t, flagKeyframe, 64, 64, -1, with(byte(tileSolid)|wholeTile, 1, 1, 2, 3))},
		{"bad number", forge(t, flagKeyframe, 64, 64, -1, append(with(byte(tileSolid)|wholeTile), 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1))},
		{"box outside", forge(t, flagKeyframe, 64, 64, -1, with(byte(tileSolid), 0, 1, 0, 63, 0, 1, 2, 3))},
		{"box outside", forge(t, flagKeyframe, 64, 20, -1, with(byte(tileSolid), 0, 0, 0, 0, 20, 1, 2, 3))},
		{"box outside", forge(t, flagKeyframe, 64, 64, -1, with(byte(tileSolid), 0, 255, 255, 255, 255, 1, 2, 3))},
		{"palette of one colour", forge(t, flagKeyframe, 1, 1, -1, with(byte(tilePalette)|wholeTile, 0, 0, 1, 2, 3, 0))},
		{"index beyond", forge(t, flagKeyframe, 1, 1, -1, with(byte(tilePalette)|wholeTile, 0, 2, 1, 2, 3, 1, 2, 3, 1, 2, 3, 0xc0))},
		{"copy out of bounds", forge(t, flagKeyframe, 64, 64, -1, copyOf(0, 0, 65, 1, 0, 0))},
		{"copy out of bounds", forge(t, flagKeyframe, 64, 64, -1, copyOf(0, 0, 64, 64, 1, 0))},
		{"copy out of bounds", forge(t, flagKeyframe, 64, 64, -1, copyOf(65535, 65535, 65535, 65535, 0, 0))},
		{"copy out of bounds", forge(t, flagKeyframe, 64, 64, -1, copyOf(0, 0, 0, 1, 0, 0))},
		{"copy out of bounds", forge(t, flagKeyframe, 5000, 2000, -1, copyOf(0, 0, 5000, 1000, 0, 0, 0, 0, 5000, 1000, 0, 0))},
		{"copy of what is unknown", forge(t, flagKeyframe, 64, 64, -1, copyOf(0, 0, 8, 8, 1, 1))},
		{"too dear", forge(t, flagKeyframe, tooLarge, tooLarge, -1, plainTiles(tooLarge))},
		{"too many copies", forge(t, flagKeyframe, 64, 64, -1, []byte{1, 1})},
	} {
		mustRefuseTiles(t, test.update, test.reason)
	}
}

func TestEveryTruncationIsRefused(t *testing.T) {
	fb := picture(130, 70, func(x, y int) uint32 { return uint32(x*y) & 0x3f3f3f })
	e := newTileEncoder()
	defer e.Close()
	update, err := e.Encode(nil, fb, nil, Hints{})
	if err != nil {
		t.Fatal(err)
	}
	d := newTileDecoder()
	defer d.Close()
	for n := range update {
		if _, err := d.Decode(update[:n]); !errors.Is(err, ErrCorrupt) {
			t.Fatalf("%d of %d bytes: %v", n, len(update), err)
		}
	}
}

// TestBombs feeds the decoder few bytes that claim or expand to very many.
func TestBombs(t *testing.T) {
	// 10 KB that expand to 10 GB: runs of zeros in zstd's own coding.
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(Window))
	if err != nil {
		t.Fatal(err)
	}
	zeros := z.EncodeAll(make([]byte, 64<<20), nil)
	for len(zeros) < 10_000 {
		zeros = append(zeros, zeros...)
	}
	head := func(width, height uint16, length uint32) []byte {
		b := []byte{flagKeyframe}
		b = binary.BigEndian.AppendUint16(b, width)
		b = binary.BigEndian.AppendUint16(b, height)
		return binary.BigEndian.AppendUint32(b, length)
	}
	rects := []byte{0, 0}
	for range 1_000_000 {
		rects = append(rects, byte(tileSolid)|wholeTile, 0, 1, 2, 3)
	}
	copies := []byte{1, 0}
	for range 256 {
		for _, v := range [...]uint16{0, 0, 6000, 6000, 0, 0} {
			copies = binary.BigEndian.AppendUint16(copies, v)
		}
	}
	honest := decodeHonest(t)
	for name, update := range map[string][]byte{
		"zeros":         append(head(6000, 6000, MaxBody), zeros[:10_000]...),
		"claimed body":  append(head(6000, 6000, MaxBody), zeros[:10]...),
		"huge sides":    append(head(65535, 65535, 10), zeros[:10_000]...),
		"million rects": forge(t, flagKeyframe, 64, 64, -1, rects),
		"copies":        forge(t, flagKeyframe, 6000, 6000, -1, copies),
		"noise":         append(head(6000, 6000, MaxBody), []byte(strings.Repeat("noise ", 2000))...),
	} {
		// The fastest of a few tries, since other tests run on the same machine.
		took := time.Hour
		for range 3 {
			d := newTileDecoder()
			took = min(took, explodeWith(t, d, name, update))
			d.Close()
		}
		if took > max(bombTime, honest) {
			t.Errorf("%s: refused after %v", name, took)
		}
	}
}

// decodeHonest returns how long an update of the greatest length takes to decode, on this machine and with its detectors.
func decodeHonest(t *testing.T) time.Duration {
	t.Helper()
	update := honestTiles(t, 25*framebuffer.TileSide)
	d := newTileDecoder()
	defer d.Close()
	start := time.Now()
	if _, err := d.Decode(update); err != nil {
		t.Fatal(err)
	}
	return time.Since(start)
}

// honestTiles returns an update of a picture of raw tiles.
func honestTiles(t testing.TB, side int) []byte {
	t.Helper()
	body := []byte{0, 0}
	for range side * side / framebuffer.TileSide / framebuffer.TileSide {
		body = append(body, byte(tileRaw)|wholeTile, 0)
		body = append(body, make([]byte, colourBytes*framebuffer.TileSide*framebuffer.TileSide)...)
	}
	return forge(t, flagKeyframe, uint16(side), uint16(side), -1, body)
}

// explodeWith has a fresh decoder refuse a bomb, and returns how long it took.
func explodeWith(t *testing.T, d Decoder, name string, update []byte) time.Duration {
	t.Helper()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	_, err := d.Decode(update)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, ErrCorrupt) {
		t.Errorf("%s: %v", name, err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > bombMemory {
		t.Errorf("%s: %d MB", name, grown>>20)
	}
	t.Logf("%s: %v, %d MB", name, took, (after.TotalAlloc-before.TotalAlloc)>>20)
	return took
}

// TestLargeWindowIsRefused checks that a stream cannot make the decoder hold more than the window.
func TestLargeWindowIsRefused(t *testing.T) {
	z, err := zstd.NewWriter(nil, zstd.WithWindowSize(64<<20), zstd.WithSingleSegment(false))
	if err != nil {
		t.Fatal(err)
	}
	body := make([]byte, MaxBody)
	for i := range body {
		body[i] = byte(i * i >> 7)
	}
	update := binary.BigEndian.AppendUint32([]byte{flagKeyframe, 0, 64, 0, 64}, uint32(len(body)))
	mustRefuseTiles(t, z.EncodeAll(body, update), "window")
}

func TestDecoderRecovers(t *testing.T) {
	p := newPair(t, protocol.EncodingTiles)
	fb := picture(200, 100, func(x, y int) uint32 { return uint32(x ^ y) })
	p.send(t, fb, nil, Hints{})
	if _, err := p.decoder.Decode([]byte("not an update at all")); !errors.Is(err, ErrCorrupt) {
		t.Fatal(err)
	}
	fb.Pix[0]++
	update, err := p.encoder.Encode(nil, fb, framebuffer.Region{fb.Bounds()}, Hints{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.decoder.Decode(update); !errors.Is(err, ErrCorrupt) {
		t.Fatal("an update was taken whose predecessor was refused")
	}
	p.send(t, fb, nil, Hints{Keyframe: true})
	p.mustEqual(t, fb)
}
