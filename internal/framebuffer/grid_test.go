package framebuffer

import (
	"image"
	"maps"
	"testing"
)

func TestGrid(t *testing.T) {
	g := Grid{Width: 130, Height: 64}
	if g.Columns() != 3 || g.Rows() != 1 || g.Tiles() != 3 {
		t.Fatalf("%d × %d tiles", g.Columns(), g.Rows())
	}
	if got := g.Tile(2); got != image.Rect(128, 0, 130, 64) {
		t.Fatalf("tile 2 is %v", got)
	}
	area := 0
	for i := range g.Tiles() {
		area += g.Tile(i).Dx() * g.Tile(i).Dy()
	}
	if area != g.Width*g.Height {
		t.Fatalf("the tiles have %d pixels", area)
	}
}

func TestGridUnder(t *testing.T) {
	g := Grid{Width: 200, Height: 130}
	for _, test := range []struct {
		rect image.Rectangle
		want map[int]image.Rectangle
	}{
		{image.Rect(63, 63, 65, 64), map[int]image.Rectangle{0: image.Rect(63, 63, 64, 64), 1: image.Rect(64, 63, 65, 64)}},
		{image.Rect(190, 129, 999, 999), map[int]image.Rectangle{10: image.Rect(190, 129, 192, 130), 11: image.Rect(192, 129, 200, 130)}},
		{image.Rect(-9, -9, 0, 0), nil},
		{image.Rectangle{}, nil},
	} {
		if got := maps.Collect(g.Under(test.rect)); !maps.Equal(got, test.want) {
			t.Errorf("under %v lie %v", test.rect, got)
		}
	}
	for range g.Under(image.Rect(0, 0, 200, 130)) {
		break // as anybody may
	}
}

func TestSizes(t *testing.T) {
	for _, size := range []image.Point{{0, 1}, {1, 0}, {-1, 5}, {MaxSide + 1, 1}, {6001, 6000}} {
		if _, err := New(size.X, size.Y); err == nil {
			t.Errorf("%v was accepted", size)
		}
	}
	fb, err := New(3, 2)
	if err != nil {
		t.Fatal(err)
	}
	fb.Pix[0] = 1
	if err := fb.Resize(0, 2); err == nil || fb.Width != 3 || fb.Pix[0] != 1 {
		t.Error("a refused size changed the framebuffer")
	}
	if err := fb.Resize(2, 2); err != nil || len(fb.Pix) != 16 || fb.Pix[0] != 0 {
		t.Error("not black after a new size")
	}
	if err := fb.Resize(1, 1); err != nil || cap(fb.Pix) >= 16 {
		t.Errorf("%d bytes are kept for one pixel", cap(fb.Pix))
	}
}

func TestRegion(t *testing.T) {
	r := Region{image.Rect(0, 0, 10, 10), image.Rect(20, 20, 30, 30)}
	if got := r.Bounds(); got != image.Rect(0, 0, 30, 30) {
		t.Errorf("bounds %v", got)
	}
	if got := r.Clip(image.Rect(5, 5, 15, 15)); len(got) != 1 || got[0] != image.Rect(5, 5, 10, 10) {
		t.Errorf("clipped %v", got)
	}
	if !(Region{{}}).Empty() || r.Empty() {
		t.Error("wrong about emptiness")
	}
}
