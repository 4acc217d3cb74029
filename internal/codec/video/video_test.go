package video

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
)

// scene draws a picture of a moving scene: soft hills, a box that moves, and noise.
func scene(width, height, n int) Picture {
	noise := rand.New(rand.NewPCG(uint64(n), 5))
	p := Picture{Pix: make([]byte, width*height*bytesPerPixel), Stride: width * bytesPerPixel}
	for y := range height {
		for x := range width {
			px := p.Pix[y*p.Stride+x*bytesPerPixel:]
			u, v := x+3*n, y+n
			px[0], px[1], px[2] = byte(u*v/90), byte(u*u/200+v), byte(v*v/150+noise.IntN(4))
			if x > 5*n && x < 5*n+20 && y > 10 && y < 30 {
				px[0], px[1], px[2] = 20, 200, byte(90+x)
			}
		}
	}
	return p
}

// pair is both ends of a stream.
type pair struct {
	*Encoder
	*Decoder
	width, height int
}

func newPair(t testing.TB, width, height int) *pair {
	t.Helper()
	e, err := NewEncoder(width, height)
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewDecoder(width, height)
	if err != nil {
		t.Fatal(err)
	}
	return &pair{e, d, width, height}
}

// send codes a picture, decodes it, checks that both ends agree and returns what the viewer sees.
func (p *pair) send(t testing.TB, from Picture, mask []bool, params Params) Picture {
	t.Helper()
	if err := p.Decode(p.Encode(nil, from, mask, params), mask); err != nil {
		t.Fatal(err)
	}
	want, got := Picture{make([]byte, len(from.Pix)), from.Stride}, Picture{make([]byte, len(from.Pix)), from.Stride}
	p.Encoder.Paint(want, nil)
	p.Decoder.Paint(got, nil)
	if !bytes.Equal(want.Pix, got.Pix) {
		t.Fatal("the ends differ")
	}
	return got
}

func TestRoundTrip(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {16, 16}, {17, 33}, {100, 70}, {161, 95}} {
		p := newPair(t, size[0], size[1])
		for n := range 6 {
			p.send(t, scene(size[0], size[1], n), nil, Params{Quantiser: n * 9, Slices: 1 + n/3})
		}
	}
}

func TestRefusesContinuationOfNothing(t *testing.T) {
	p := newPair(t, 50, 50)
	p.Encode(nil, scene(50, 50, 0), nil, Params{})
	second := p.Encode(nil, scene(50, 50, 1), nil, Params{})
	if err := p.Decode(second, nil); !errors.Is(err, ErrCorrupt) {
		t.Error(err)
	}
}
