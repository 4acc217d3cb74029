package video

import "beside.example/internal/codec/rangecoder"

// slice is one of the parts of a picture, some rows of macroblocks, that are coded apart from each other.
type slice struct {
	surroundings
	coder      rangecoder.Coder
	model      model
	row0, row1 int
	block      macroblock
	choice     levelChoice
	seeker     seeker
	source     sourceBlock
	values     block8
	out        []byte
	failed     bool
}

// stream is what both ends hold of a stream.
type stream struct {
	width, height    int // of the picture in pixels
	blocksX, blocksY int
	current, before  *reference
	slices           []*slice
	crew             crew
	// finishing is finishSlice, kept so that a frame allocates nothing.
	finishing func(*slice)
}

// start makes a stream of grey pictures of a size in pixels.
func (s *stream) start(width, height int) {
	s.width, s.height = width, height
	s.blocksX, s.blocksY = (width+BlockSide-1)/BlockSide, (height+BlockSide-1)/BlockSide
	s.current, s.before = newReference(s.blocksX, s.blocksY), newReference(s.blocksX, s.blocksY)
	s.current.clear()
	s.before.clear()
	s.finishing = s.finishSlice
}

// Blocks returns how many macroblocks stand side by side and on top of each other.
func (s *stream) Blocks() (x, y int) { return s.blocksX, s.blocksY }

// divide makes a number of slices of the picture.
func (s *stream) divide(n int) {
	if len(s.slices) == n {
		return
	}
	for len(s.slices) < n {
		s.slices = append(s.slices, &slice{surroundings: newSurroundings(s.blocksX)})
	}
	s.slices = s.slices[:n]
	for i, c := range s.slices {
		c.row0, c.row1 = i*s.blocksY/n, (i+1)*s.blocksY/n
	}
	s.crew.resize(s.slices)
}

// forget makes all slices know nothing.
func (s *stream) forget() {
	for _, c := range s.slices {
		c.model = model{}
	}
}

// predict writes the prediction of a macroblock that moved into the current picture.
func (s *stream) predict(bx, by int, m *macroblock) {
	x, y := bx*BlockSide, by*BlockSide
	if m.kind != kindSplit {
		s.before.predictLuma(&s.current.luma, x, y, BlockSide, m.vectors[0])
		s.before.predictChroma(s.current.picture, x/2, y/2, side, m.vectors[0])
		return
	}
	for i, v := range m.vectors {
		dx, dy := i&1*side, i/2*side
		s.before.predictLuma(&s.current.luma, x+dx, y+dy, side, v)
		s.before.predictChroma(s.current.picture, (x+dx)/2, (y+dy)/2, side/2, v)
	}
}

// target returns the plane of a transform block and where it lies in it.
func (s *stream) target(bx, by, i int) (p *plane, x, y int) {
	if i >= lumaBlocks {
		return &s.current.chroma[i-lumaBlocks], bx * side, by * side
	}
	return &s.current.luma, bx*BlockSide + i&1*side, by*BlockSide + i/2*side
}

// restore makes a macroblock of its plan.
func (s *stream) restore(c *slice, bx, by int, m *macroblock, q *quantiser) {
	if m.kind != kindIntra {
		s.predict(bx, by, m)
	}
	for i := range m.levels {
		p, x, y := s.target(bx, by, i)
		if m.kind == kindIntra {
			s.continueBlock(c, bx, by, i, m)
		}
		m.levels[i].restoreInto(p.from(x, y), p.stride, q[i/lumaBlocks])
	}
}

// continueBlock writes what a transform block of a macroblock of kindIntra continues.
func (s *stream) continueBlock(c *slice, bx, by, i int, m *macroblock) {
	p, x, y := s.target(bx, by, i)
	how := m.chromaMode
	if i < lumaBlocks {
		how = m.modes[i]
	}
	p.continueBlock(x, y, how, by > c.row0 || i < lumaBlocks && i >= 2, bx > 0 || i < lumaBlocks && i&1 == 1)
}

// finish makes the current picture the one before, when all slices of it are there with their edges.
func (s *stream) finish() {
	s.crew.run(s.finishing)
	s.current, s.before = s.before, s.current
}

// finishSlice makes the half samples of a slice.
func (s *stream) finishSlice(c *slice) {
	s.current.interpolate(c.row0, c.row1, s.blocksY)
}
