package video

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// scene draws a picture of a moving scene: soft hills that pass by, a box that moves over them, and noise.
func scene(width, height, n int) Picture {
	noise := rand.New(rand.NewPCG(uint64(n), 5))
	p := Picture{Pix: make([]byte, width*height*bytesPerPixel), Stride: width * bytesPerPixel}
	for y := range height {
		for x := range width {
			px := p.Pix[y*p.Stride+x*bytesPerPixel:]
			u, v := float64(x+3*n), float64(y+n)
			px[0] = byte(128 + 90*math.Sin(u/17)*math.Cos(v/23))
			px[1] = byte(120 + 60*math.Sin(u/31+v/9) + float64(noise.IntN(6)))
			px[2] = byte(100 + 70*math.Cos(u/13))
			if x > 5*n && x < 5*n+20 && y > 10 && y < 30 {
				px[0], px[1], px[2] = 20, 200, byte(90+(x-5*n))
			}
		}
	}
	return p
}

// blank returns a black picture of the size of another.
func blank(p Picture) Picture { return Picture{make([]byte, len(p.Pix)), p.Stride} }

// pair is both ends of a stream.
type pair struct {
	encoder *Encoder
	decoder *Decoder
	bytes   int
}

func newPair(t testing.TB, width, height int, half bool) *pair {
	t.Helper()
	e, err := newEncoder(width, height, half)
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDecoder(width, height, half)
	if err != nil {
		t.Fatal(err)
	}
	return &pair{encoder: e, decoder: d}
}

// encode codes a picture.
func encode(e *Encoder, dst []byte, from Picture, mask []bool, params Params) []byte {
	e.Take(from, mask)
	return e.Encode(dst, params)
}

// send codes a picture, decodes it, checks that both ends agree and returns what the viewer sees.
func (p *pair) send(t testing.TB, from Picture, mask []bool, params Params) Picture {
	t.Helper()
	coded := encode(p.encoder, nil, from, mask, params)
	p.bytes = len(coded)
	if err := p.decoder.Decode(coded, mask); err != nil {
		t.Fatal(err)
	}
	want, got := blank(from), blank(from)
	p.encoder.Paint(want, nil)
	p.decoder.Paint(got, nil)
	if !bytes.Equal(want.Pix, got.Pix) {
		t.Fatal("the ends differ")
	}
	return got
}

// distance returns the signal to noise ratio between two pictures, in decibels.
func distance(a, b Picture) float64 {
	sum := 1e-9
	for i := range a.Pix {
		if i%bytesPerPixel < 3 {
			d := float64(a.Pix[i]) - float64(b.Pix[i])
			sum += d * d
		}
	}
	return 10 * math.Log10(255*255*float64(len(a.Pix)*3/4)/sum)
}

func TestRoundTrip(t *testing.T) {
	for _, half := range []bool{false, true} {
		for _, size := range [][2]int{{1, 1}, {2, 1}, {16, 16}, {17, 33}, {100, 70}, {161, 95}} {
			p := newPair(t, size[0], size[1], half)
			for n := range 6 {
				p.send(t, scene(size[0], size[1], n), nil, Params{Quantiser: n * 9, Slices: 1 + n/3})
			}
		}
	}
}

// TestNear wants pictures that are near what they show, for few bytes.
func TestNear(t *testing.T) {
	for _, c := range []struct {
		half      bool
		quantiser int
		near      float64
		bytes     int
	}{{false, 0, 38, 30_000}, {false, 24, 36, 4_500}, {false, 40, 30, 800}, {true, 16, 29, 2_500}} {
		p := newPair(t, 200, 150, c.half)
		sum := 0
		for n := range 6 {
			picture := scene(200, 150, n)
			got := distance(picture, p.send(t, picture, nil, Params{Quantiser: c.quantiser}))
			if got < c.near {
				t.Errorf("quantiser %d: picture %d is at %.1f dB", c.quantiser, n, got)
			}
			if n > 0 {
				sum += p.bytes
			}
		}
		if sum/5 > c.bytes {
			t.Errorf("quantiser %d: %d bytes a picture", c.quantiser, sum/5)
		}
	}
}

