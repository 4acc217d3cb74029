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

// Without returns the part of the region outside a hole, in a region of its own.
func (r Region) Without(hole image.Rectangle) Region { return r.AppendWithout(nil, hole) }

// AppendWithout appends the part of the region outside a hole to out, which must not be the region itself.
func (r Region) AppendWithout(out Region, hole image.Rectangle) Region {
	for _, rect := range r {
		for _, c := range Around(rect, hole) {
			if !c.Empty() {
				out = append(out, c)
			}
		}
	}
	return out
}

// Around returns what of r lies above, left of, right of and below a hole; some of these may be empty.
func Around(r, hole image.Rectangle) [4]image.Rectangle {
	hole = hole.Intersect(r)
	if hole.Empty() {
		return [4]image.Rectangle{r}
	}
	return [4]image.Rectangle{
		image.Rect(r.Min.X, r.Min.Y, r.Max.X, hole.Min.Y), image.Rect(r.Min.X, hole.Min.Y, hole.Min.X, hole.Max.Y),
		image.Rect(hole.Max.X, hole.Min.Y, r.Max.X, hole.Max.Y), image.Rect(r.Min.X, hole.Max.Y, r.Max.X, r.Max.Y),
	}
}
