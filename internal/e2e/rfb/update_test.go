package rfb

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"beside.example/internal/framebuffer"
)

// server writes updates as a server does.
type server struct {
	t testing.TB
	bytes.Buffer
	packed bytes.Buffer // of the one zlib stream that it uses
	zlib   *zlib.Writer
}

func newServer(t testing.TB) *server {
	s := &server{t: t}
	s.zlib = zlib.NewWriter(&s.packed)
	return s
}

// begin begins an update of so many parts.
func (s *server) begin(parts int) { s.Write([]byte{0, 0, byte(parts)}) }

// part writes what stands before a part.
func (s *server) part(area image.Rectangle, encoding int32) {
	for _, v := range []int{area.Min.X, area.Min.Y, area.Dx(), area.Dy()} {
		s.Write(binary.BigEndian.AppendUint16(nil, uint16(v)))
	}
	s.Write(binary.BigEndian.AppendUint32(nil, uint32(encoding)))
}

// pack writes data through zlib, flushed but not ended, behind its length.
func (s *server) pack(data []byte) {
	s.packed.Reset()
	if _, err := s.zlib.Write(data); err != nil {
		s.t.Fatal(err)
	}
	if err := s.zlib.Flush(); err != nil {
		s.t.Fatal(err)
	}
	s.compact(s.packed.Len())
	s.Write(s.packed.Bytes())
}

// compact writes a length.
func (s *server) compact(n int) {
	switch {
	case n < 1<<7:
		s.WriteByte(byte(n))
	case n < 1<<14:
		s.Write([]byte{byte(n) | 0x80, byte(n >> 7)})
	default:
		s.Write([]byte{byte(n) | 0x80, byte(n>>7) | 0x80, byte(n >> 14)})
	}
}

// newScreen returns a small black screen that is looked at as a whole.
func newScreen(t testing.TB) *screen {
	s := &screen{tight: tight{looked: image.Rect(0, 0, 64, 32)}}
	if err := s.resize(image.Pt(64, 32)); err != nil {
		t.Fatal(err)
	}
	return s
}

func at(fb *framebuffer.Framebuffer, x, y int) color.RGBA {
	p := fb.Row(y, x, x+1)
	return color.RGBA{p[2], p[1], p[0], 0xff}
}

// wave returns the pixels, red green blue, of a smooth picture.
func wave(size image.Point) []byte {
	var data []byte
	for y := range size.Y {
		for x := range size.X {
			data = append(data, byte(3*x+y), byte(2*y), byte(x*y))
		}
	}
	return data
}

// everything is an update with a part of each kind, of which the later ones go on with the same zlib stream.
func everything(t testing.TB) []byte {
	s := newServer(t)
	s.begin(9)
	s.part(image.Rect(0, 0, 8, 8), encodingTight)
	s.Write([]byte{tightFill << 4, 10, 20, 30})
	s.part(image.Rect(8, 0, 16, 8), encodingTight)
	s.WriteByte(0)
	s.pack(wave(image.Pt(8, 8)))
	s.part(image.Rect(16, 0, 25, 8), encodingTight)
	s.Write([]byte{tightFiltered << 4, filterPalette, 1, 1, 2, 3, 4, 5, 6})
	s.pack(bytes.Repeat([]byte{0b1010_1010, 0b1000_0000}, 8))
	s.part(image.Rect(32, 0, 40, 8), encodingTight)
	s.Write([]byte{tightFiltered << 4, filterPalette, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9})
	s.pack(bytes.Repeat([]byte{0, 1, 2, 2}, 16))
	s.part(image.Rect(40, 0, 48, 8), encodingTight)
	s.Write([]byte{tightFiltered << 4, filterGradient})
	s.pack(graded(wave(image.Pt(8, 8)), 8))
	s.part(image.Rect(48, 0, 50, 1), encodingTight)
	s.Write([]byte{0, 9, 8, 7, 6, 5, 4}) // too little to be compressed
	s.part(image.Rect(0, 8, 2, 10), encodingRaw)
	s.Write(bytes.Repeat([]byte{3, 2, 1, 0}, 4))
	s.part(image.Rect(1, 9, 9, 17), encodingCopyRect)
	s.Write([]byte{0, 0, 0, 8})
	s.part(image.Rectangle{}, encodingLastRect)
	return s.Bytes()
}

// graded is what the gradient filter makes of pixels.
func graded(data []byte, width int) []byte {
	out := make([]byte, len(data))
	for i := range data {
		out[i] = data[i] - foresee(data, i, width)
	}
	return out
}

// foresee returns what the neighbours of a byte foretell.
func foresee(data []byte, i, width int) byte {
	stride := width * tightPixel
	get := func(j int, ok bool) int {
		if !ok {
			return 0
		}
		return int(data[j])
	}
	left := i%stride >= tightPixel
	return byte(min(max(get(i-tightPixel, left)+get(i-stride, i >= stride)-get(i-stride-tightPixel, left && i >= stride), 0), 0xff))
}

