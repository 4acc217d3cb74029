package video

import (
	"beside.example/internal/codec/rangecoder"
	"beside.example/internal/codec/video/samples"
)

// slice is one of the parts of a picture, some rows of macroblocks, that are coded apart from each other.
type slice struct {
	surroundings
	coder      rangecoder.Coder
	model      model
	row0, row1 int
	block      macroblock
	choice     levelChoice
	seeker     seeker
	values     samples.Frequencies
	out        []byte
	failed     bool
	// work is what the frame's levels cost so far, of mostWork.
	work, mostWork int
}

// stream is what both ends hold of a stream.
type stream struct {
	width, height    int // of the picture in pixels
	half             bool
	blocksX, blocksY int      // macroblocks
	current          *picture // in work
	before           *reference
	ready            bool // whether a frame may continue the one before
	slices           []*slice
	crew             crew
	// finishing and painting are finishSlice and paintSlice, kept so that a frame allocates nothing.
	finishing, painting func(*slice)
	// What Paint is called with, while it runs.
	canvas  Picture
	painted []bool
}

// start makes a stream of grey pictures of a size in pixels.
func (s *stream) start(width, height int, half bool) {
	s.width, s.height, s.half = width, height, half
	s.blocksX, s.blocksY = s.Blocks()
	if half {
		s.blocksX, s.blocksY = (s.blocksX+1)/2, (s.blocksY+1)/2
	}
	s.current, s.before = newPicture(s.blocksX, s.blocksY), newReference(s.blocksX, s.blocksY)
	s.finishing, s.painting = s.finishSlice, s.paintSlice
	s.divide(1, true)
}

// Blocks returns how many blocks of 16 × 16 pixels a mask has side by side and on top of each other.
func (s *stream) Blocks() (columns, rows int) {
	return (s.width + BlockSide - 1) / BlockSide, (s.height + BlockSide - 1) / BlockSide
}

// named tells whether a mask names a macroblock, or a part of it.
func (s *stream) named(mask []bool, bx, by int) bool {
	if mask == nil || !s.half {
		return mask == nil || mask[by*s.blocksX+bx]
	}
	columns, rows := s.Blocks()
	for y := 2 * by; y < min(2*by+2, rows); y++ {
		for x := 2 * bx; x < min(2*bx+2, columns); x++ {
			if mask[y*columns+x] {
				return true
			}
		}
	}
	return false
}

// Load makes the picture that the next frame continues from pixels that both ends have, instead of by a key frame.
func (s *stream) Load(from Picture) {
	for by := range s.blocksY {
		for bx := range s.blocksX {
			s.convert(s.current, from, bx, by)
		}
	}
	s.current.extend(0, s.blocksY)
	s.divide(1, true)
	s.ready = true
	s.finish()
}

// divide makes a number of slices of the picture, that know nothing if it is a new one, or if they are to forget.
func (s *stream) divide(n int, forget bool) {
	if len(s.slices) != n {
		forget = true
		s.slices = s.slices[:min(n, len(s.slices))]
		for len(s.slices) < n {
			s.slices = append(s.slices, &slice{surroundings: newSurroundings(s.blocksX)})
		}
		s.crew.resize(s.slices)
	}
	for i, c := range s.slices {
		c.row0, c.row1 = i*s.blocksY/n, (i+1)*s.blocksY/n
		c.work, c.mostWork = 0, maxWork*(c.row1-c.row0)/s.blocksY
		if forget {
			c.model = model{}
		}
	}
}

// leaveOut makes a macroblock that is not coded: it stays as it was, or becomes grey in a key frame.
func (s *stream) leaveOut(c *slice, bx, by int, key bool) {
	if key {
		s.current.clearBlock(bx, by)
	} else {
		s.current.copyBlock(s.before.picture, bx, by)
	}
	c.pass(bx)
}

// predict writes the prediction of a macroblock that moved into the current picture.
func (s *stream) predict(bx, by int, m *macroblock) {
	x, y := bx*BlockSide, by*BlockSide
	if m.kind != kindSplit {
		s.before.predictLuma(&s.current.luma, x, y, BlockSide, m.vectors[0])
		s.before.predictChroma(s.current, x/2, y/2, side, m.vectors[0])
		return
	}
	for i, v := range m.vectors {
		dx, dy := i&1*side, i/2*side
		s.before.predictLuma(&s.current.luma, x+dx, y+dy, side, v)
		s.before.predictChroma(s.current, (x+dx)/2, (y+dy)/2, side/2, v)
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
	s.current, s.before.picture = s.before.picture, s.current
	s.before.aim()
}

// finishSlice makes the half samples of a slice, which nobody needs of the picture before any more.
func (s *stream) finishSlice(c *slice) {
	s.before.interpolate(&s.current.luma, c.row0, c.row1, s.blocksY)
}
