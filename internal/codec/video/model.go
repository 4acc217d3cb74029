package video

import "beside.example/internal/codec/rangecoder"

// Contexts of levels.
const (
	classes    = 4  // of blocks: luma that moved, intra luma, chroma that moved, intra chroma
	bands      = 6  // groups of frequencies
	sums       = 7  // how large levels around are
	largeLevel = 15 // from where levels are coded as numbers
)

// model is what a slice has learned of how macroblocks are. Names in brackets are kinds of decisions, which are told apart by what is
// known of the neighbours; beyond the slice and the picture, and where the mask leaves something out, is nothing.
//
// A macroblock: unless in a key frame, [skip] whether it moved as foretold and has no levels, by how many of the ones to the left and
// above did; then [intra] whether it continues the samples around it, by the same of those.
//
// If it moved: [split] whether its quarters did apart; then the [vector] or four, Signed x and y in quarters of a sample, less what was
// foretold (foretell, foretellQuarter).
//
// If it is intra: the [modes] of its quarters, Tree of 2 bits, by that of the quarter to the left, and one for [chroma].
//
// Then the six transform blocks, four of luma, blue and red chroma: [coded] whether there are levels, by the classes of the numbers of
// levels to the left and above; [last] Tree of 6 bits, by the same, the place of the last in the zigzag; and from there down to the
// first, each in the light of its band of frequencies and of the sum of five levels around it: [zero] whether it is zero, which the last
// is not, [one] whether it is more than one, [more] in unary up to largeLevel whether it is more, [large] Unsigned what is beyond, and
// the sign as an even bit.
type model struct {
	skip   [3]rangecoder.Prob
	intra  [3]rangecoder.Prob
	split  rangecoder.Prob
	vector [2][2]rangecoder.Number // of macroblocks and of quarters, x and y
	modes  [modes + 1][1 << modeBits]rangecoder.Prob
	chroma [1 << modeBits]rangecoder.Prob

	coded [classes][2*countClasses - 1]rangecoder.Prob
	last  [classes][2*countClasses - 1][area]rangecoder.Prob
	zero  [classes][bands][sums]rangecoder.Prob
	one   [classes][bands][sums]rangecoder.Prob
	more  [classes][sums][largeLevel]rangecoder.Prob
	large rangecoder.Number
}

// code codes a macroblock, which is either given or filled.
func (s *slice) code(bx int, m *macroblock, key bool) {
	s.codeHead(bx, m, key)
	if m.kind == kindSkip {
		if s.coder.Decoding() {
			for i := range m.levels {
				m.levels[i].n = 0
			}
		}
		return
	}
	s.codeLevels(bx, m)
}

// codeHead codes how a macroblock is predicted.
func (s *slice) codeHead(bx int, m *macroblock, key bool) {
	c, above := &s.coder, s.aboveEdges[bx]
	if !key {
		if c.Bit(&s.model.skip[one(s.leftEdge.skip)+one(above.skip)], m.kind == kindSkip) {
			m.kind = kindSkip
			v := s.foretell(bx)
			m.vectors = [lumaBlocks]vector{v, v, v, v}
			return
		}
		if !c.Bit(&s.model.intra[one(s.leftEdge.intra)+one(above.intra)], m.kind == kindIntra) {
			s.codeVectors(bx, m)
			return
		}
	}
	m.kind = kindIntra
	m.vectors = [lumaBlocks]vector{}
	for i := range m.modes {
		m.modes[i] = mode(c.Tree(s.model.modes[s.modeBefore(i, m)][:], uint32(m.modes[i]), modeBits))
	}
	m.chromaMode = mode(c.Tree(s.model.chroma[:], uint32(m.chromaMode), modeBits))
}

// modeBefore returns the mode of the quarter to the left, one higher, or zero where that is none.
func (s *slice) modeBefore(i int, m *macroblock) int {
	switch {
	case i&1 == 1:
		return int(m.modes[i-1]) + 1
	case s.leftEdge.intra:
		return int(s.left[i/2].mode) + 1
	default:
		return 0
	}
}

