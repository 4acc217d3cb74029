package damage

import (
	"image"
	"math/rand/v2"
	"testing"

	"beside.example/internal/framebuffer"
)

func newPicture(t testing.TB, width, height int) *framebuffer.Framebuffer {
	t.Helper()
	fb, err := framebuffer.New(width, height)
	if err != nil {
		t.Fatal(err)
	}
	return fb
}

func clone(fb *framebuffer.Framebuffer) *framebuffer.Framebuffer {
	out := *fb
	out.Pix = append([]byte(nil), fb.Pix...)
	return &out
}

func TestChanged(t *testing.T) {
	prev := newPicture(t, 70, 40)
	r := image.Rect(3, 5, 66, 38)
	for name, test := range map[string]struct {
		pixels []image.Point
		want   image.Rectangle
	}{
		"nothing":         {nil, image.Rectangle{}},
		"outside":         {[]image.Point{{2, 5}, {66, 10}, {30, 4}, {30, 38}}, image.Rectangle{}},
		"first":           {[]image.Point{{3, 5}}, image.Rect(3, 5, 4, 6)},
		"last":            {[]image.Point{{65, 37}}, image.Rect(65, 37, 66, 38)},
		"odd and even":    {[]image.Point{{10, 20}, {13, 9}}, image.Rect(10, 9, 14, 21)},
		"opposite":        {[]image.Point{{3, 37}, {65, 5}}, r},
		"inside and edge": {[]image.Point{{2, 7}, {30, 30}, {31, 30}, {66, 31}}, image.Rect(30, 30, 32, 31)},
	} {
		next := clone(prev)
		for i := 3; i < len(next.Pix); i += framebuffer.BytesPerPixel {
			next.Pix[i] = 0x55 // means nothing
		}
		for _, p := range test.pixels {
			next.Row(p.Y, p.X, p.X+1)[1] = 1
		}
		if got := Changed(prev, next, r); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
		if Differs(prev, next, r) == test.want.Empty() {
			t.Errorf("%s: wrong whether it differs", name)
		}
	}
}

// noise fills r with pixels that are not found twice.
func noise(fb *framebuffer.Framebuffer, r image.Rectangle, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 0))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := fb.Row(y, r.Min.X, r.Max.X)
		for i := range row {
			row[i] = byte(random.Uint32())
		}
	}
}

// move copies dst of to from what stands v before it in from.
func move(to, from *framebuffer.Framebuffer, dst image.Rectangle, v image.Point) {
	for y := dst.Min.Y; y < dst.Max.Y; y++ {
		copy(to.Row(y, dst.Min.X, dst.Max.X), from.Row(y-v.Y, dst.Min.X-v.X, dst.Max.X-v.X))
	}
}

func BenchmarkChangedEqual(b *testing.B) {
	prev := newPicture(b, 1920, 1080)
	next := clone(prev)
	grid := prev.Grid()
	b.SetBytes(int64(len(prev.Pix)))
	for b.Loop() {
		for i := range grid.Tiles() {
			if !Changed(prev, next, grid.Tile(i)).Empty() {
				b.Fatal("changed")
			}
		}
	}
}
