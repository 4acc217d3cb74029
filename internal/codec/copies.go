package codec

import (
	"encoding/binary"
	"image"
	"iter"
	"slices"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// copier moves parts of a picture. It keeps its scratch memory between calls.
type copier struct{ scratch []byte }

// apply moves the pixels of all copies at once: every source is read before any target is written. The copies must lie inside fb.
func (c *copier) apply(fb *framebuffer.Framebuffer, copies []damage.Copy) {
	if sequential(slices.Values(copies), len(copies), false) {
		for _, m := range copies {
			moveInPlace(fb, m)
		}
		return
	}
	if sequential(backward(copies), len(copies), true) {
		for m := range backward(copies) {
			moveInPlace(fb, m)
		}
		return
	}
	size := 0
	for _, m := range copies {
		size += m.Dst.Dx() * m.Dst.Dy() * framebuffer.BytesPerPixel
	}
	c.scratch = slices.Grow(c.scratch[:0], size)
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

// maxSequential is up to how many copies it is worth to look for an order, which takes a comparison of each with each.
const maxSequential = 64

// sequential reports whether n copies may be done one after the other in this order: none reads what one before it has written, nor writes
// there if that is told apart.
func sequential(copies iter.Seq[damage.Copy], n int, apart bool) bool {
	if n > maxSequential {
		return false
	}
	var written [maxSequential]image.Rectangle
	done := 0
	for m := range copies {
		src := image.Rectangle{Min: m.Src, Max: m.Src.Add(m.Dst.Size())}
		for _, w := range written[:done] {
			if w.Overlaps(src) || apart && w.Overlaps(m.Dst) {
				return false
			}
		}
		written[done] = m.Dst
		done++
	}
	return true
}

// backward goes through copies from the last to the first.
func backward(copies []damage.Copy) iter.Seq[damage.Copy] {
	return func(yield func(damage.Copy) bool) {
		for i := len(copies) - 1; i >= 0; i-- {
			if !yield(copies[i]) {
				return
			}
		}
	}
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
	return copies
}