// codeVectors codes how far a macroblock or its quarters moved.
func (s *slice) codeVectors(bx int, m *macroblock) {
	split := s.coder.Bit(&s.model.split, m.kind == kindSplit)
	if !split {
		m.kind = kindWhole
		v := s.codeVector(m.vectors[0], s.foretell(bx), 0)
		m.vectors = [lumaBlocks]vector{v, v, v, v}
		return
	}
	m.kind = kindSplit
	for i := range m.vectors {
		m.vectors[i] = s.codeVector(m.vectors[i], s.foretellQuarter(bx, i, &m.vectors), 1)
	}
}

func (s *slice) codeVector(v, foretold vector, context int) vector {
	n := &s.model.vector[context]
	v.x = foretold.x + int16(s.coder.Signed(&n[0], int(v.x-foretold.x)))
	v.y = foretold.y + int16(s.coder.Signed(&n[1], int(v.y-foretold.y)))
	return v
}

// codeLevels codes the levels of all blocks.
func (s *slice) codeLevels(bx int, m *macroblock) {
	intra := one(m.kind == kindIntra)
	for i := range m.levels {
		s.codeBlock(&m.levels[i], i/lumaBlocks*2+intra, s.around(bx, i, m))
	}
}

// around returns how many levels the blocks to the left of a transform block and above it have, as the sum of their classes.
func (s *slice) around(bx, i int, m *macroblock) int {
	if i >= lumaBlocks {
		i -= lumaBlocks
		return int(s.leftEdge.chroma[i] + s.aboveEdges[bx].chroma[i])
	}
	left, up := s.left[i/2].count, s.above[2*bx+1+i&1].count
	if i&1 == 1 {
		left = countClass(m.levels[i-1].n)
	}
	if i >= 2 {
		up = countClass(m.levels[i-2].n)
	}
	return int(left + up)
}

// magnitudes holds the levels of a block, each as largeMagnitude at most, in rows of 16, so that those to the right of the block and
// below it are zero.
type magnitudes [256]uint8

const (
	magnitudeStride = 16
	largeMagnitude  = 3
)

// around returns the class of how large the levels around a place are that are coded before it.
func (m *magnitudes) around(at uint8) uint8 {
	return sumClass[(m[at+1]+m[at+2]+m[at+magnitudeStride]+m[at+2*magnitudeStride]+m[at+magnitudeStride+1])&15]
}

// place is what is known of a place in the zigzag.
type place struct {
	at   uint8 // among the magnitudes
	band uint8
}

var places = makePlaces()

func makePlaces() (p [area]place) {
	for i, at := range frequencyOrder {
		x, y := int(at)%side, int(at)/side
		p[i] = place{at: uint8(y*magnitudeStride + x), band: bandOf(x + y)}
	}
	return p
}

// bandOf returns the band of a diagonal of frequencies.
func bandOf(diagonal int) uint8 {
	switch {
	case diagonal < 3:
		return uint8(diagonal)
	case diagonal < 5:
		return 3
	case diagonal < 8:
		return 4
	default:
		return 5
	}
}

// sumClass classes how large five levels around are together, each counted as largeMagnitude at most.
var sumClass = [16]uint8{0, 1, 2, 3, 4, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6}

// codeBlock codes the levels of a block from the last to the first, each in the light of those to the right and below.
func (s *slice) codeBlock(l *levels, class, neighbours int) {
	c, m := &s.coder, &s.model
	if !c.Bit(&m.coded[class][neighbours], l.n > 0) {
		l.n = 0
		return
	}
	last := int(c.Tree(m.last[class][neighbours][:], uint32(l.n-1), 6))
	l.n = last + 1
	s.work += l.n
	var around magnitudes
	for i := last; i >= 0; i-- {
		p := places[i&(area-1)]
		at := p.at
		sum := around.around(at)
		if i < last && c.Bit(&m.zero[class][p.band][sum], l.v[i] == 0) {
			l.v[i] = 0
			continue
		}
		size := int(max(l.v[i], -l.v[i]))
		n := 1
		if c.Bit(&m.one[class][p.band][sum], size > 1) {
			n = 2
			for n < largeLevel && c.Bit(&m.more[class][sum][n-1], size > n) {
				n++
			}
			if n == largeLevel {
				n += int(c.Unsigned(&m.large, uint32(max(0, size-largeLevel))))
			}
		}
		s.work += min(n, largeLevel) - 1
		around[at] = uint8(min(n, largeMagnitude))
		n = min(n, levelMax)
		if c.Even(uint32(one(l.v[i] < 0)), 1) == 1 {
			n = -n
		}
		l.v[i] = int16(n)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
