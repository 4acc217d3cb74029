package damage

import (
	"bytes"
	"image"

	"beside.example/internal/framebuffer"
)

const (
	// blockSide is the side of the squares by which moved parts are told from the rest, in pixels.
	blockSide = 16
	// minTiles is how many tiles must have changed before a search for moves can pay.
	minTiles = 4
)

// MaxCopies is how many copies Find returns at most: enough for a page in several columns, little to check for a peer.
const MaxCopies = 256

// Copy tells that a part of the new picture stood elsewhere in the old one.
type Copy struct {
	// Dst is the part of the new picture.
	Dst image.Rectangle
	// Src is the top left corner of the same pixels in the old picture.
	Src image.Point
}

// Finder finds moved parts. It keeps its tables between calls, and is not safe for concurrent use. The zero value is ready.
type Finder struct {
	samples []sample
	table   []sample
	filter  []uint64
	votes   map[image.Point]int
	elected []image.Point
	matches int
	blocks  []blockState
	same    []bool
	open    []run
	row     []run
	copies  []Copy
}

// Find returns what of next, in the tiles of changed (in rising order), is a moved part of prev. Of each tile no more has changed than the
// part that parts holds at its number. All copies read the old picture.
// The result is valid until the next call.
func (f *Finder) Find(prev, next *framebuffer.Framebuffer, changed []int, parts []image.Rectangle) []Copy {
	f.copies = f.copies[:0]
	if len(changed) < minTiles {
		return nil
	}
	if f.votes == nil {
		f.votes = make(map[image.Point]int)
	}
	grid := next.Grid()
	var box image.Rectangle
	for _, t := range changed {
		box = box.Union(grid.Tile(t))
	}
	c := changes{prev: prev, next: next, tiles: changed, parts: parts}
	vectors, needed := f.scrolls(&c, box), furtherScroll
	if len(vectors) == 0 {
		vectors, needed = f.motions(&c, box), motionMinVotes
	}
	if len(vectors) == 0 {
		return nil
	}
	f.classify(next, changed, box)
	for i, v := range vectors {
		if i == 0 || f.stillExplains(prev, next, box, v, needed) {
			f.cover(prev, next, box, v)
		}
	}
	return f.copies
}

// stillExplains reports whether a move explains enough of the samples where no other one does. Lines of text are alike, so that moves from
// line to line get many votes besides the true one.
func (f *Finder) stillExplains(prev, next *framebuffer.Framebuffer, box image.Rectangle, v image.Point, needed int) bool {
	columns := blocksAlong(box.Dx())
	for _, s := range f.samples {
		at := s.at.Sub(box.Min)
		i := at.Y/blockSide*columns + at.X/blockSide
		if f.blocks[i] == blockTaken || f.stateOf(prev, next, box, i) != blockOpen {
			continue
		}
		if sameShifted(prev, next, image.Rectangle{Min: s.at, Max: s.at.Add(image.Pt(segment, 1))}, v) {
			if needed--; needed == 0 {
				return true
			}
		}
	}
	return false
}

// elect returns up to n moves in the order of their votes: the first needs at least first votes, the others further.
// That nothing moved is no move, however many votes it has.
func (f *Finder) elect(n, first, further int) []image.Point {
	out := f.elected[:0]
	delete(f.votes, image.Point{})
	for need := first; len(out) < n; need = further {
		best := f.leader()
		if f.votes[best] < need {
			break
		}
		out = append(out, best)
		delete(f.votes, best)
	}
	f.elected = out
	return out
}

// leader returns the move with the most votes, which is none without any.
func (f *Finder) leader() (best image.Point) {
	votes := 0
	for v, count := range f.votes {
		if count > votes || count == votes && before(v, best) {
			best, votes = v, count
		}
	}
	return best
}

// before orders moves with equal votes: shorter ones first, so that the same pictures always give the same update.
func before(a, b image.Point) bool {
	la, lb := a.X*a.X+a.Y*a.Y, b.X*b.X+b.Y*b.Y
	if la != lb {
		return la < lb
	}
	return a.Y < b.Y || a.Y == b.Y && a.X < b.X
}

// sameShifted reports whether r of next is what stands v before it in prev.
func sameShifted(prev, next *framebuffer.Framebuffer, r image.Rectangle, v image.Point) bool {
	src := r.Sub(v)
	if !src.In(prev.Bounds()) {
		return false
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		if !bytes.Equal(next.Row(y, r.Min.X, r.Max.X), prev.Row(y-v.Y, src.Min.X, src.Max.X)) {
			return false
		}
	}
	return true
}
