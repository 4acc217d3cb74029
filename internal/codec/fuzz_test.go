package codec

import (
	"encoding/binary"
	"errors"
	"image"
	"testing"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
)

// maxFuzzPixels keeps pictures small while fuzzing, so that it is the parser that is tried and not the memory.
const maxFuzzPixels = 1 << 18

// FuzzDecode feeds a decoder with two updates from outside: it must refuse or take them, and never write outside of its picture.
func FuzzDecode(f *testing.F) {
	for _, ops := range []string{"\x10\x10\x30\x20\x07\x00\x20\x20\x10\x10\x09\x01", "\x00\x00\x50\x50\x07\x02\x00\x00\x50\x50\x09\x03"} {
		e := newTileEncoder()
		fb := picture(100, 70, func(x, y int) uint32 { return uint32(x / 40) })
		var updates [2][]byte
		for n := range updates {
			update, err := e.Encode(nil, fb, framebuffer.Region{scribble(fb, []byte(ops)[6*n:6*n+6])}, Hints{})
			if err != nil {
				f.Fatal(err)
			}
			updates[n] = update
		}
		e.Close()
		f.Add(updates[0], updates[1])
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		d := newTileDecoder()
		defer d.Close()
		for _, update := range [][]byte{first, second} {
			if len(update) >= keyframeHeadSize && update[0]&flagKeyframe != 0 &&
				int(binary.BigEndian.Uint16(update[1:]))*int(binary.BigEndian.Uint16(update[3:])) > maxFuzzPixels {
				return
			}
			region, err := d.Decode(update)
			if err != nil && !errors.Is(err, ErrCorrupt) {
				t.Fatal(err)
			}
			if err == nil && !region.Bounds().In(d.Framebuffer().Bounds()) {
				t.Fatalf("%v is outside of the picture", region.Bounds())
			}
		}
	})
}

// FuzzBody feeds the part behind the decompression, which the other target hardly reaches by chance.
func FuzzBody(f *testing.F) {
	f.Add([]byte{0, 0, byte(tileSolid) | wholeTile, 0, 1, 2, 3})
	f.Add([]byte{0, 0, byte(tilePalette), 1, 3, 4, 4, 0, 1, 1, 2, 3, 4, 5, 6, 0xa0})
	f.Add([]byte{0, 0, byte(tileRaw), 0, 3, 4, 0, 0, 1, 2, 3})
	f.Add([]byte{0, 1, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6})
	f.Fuzz(func(t *testing.T, body []byte) {
		d := newTileDecoder()
		d.fb = codectest.New()
		r := &bodyReader{rest: body}
		d.copier.apply(d.fb, readCopies(nil, d.fb.Bounds(), r))
		if err := d.readTiles(r); err == nil && !d.region.Bounds().In(d.fb.Bounds()) {
			t.Fatalf("%v is outside of the picture", d.region.Bounds())
		}
	})
}

// FuzzRoundTrip changes a small picture as the input says, in several steps and under any limit; the decoder must follow exactly.
func FuzzRoundTrip(f *testing.F) {
	f.Add(uint16(100), uint16(70), uint16(0), []byte("\x01\x02\x03\x04\x05\x06fill\x10\x10\x20\x20\x01\x09noise"))
	f.Add(uint16(200), uint16(150), uint16(900), []byte("scroll and noise and scroll and noise and scroll and noise"))
	f.Fuzz(func(t *testing.T, width, height, limit uint16, script []byte) {
		const maxSide, step = 300, 6
		for _, encoding := range encodings() {
			fb, err := framebuffer.New(int(width)%maxSide+1, int(height)%maxSide+1)
			if err != nil {
				t.Fatal(err)
			}
			p := newPair(t, encoding)
			for rest := script; len(rest) >= step; rest = rest[step:] {
				damaged := framebuffer.Region{scribble(fb, rest[:step])}
				p.send(t, fb, damaged, Hints{MaxBytes: int(limit), Keyframe: rest[5] == 0xff, Loss: Loss(rest[0] % 3), Quiet: rest[1]%5 == 0})
			}
			for p.send(t, fb, nil, Hints{Keyframe: p.decoder.Framebuffer() == nil}); p.encoder.Pending() || p.encoder.Lossy(); {
				p.send(t, fb, nil, Hints{Quiet: true})
			}
			p.mustEqual(t, fb)
		}
	})
}

// FuzzLanes changes a small picture as the input says and lets the lanes overtake each other; in the end the decoder must have the picture.
func FuzzLanes(f *testing.F) {
	f.Add([]byte("\x00\x00\xff\xff\x01\x04\x01\x00\x00\xff\xff\x02\x04\x01\x00\x00\xff\xff\x03\x04\x03\x00\x00\xff\xff\x04\x04\x03\x30\x30\x40\x40\x05\x05\x02\x00\x00\xff\xff\x06\x04\x05"))
	f.Add([]byte("\x00\x00\xff\xff\x01\x04\x09\x00\x00\xff\xff\x02\x04\x09\x00\x00\xff\xff\x03\x04\x0d\x00\x00\xff\xff\x04\x04\x1b\x00\x00\xff\xff\x05\x04\x2b\x00\x00\xff\xff\x06\x04\x07"))
	f.Fuzz(func(t *testing.T, script []byte) {
		const step, width, height, most = 7, 120, 100, 20
		fb, err := framebuffer.New(width, height)
		if err != nil {
			t.Fatal(err)
		}
		l := newLanes(t)
		l.screen(fb, nil, Hints{Loss: LossSome})
		for n := 0; len(script) >= step && n < most; n, script = n+1, script[step:] {
			how := script[6]
			damaged := framebuffer.Region{scribble(fb, script[:step-1])}
			l.screen(fb, damaged, Hints{
				Loss: LossSome, Keyframe: how&0xe0 == 0x20, Restart: how&0xe0 == 0x40, MaxBytes: 700 * int(how>>4&1), Refine: 300 * int(how>>3&1),
			})
			if how&1 != 0 {
				l.video(VideoHints{Half: how&0xe0 == 0x80})
			}
			if how&2 != 0 {
				l.deliver(0)
			}
			if how&4 != 0 {
				l.deliver(1)
			}
		}
		l.settle(fb, Hints{Loss: LossSome})
	})
}

// scribble changes part of a picture: fills, shades, makes noise or moves, and returns that part.
func scribble(fb *framebuffer.Framebuffer, op []byte) image.Rectangle {
	at := image.Pt(int(op[0])*fb.Width/256, int(op[1])*fb.Height/256)
	r := image.Rectangle{Min: at, Max: at.Add(image.Pt(int(op[2])+1, int(op[3])+1))}.Intersect(fb.Bounds())
	seed := uint32(op[4])
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := fb.Row(y, r.Min.X, r.Max.X)
		for i := range row {
			switch op[5] % 6 {
			case 5: // lines of text
				row[i] = byte(200 * one((y%8 > 1) == (uint32(i/8*7919+y/8*31+int(op[4]))*2654435761>>30 == 0)))
			case 4: // soft hills that drift and grow
				d := i/4*i/4 + y*y + int(op[4])*(i/4+y)
				row[i] = byte(d/64 + d*d/90000%7)
			case 0:
				row[i] = op[4]
			case 1:
				row[i] = byte(i/4 + y)
			case 2:
				seed = seed*1664525 + 1013904223
				row[i] = byte(seed >> 24)
			default:
				copy(row, fb.Row((y+int(op[4]))%fb.Height, r.Min.X, r.Max.X))
			}
		}
	}
	return r
}