// TestMask checks that what the mask leaves out keeps its pixels and costs nearly nothing.
func TestMask(t *testing.T) {
	for _, half := range []bool{false, true} {
		p := newPair(t, 150, 100, half)
		columns, rows := p.encoder.Blocks()
		mask := make([]bool, columns*rows)
		mask[3*columns+2] = true
		first := p.send(t, scene(150, 100, 0), nil, Params{Quantiser: 20})
		whole := p.bytes
		second := p.send(t, scene(150, 100, 5), mask, Params{Quantiser: 20})
		if p.bytes > whole/8 {
			t.Errorf("%d bytes of %d for a block", p.bytes, whole)
		}
		at := (100-1)*first.Stride + 10
		if !bytes.Equal(first.Pix[:at%first.Stride], second.Pix[:at%first.Stride]) {
			t.Error("what the mask leaves out has changed")
		}
		painted := blank(first)
		p.decoder.Paint(painted, mask)
		box := 0
		for i := 0; i < len(painted.Pix); i += bytesPerPixel {
			if painted.Pix[i]|painted.Pix[i+1]|painted.Pix[i+2] != 0 {
				box++
			}
		}
		if box != BlockSide*BlockSide {
			t.Errorf("%d pixels painted", box)
		}
	}
}

// TestKeyFrame wants a key frame, even one with a mask, to be the same to a fresh decoder.
func TestKeyFrame(t *testing.T) {
	p := newPair(t, 90, 60, false)
	columns, rows := p.encoder.Blocks()
	mask := make([]bool, columns*rows)
	mask[1] = true
	p.send(t, scene(90, 60, 0), nil, Params{Quantiser: 20})
	p.send(t, scene(90, 60, 1), nil, Params{Quantiser: 20})
	fresh, err := NewDecoder(90, 60)
	if err != nil {
		t.Fatal(err)
	}
	p.decoder = fresh
	p.send(t, scene(90, 60, 2), mask, Params{Quantiser: 20, Key: true})
	p.send(t, scene(90, 60, 3), nil, Params{Quantiser: 20})
}

// TestLoad wants a loaded picture to spare the key frame.
func TestLoad(t *testing.T) {
	p := newPair(t, 90, 60, false)
	picture := scene(90, 60, 0)
	p.encoder.Load(picture)
	p.decoder.Load(picture)
	p.send(t, picture, nil, Params{Quantiser: 30, Slices: 2})
	if p.bytes > 20 {
		t.Errorf("%d bytes for nothing new", p.bytes)
	}
}

// TestSlices changes the number of slices in the middle of a stream.
func TestSlices(t *testing.T) {
	p := newPair(t, 160, 200, false)
	for n := range 4 {
		p.send(t, scene(160, 200, n), nil, Params{Quantiser: 22, Slices: 1 + n%3})
	}
}

func TestNoAllocation(t *testing.T) {
	p := newPair(t, 160, 120, false)
	pictures := []Picture{scene(160, 120, 0), scene(160, 120, 1)}
	var buffer []byte
	n := 0
	step := func() {
		n++
		buffer = encode(p.encoder, buffer[:0], pictures[n%2], nil, Params{Quantiser: 20, Slices: 2})
		if err := p.decoder.Decode(buffer, nil); err != nil {
			t.Fatal(err)
		}
	}
	for range 4 {
		step()
	}
	if got := testing.AllocsPerRun(10, step); got > 0.5 {
		t.Errorf("%v allocations a frame", got)
	}
}

func TestRefusesContinuationOfNothing(t *testing.T) {
	p := newPair(t, 50, 50, false)
	encode(p.encoder, nil, scene(50, 50, 0), nil, Params{})
	second := encode(p.encoder, nil, scene(50, 50, 1), nil, Params{})
	if err := p.decoder.Decode(second, nil); !errors.Is(err, ErrCorrupt) {
		t.Error(err)
	}
}
