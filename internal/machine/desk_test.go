package machine

import (
	"image"
	"testing"
)

// TestCorner: pop-ups stand above each other at the corner, then in a column beside it, and never beyond the display.
func TestCorner(t *testing.T) {
	small, large := image.Pt(424, 252), image.Pt(848, 504)
	hd, low := image.Rect(0, 0, 1920, 1080), image.Rect(100, 50, 1466, 818)
	for _, c := range []struct {
		free  image.Rectangle
		size  image.Point
		place int
		want  image.Point
	}{
		{hd, small, 0, image.Pt(1484, 816)},
		{hd, small, 2, image.Pt(1484, 288)},
		{low, small, 1, image.Pt(1030, 290)},
		{low, small, 2, image.Pt(594, 554)},
		{hd, large, 1, image.Pt(1060, 48)},
		{low, large, 0, image.Pt(606, 302)},
		{low, large, 2, image.Pt(100, 302)},
	} {
		if got := corner(c.free, c.size, c.place); got != c.want {
			t.Errorf("place %d of %v on %v is at %v, want %v", c.place, c.size, c.free, got, c.want)
		}
	}
}
