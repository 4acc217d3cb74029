package framebuffer_test

import (
	"image"
	"testing"

	"beside.example/internal/framebuffer"
)

// TestAround checks that the parts and the hole make up the rectangle, without overlapping.
func TestAround(t *testing.T) {
	r := image.Rect(2, 3, 9, 8)
	for _, hole := range []image.Rectangle{
		{}, r, image.Rect(4, 5, 6, 7), image.Rect(0, 0, 5, 5), image.Rect(5, 5, 20, 20), image.Rect(0, 4, 20, 6), image.Rect(20, 20, 30, 30),
	} {
		parts := framebuffer.Around(r, hole)
		for y := r.Min.Y - 1; y <= r.Max.Y; y++ {
			for x := r.Min.X - 1; x <= r.Max.X; x++ {
				at, covers := image.Pt(x, y), 0
				for _, part := range parts {
					if at.In(part) {
						covers++
					}
				}
				want := 0
				if at.In(r) && !at.In(hole) {
					want = 1
				}
				if covers != want {
					t.Fatalf("hole %v: %v is in %d parts", hole, at, covers)
				}
			}
		}
	}
}

func TestWithout(t *testing.T) {
	region := framebuffer.Region{image.Rect(0, 0, 10, 10), image.Rect(20, 0, 30, 10)}
	left := region.Without(image.Rect(5, 0, 40, 10))
	if len(left) != 1 || left[0] != image.Rect(0, 0, 5, 10) {
		t.Errorf("there is %v left", left)
	}
	if all := region.Without(image.Rectangle{}); len(all) != len(region) {
		t.Errorf("without nothing there is %v left", all)
	}
}
