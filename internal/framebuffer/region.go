package framebuffer

import "image"

// Region is a set of pixels as rectangles, which may overlap. The nil region is empty.
type Region []image.Rectangle

// Bounds returns the smallest rectangle around the region.
func (r Region) Bounds() image.Rectangle {
	var b image.Rectangle
	for _, rect := range r {
		b = b.Union(rect)
	}
	return b
}

// Empty reports whether no pixel is in the region.
func (r Region) Empty() bool { return r.Bounds().Empty() }

// Clip returns the part of the region inside bounds, in a region of its own.
func (r Region) Clip(bounds image.Rectangle) Region {
	var out Region
	for _, rect := range r {
		if c := rect.Intersect(bounds); !c.Empty() {
			out = append(out, c)
		}
	}
	return out
}
