package codec

import (
	"encoding/binary"
	"image"
	"slices"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// copier moves parts of a picture. It keeps its scratch memory between calls.
type copier struct{ scratch []byte }

// apply moves the pixels of all copies at once: every source is read before any target is written. The copies must lie inside fb.
func (c *copier) apply(fb *framebuffer.Framebuffer, copies []damage.Copy) {
	if together(copies) {
		moveTogether(fb, copies)
		return
	}
	for _, backward := range [...]bool{false, true} {
		if sequential(copies, backward) {
			for i := range copies {
				moveInPlace(fb, inOrder(copies, i, backward))
			}
			return
		}
	}
	c.scratch = slices.Grow(c.scratch[:0], pixelsOf(copies)*framebuffer.BytesPerPixel)
	for _, m := range copies {
		for y := range m.Dst.Dy() {
			c.scratch = append(c.scratch, fb.Row(m.Src.Y+y, m.Src.X, m.Src.X+m.Dst.Dx())...)
		}
	}
	rest := c.scratch
	for _, m := range copies {
		for y := m.Dst.Min.Y; y < m.Dst.Max.Y; y++ {
			rest = rest[copy(fb.Row(y, m.Dst.Min.X, m.Dst.Max.X), rest):]
		}
	}
}

// pixelsOf returns how many pixels copies move.
func pixelsOf(copies []damage.Copy) int {
	pixels := 0
	for _, m := range copies {
		pixels += m.Dst.Dx() * m.Dst.Dy()
	}
	return pixels
}

// tooManyHeld reports whether copies would have to be held all at once, and are too many for that.
func tooManyHeld(copies []damage.Copy) bool {
	return pixelsOf(copies) > maxHeld && !together(copies) && !sequential(copies, false) && !sequential(copies, true)
}

// atMost returns as many of the copies as have together no more than the given number of pixels.
func atMost(copies []damage.Copy, pixels int) []damage.Copy {
	for i, m := range copies {
		if pixels -= m.Dst.Dx() * m.Dst.Dy(); pixels < 0 {
			return copies[:i]
		}
	}
	return copies
}

// affordable returns as many of the copies as an update may hold.
func affordable(copies []damage.Copy) []damage.Copy {
	copies = atMost(copies, MaxCopied)
	if tooManyHeld(copies) {
		return atMost(copies, maxHeld)
	}
	return copies
}

// maxSequential is up to how many copies it is worth to look for an order, which takes a comparison of each with each.
const maxSequential = 64

// together reports whether copies all move by the same vector and not only sideways, as what scrolls and what is dragged does.
func together(copies []damage.Copy) bool {
	if len(copies) < 2 {
		return false
	}
	shift := copies[0].Dst.Min.Sub(copies[0].Src)
	for _, m := range copies[1:] {
		if m.Dst.Min.Sub(m.Src) != shift {
			return false
		}
	}
	return shift.Y != 0
}

// moveTogether moves the pixels of copies that are together row by row, each row before it is overwritten: where copies overlap they agree.
func moveTogether(fb *framebuffer.Framebuffer, copies []damage.Copy) {
	var all image.Rectangle
	for _, m := range copies {
		all = all.Union(m.Dst)
	}
	down := copies[0].Dst.Min.Y > copies[0].Src.Y
	for i := range all.Dy() {
		y := all.Min.Y + i
		if down {
			y = all.Max.Y - 1 - i
		}
		for _, m := range copies {
			if from := m.Src.Y + y - m.Dst.Min.Y; y >= m.Dst.Min.Y && y < m.Dst.Max.Y {
				copy(fb.Row(y, m.Dst.Min.X, m.Dst.Max.X), fb.Row(from, m.Src.X, m.Src.X+m.Dst.Dx()))
			}
		}
	}
}

// inOrder returns the copy that is the i-th from the start or from the end.
func inOrder(copies []damage.Copy, i int, backward bool) damage.Copy {
	if backward {
		i = len(copies) - 1 - i
	}
	return copies[i]
}

// sequential reports whether copies may be done one after the other: none reads what one before it has written, and going backward none
// writes there either.
func sequential(copies []damage.Copy, backward bool) bool {
	if len(copies) > maxSequential {
		return false
	}
	for i := range copies {
		m := inOrder(copies, i, backward)
		src := image.Rectangle{Min: m.Src, Max: m.Src.Add(m.Dst.Size())}
		for j := range i {
			written := inOrder(copies, j, backward).Dst
			if written.Overlaps(src) || backward && written.Overlaps(m.Dst) {
				return false
			}
		}
	}
	return true
}

// moveInPlace moves the pixels of one copy, in the order in which no row is overwritten before it is read.
func moveInPlace(fb *framebuffer.Framebuffer, m damage.Copy) {
	size := m.Dst.Size()
	for i := range size.Y {
		y := i
		if m.Src.Y < m.Dst.Min.Y {
			y = size.Y - 1 - i
		}
		copy(fb.Row(m.Dst.Min.Y+y, m.Dst.Min.X, m.Dst.Max.X), fb.Row(m.Src.Y+y, m.Src.X, m.Src.X+size.X))
	}
}

// appendCopies writes the number of copies and the copies.
func appendCopies(b []byte, copies []damage.Copy) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(len(copies)))
	for _, m := range copies {
		for _, v := range [...]int{m.Dst.Min.X, m.Dst.Min.Y, m.Dst.Dx(), m.Dst.Dy(), m.Src.X, m.Src.Y} {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
	}
	return b
}

// readCopies appends to copies those at the head of body, after checking that they lie inside bounds.
func readCopies(copies []damage.Copy, bounds image.Rectangle, body *bodyReader) []damage.Copy {
	head := body.take(2)
	if head == nil {
		return copies
	}
	n := int(binary.BigEndian.Uint16(head))
	if n > damage.MaxCopies {
		body.fail("too many copies")
		return copies
	}
	pixels := 0
	for range n {
		b := body.take(copySize)
		if b == nil {
			return copies
		}
		field := func(i int) int { return int(binary.BigEndian.Uint16(b[2*i:])) }
		// Sixteen bits each: no sum overflows.
		size := image.Pt(field(2), field(3))
		dst := image.Rectangle{Min: image.Pt(field(0), field(1))}
		dst.Max = dst.Min.Add(size)
		src := image.Rectangle{Min: image.Pt(field(4), field(5))}
		src.Max = src.Min.Add(size)
		pixels += size.X * size.Y
		if dst.Empty() || !dst.In(bounds) || !src.In(bounds) || pixels > MaxCopied {
			body.fail("copy out of bounds")
			return copies
		}
		copies = append(copies, damage.Copy{Dst: dst, Src: src.Min})
	}
	if tooManyHeld(copies) {
		body.fail("copies in no order")
	}
	return copies
}
