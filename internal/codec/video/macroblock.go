package video

// kind is how a macroblock is coded.
type kind uint8

const (
	kindSkip  kind = iota // as the neighbours moved, without levels
	kindWhole             // moved as a whole
	kindSplit             // its quarters moved apart
	kindIntra             // from the pixels around
)

// macroblock is what the bytes tell of a macroblock.
type macroblock struct {
	kind    kind
	vectors [lumaBlocks]vector
	// modes are how the quarters' luma, and chroma, continue the pixels around them when the kind is kindIntra.
	modes      [lumaBlocks]mode
	chromaMode mode
	levels     [allBlocks]levels
}

// coded tells whether any level is not zero.
func (m *macroblock) coded() bool {
	n := 0
	for i := range m.levels {
		n |= m.levels[i].n
	}
	return n != 0
}

// cell is what later blocks need to know of a quarter of a macroblock.
type cell struct {
	v     vector
	inter bool
	mode  mode
	count uint8 // class of how many levels its luma has
}

// edge is what later macroblocks need to know of one as a whole.
type edge struct {
	skip, intra bool
	chroma      [2]uint8
}

// surroundings are what is known of the neighbours in a slice: the row above and the block to the left.
type surroundings struct {
	above      []cell // from one cell left of the picture to two cells right of it
	aboveEdges []edge
	left       [2]cell
	leftEdge   edge
	corner     cell
}

func newSurroundings(blocksX int) surroundings {
	return surroundings{above: make([]cell, 2*blocksX+3), aboveEdges: make([]edge, blocksX)}
}

// begin forgets everything, at the start of a slice.
func (s *surroundings) begin() {
	clear(s.above)
	clear(s.aboveEdges)
	s.beginRow()
}

func (s *surroundings) beginRow() {
	s.left, s.leftEdge, s.corner = [2]cell{}, edge{}, cell{}
}

// leave remembers a macroblock for those after it.
func (s *surroundings) leave(bx int, m *macroblock) {
	var cells [lumaBlocks]cell
	intra := m.kind == kindIntra
	for i := range cells {
		cells[i] = cell{v: m.vectors[i], inter: !intra, mode: m.modes[i], count: countClass(m.levels[i].n)}
	}
	e := edge{skip: m.kind == kindSkip, intra: intra}
	for i := range e.chroma {
		e.chroma[i] = countClass(m.levels[lumaBlocks+i].n)
	}
	s.remember(bx, &cells, e)
}

// pass remembers that a macroblock is not coded at all.
func (s *surroundings) pass(bx int) {
	s.remember(bx, &[lumaBlocks]cell{}, edge{skip: true})
}

func (s *surroundings) remember(bx int, cells *[lumaBlocks]cell, e edge) {
	above := s.above[2*bx+1:][:2]
	s.corner = above[1]
	above[0], above[1] = cells[2], cells[3]
	s.left[0], s.left[1] = cells[1], cells[3]
	s.leftEdge, s.aboveEdges[bx] = e, e
}

const (
	// countClasses are none, few and many levels.
	countClasses = 3
	// manyLevels is from how many levels on a block counts as having many.
	manyLevels = 7
)

func countClass(n int) uint8 {
	switch {
	case n == 0:
		return 0
	case n < manyLevels:
		return 1
	default:
		return 2
	}
}

// foretell returns the vector that the neighbours let expect for a macroblock: the median of those to the left, above, and above to the
// right or else to the left.
func (s *surroundings) foretell(bx int) vector {
	above := s.above[2*bx:][:4]
	return middle(s.left[0], above[1], or(above[3], s.corner))
}

// foretellQuarter returns the same for a quarter, whose earlier ones are known.
func (s *surroundings) foretellQuarter(bx, i int, known *[lumaBlocks]vector) vector {
	above := s.above[2*bx:][:4]
	own := func(i int) cell { return cell{v: known[i], inter: true} }
	switch i {
	case 0:
		return middle(s.left[0], above[1], or(above[2], s.corner))
	case 1:
		return middle(own(0), above[2], or(above[3], above[1]))
	case 2:
		return middle(s.left[1], own(0), own(1))
	default:
		return middle(own(2), own(1), own(0))
	}
}

func or(a, b cell) cell {
	if a.inter {
		return a
	}
	return b
}

// middle returns the median of three vectors, of which those of blocks that did not move count as zero, or the only one.
func middle(a, b, c cell) vector {
	switch {
	case a.inter && !b.inter && !c.inter:
		return a.v
	case b.inter && !a.inter && !c.inter:
		return b.v
	case c.inter && !a.inter && !b.inter:
		return c.v
	}
	return vector{median(a.v.x, b.v.x, c.v.x), median(a.v.y, b.v.y, c.v.y)}
}

func median(a, b, c int16) int16 { return max(min(a, b), min(max(a, b), c)) }
