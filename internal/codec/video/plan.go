package video

import "beside.example/internal/codec/video/samples"

// plan decides how a macroblock is coded, and makes it in the current picture.
func (e *Encoder) plan(c *slice, bx, by int) {
	m := &c.block
	s := &c.seeker
	s.x, s.y = bx*BlockSide, by*BlockSide
	if e.key {
		e.intraCost(c, bx, by, m)
		e.planIntra(c, bx, by, m)
		return
	}
	inter := s.search(c, bx, m)
	if inter > s.bit*intraBits && e.intraCost(c, bx, by, m) < inter {
		e.planIntra(c, bx, by, m)
		return
	}
	e.predict(bx, by, m)
	for i := range m.levels {
		e.planBlock(c, bx, by, i, m)
	}
	if m.kind == kindWhole && m.vectors[0] == c.foretell(bx) && !m.coded() {
		m.kind = kindSkip
	}
}

func (e *Encoder) planIntra(c *slice, bx, by int, m *macroblock) {
	m.kind, m.vectors = kindIntra, [lumaBlocks]vector{}
	for i := range m.levels {
		e.continueBlock(c, bx, by, i, m)
		e.planBlock(c, bx, by, i, m)
	}
}

// planBlock makes the levels of a transform block whose prediction stands in the current picture, and adds what they mean.
func (e *Encoder) planBlock(c *slice, bx, by, i int, m *macroblock) {
	l := &m.levels[i]
	if c.work > c.mostWork {
		l.n = 0
		return
	}
	p, x, y := e.target(bx, by, i)
	source := &e.source.luma
	if i >= lumaBlocks {
		source = &e.source.chroma[i-lumaBlocks]
	}
	from, to := source.from(x, y), p.from(x, y)
	step := e.steps[i/lumaBlocks]
	if samples.Difference8(from, p.stride, to, to, p.stride) < int(step>>samples.FrequencyShift*tinyDifference) {
		l.n = 0
		return
	}
	c.values.Forward(from, to, p.stride)
	c.choose(l, &c.values, step, i/lumaBlocks*2+one(m.kind == kindIntra), c.around(bx, i, m))
	l.restoreInto(to, p.stride, step)
}

// tinyDifference is the sum of differences in a transform block, in steps, below which no frequency is worth a level.
const tinyDifference = 10

// intraQuarter is what an intra quarter costs more, in bits: its mode, and the levels for what is not yet right, while what moved has
// levels from before.
const intraQuarter = 24

// intraCost chooses how the quarters of a macroblock continue what is around them, and returns the differences that remain.
func (e *Encoder) intraCost(c *slice, bx, by int, m *macroblock) int {
	p := &e.current.luma
	total := c.seeker.bit * intraQuarter * lumaBlocks
	for i := range lumaBlocks {
		dx, dy := i&1*side, i/2*side
		x, y := bx*BlockSide+dx, by*BlockSide+dy
		best := 1 << 30
		for how := range mode(modes) {
			p.continueBlock(x, y, how, by > c.row0 || dy > 0, bx > 0 || dx > 0)
			made := p.from(x, y)
			if d := samples.Difference8(e.source.luma.from(x, y), p.stride, made, made, p.stride); d < best {
				best, m.modes[i] = d, how
			}
		}
		total += best
		copyRows(p, &e.source.luma, x, y, side) // as what the next quarter continues, nearly
	}
	m.chromaMode = m.modes[0]
	return total
}