func TestUpdate(t *testing.T) {
	s := newScreen(t)
	if pixels, err := s.update(bytes.NewReader(everything(t))); err != nil || pixels < 390 {
		t.Fatal(pixels, err)
	}
	smooth := wave(image.Pt(8, 8))
	pixel := func(x, y int) color.RGBA {
		p := smooth[(y*8+x)*tightPixel:]
		return color.RGBA{p[0], p[1], p[2], 0xff}
	}
	for _, c := range []struct {
		name string
		x, y int
		want color.RGBA
	}{
		{"fill", 7, 7, color.RGBA{10, 20, 30, 0xff}},
		{"copy", 13, 6, pixel(5, 6)},
		{"two colours, the second", 16, 3, color.RGBA{4, 5, 6, 0xff}},
		{"two colours, the first", 17, 3, color.RGBA{1, 2, 3, 0xff}},
		{"two colours, the second byte", 24, 7, color.RGBA{4, 5, 6, 0xff}},
		{"three colours", 34, 2, color.RGBA{7, 8, 9, 0xff}},
		{"gradient", 46, 7, pixel(6, 7)},
		{"plain", 49, 0, color.RGBA{6, 5, 4, 0xff}},
		{"raw", 1, 8, color.RGBA{1, 2, 3, 0xff}},
		{"copied over itself", 2, 10, color.RGBA{1, 2, 3, 0xff}},
		{"nothing", 63, 31, color.RGBA{A: 0xff}},
	} {
		if got := at(s.fb, c.x, c.y); got != c.want {
			t.Errorf("%s: %v at %d, %d, want %v", c.name, got, c.x, c.y, c.want)
		}
	}
}

// TestPrefix holds back the end of an update, at every place.
func TestPrefix(t *testing.T) {
	whole := everything(t)
	for n := range whole {
		if _, err := newScreen(t).update(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("%d of %d bytes are enough", n, len(whole))
		}
	}
}

// TestJPEG decodes a picture where somebody looks, and skips one where nobody does.
func TestJPEG(t *testing.T) {
	picture := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range picture.Pix {
		picture.Pix[i] = 200
	}
	var packed bytes.Buffer
	if err := jpeg.Encode(&packed, picture, nil); err != nil {
		t.Fatal(err)
	}
	s := newServer(t)
	s.begin(2)
	for _, x := range []int{0, 32} {
		s.part(image.Rect(x, 0, x+16, 16), encodingTight)
		s.WriteByte(tightJPEG << 4)
		s.compact(packed.Len())
		s.Write(packed.Bytes())
	}
	got := newScreen(t)
	got.tight.looked = image.Rect(4, 4, 12, 12)
	if pixels, err := got.update(&s.Buffer); err != nil || pixels != 2*16*16 {
		t.Fatal(pixels, err)
	}
	if c := at(got.fb, 5, 5); c.R < 195 || c.G < 195 || c.B < 195 {
		t.Error("looked at:", c)
	}
	if at(got.fb, 0, 0).R != 0 || at(got.fb, 40, 8).R != 0 {
		t.Error("decoded where nobody looks")
	}
}

// TestHostile gives what no server may send.
func TestHostile(t *testing.T) {
	for name, write := range map[string]func(s *server){
		"outside":           func(s *server) { s.part(image.Rect(60, 0, 70, 8), encodingRaw) },
		"copied from there": func(s *server) { s.part(image.Rect(0, 0, 8, 8), encodingCopyRect); s.Write([]byte{0, 60, 0, 0}) },
		"no size":           func(s *server) { s.part(image.Rectangle{}, encodingSize) },
		"an encoding":       func(s *server) { s.part(image.Rect(0, 0, 8, 8), 16) },
		"a control":         func(s *server) { s.part(image.Rect(0, 0, 8, 8), encodingTight); s.WriteByte(0xf0) },
		"a filter":          func(s *server) { s.part(image.Rect(0, 0, 8, 8), encodingTight); s.Write([]byte{tightFiltered << 4, 9}) },
		"no JPEG":           func(s *server) { s.part(image.Rect(0, 0, 8, 8), encodingTight); s.Write([]byte{tightJPEG << 4, 1, 1}) },
		"a colour": func(s *server) {
			s.part(image.Rect(0, 0, 2, 2), encodingTight)
			s.Write([]byte{tightFiltered << 4, filterPalette, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3})
		},
	} {
		s := newServer(t)
		s.begin(1)
		write(s)
		s.Write(make([]byte, 1000))
		if _, err := newScreen(t).update(&s.Buffer); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func FuzzUpdate(f *testing.F) {
	f.Add(everything(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := newScreen(t)
		if len(b) > 1<<12 {
			return
		}
		if _, err := s.update(bytes.NewReader(b)); err == nil && s.fb.Width*s.fb.Height > 1<<26 {
			t.Error("a screen of", s.fb.Width, s.fb.Height)
		}
	})
}
