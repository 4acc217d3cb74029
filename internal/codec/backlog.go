package codec

import (
	"image"
	"slices"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// backlog keeps which tiles the decoder still lacks, and in which order they are to be coded. Every encoder has one.
type backlog struct {
	// dirty marks tiles in which the decoder's picture may differ from the last one given.
	dirty []bool
	// parts holds for each dirty tile where in it that may be: what is not looked at need not be fetched from memory, which is what a small
	// change after a pause costs most. Of other tiles it is empty.
	parts []image.Rectangle
	// fresh are the tiles that a call's damage made dirty.
	fresh []int
	// first are the tiles that go before all others.
	first []int
	// unknown marks tiles that were never coded since the keyframe: nothing is known of the decoder's pixels there.
	unknown []bool
	// must marks dirty tiles that are to be coded whether they differ or not.
	must        []bool
	unknownLeft int
	dirtyLeft   int
	// next is the tile at which the next update goes on, so that a small limit does not starve the tiles at the end.
	next    int
	changed []int
	order   []int
}

// restart makes all tiles of a grid dirty and unknown.
func (b *backlog) restart(grid framebuffer.Grid) {
	n := grid.Tiles()
	b.dirty, b.parts, b.unknown, b.must = resized(b.dirty, n), resized(b.parts, n), resized(b.unknown, n), resized(b.must, n)
	b.fresh = b.fresh[:0]
	for i := range n {
		b.dirty[i], b.parts[i], b.unknown[i], b.must[i] = true, grid.Tile(i), true, false
	}
	b.unknownLeft, b.dirtyLeft = n, n
	b.next = 0
}

// resized returns a slice of length n, s itself if it is large enough.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// mark makes the tiles dirty that damaged touches.
func (b *backlog) mark(grid framebuffer.Grid, damaged framebuffer.Region) {
	b.fresh = b.fresh[:0]
	for _, rect := range damaged {
		for i, part := range grid.Under(rect) {
			if !b.dirty[i] {
				b.dirty[i] = true
				b.fresh = append(b.fresh, i)
			}
			b.parts[i] = b.parts[i].Union(part)
		}
	}
	slices.Sort(b.fresh)
}

// force makes a tile dirty that is to be coded in any case.
func (b *backlog) force(tile int) { b.dirty[tile], b.must[tile] = true, true }

// forget makes a tile dirty and unknown again.
func (b *backlog) forget(grid framebuffer.Grid, tile int) {
	b.dirty[tile], b.parts[tile] = true, grid.Tile(tile)
	if !b.unknown[tile] {
		b.unknown[tile] = true
		b.unknownLeft++
	}
}

// prefer says which part of the picture goes before all others, its middle first.
func (b *backlog) prefer(grid framebuffer.Grid, part image.Rectangle) {
	b.first = b.first[:0]
	part = part.Intersect(image.Rect(0, 0, grid.Width, grid.Height))
	if part.Empty() {
		return
	}
	const side = framebuffer.TileSide
	tiles := image.Rect(part.Min.X/side, part.Min.Y/side, (part.Max.X+side-1)/side, (part.Max.Y+side-1)/side)
	middle := tiles.Min.Add(tiles.Max.Sub(image.Pt(1, 1))).Div(2)
	for away := range max(tiles.Dx(), tiles.Dy()) {
		for y := tiles.Min.Y; y < tiles.Max.Y; y++ {
			for x := tiles.Min.X; x < tiles.Max.X; x++ {
				if max(abs(x-middle.X), abs(y-middle.Y)) == away {
					b.first = append(b.first, y*grid.Columns()+x)
				}
			}
		}
	}
}

// findChanged lists the dirty tiles in which fb really differs from shown, and cleans the others.
func (b *backlog) findChanged(shown, fb *framebuffer.Framebuffer) {
	b.changed = b.changed[:0]
	for i, dirty := range b.dirty {
		if !dirty {
			continue
		}
		if b.unknown[i] || b.must[i] || damage.Differs(shown, fb, b.parts[i]) {
			b.changed = append(b.changed, i)
		} else {
			b.clean(i)
		}
	}
	b.dirtyLeft = len(b.changed)
	if b.dirtyLeft == 0 {
		b.next = 0
	}
}

// clean notes that a tile is as it should be.
func (b *backlog) clean(tile int) {
	b.dirty[tile], b.must[tile], b.parts[tile] = false, false, image.Rectangle{}
}

// maxEcho is how many tiles a small change touches at most: a letter, a caret, a button, an open menu.
const maxEcho = 12

// inOrder returns the changed tiles in the order in which they are to be coded: from where the last update ended and round, so that
// none starves. A small change goes before that, as the first echo tiles, since it is likely the answer to somebody's hand, who need not
// wait until a large picture is through.
func (b *backlog) inOrder() (order []int, echo int) {
	first, _ := slices.BinarySearch(b.changed, b.next)
	b.order = append(b.order[:0], b.first...)
	if len(b.fresh) <= maxEcho {
		b.order = append(b.order, b.fresh...)
	}
	echo = len(b.order)
	b.order = append(b.order, b.changed[first:]...)
	b.order = append(b.order, b.changed[:first]...)
	return b.order, echo
}

// settle notes that a dirty tile is coded, and reports whether it was unknown until now.
func (b *backlog) settle(tile int) (unknown bool) {
	b.clean(tile)
	b.dirtyLeft--
	unknown = b.unknown[tile]
	if unknown {
		b.unknown[tile] = false
		b.unknownLeft--
	}
	return unknown
}
