package video

const (
	roundInter = 256 * 1 / 6
	roundIntra = 256 * 1 / 3
)

// plan decides how a macroblock is coded, and makes it in the current picture.
func (e *Encoder) plan(c *slice, w *worker, bx, by int, key bool, q *quantiser) {
	m := &c.block
	x, y := bx*BlockSide, by*BlockSide
	w.source.load(&e.source.luma, x, y)
	if !key {
		cost := e.search(c, w, bx, by, m)
		if e.intraCost(c, w, bx, by, m) > cost {
			e.planInter(w, bx, by, m, q)
			v := c.foretell(bx)
			if m.kind == kindWhole && m.vectors[0] == v && !m.coded() {
				m.kind = kindSkip
			}
			return
		}
	} else {
		e.intraCost(c, w, bx, by, m)
	}
	e.planIntra(c, w, bx, by, m, q)
}

func (e *Encoder) planInter(w *worker, bx, by int, m *macroblock, q *quantiser) {
	e.predict(bx, by, m)
	for i := range m.levels {
		e.planBlock(w, bx, by, i, m, q, roundInter)
	}
}

func (e *Encoder) planIntra(c *slice, w *worker, bx, by int, m *macroblock, q *quantiser) {
	m.kind, m.vectors = kindIntra, [lumaBlocks]vector{}
	for i := range m.levels {
		e.continueBlock(c, bx, by, i, m)
		e.planBlock(w, bx, by, i, m, q, roundIntra)
	}
}

// planBlock makes the levels of a transform block whose prediction stands in the current picture, and adds what they mean.
func (e *Encoder) planBlock(w *worker, bx, by, i int, m *macroblock, q *quantiser, rounding int32) {
	p, x, y := e.target(bx, by, i)
	source := &e.source.luma
	if i >= lumaBlocks {
		source = &e.source.chroma[i-lumaBlocks]
	}
	from, to := source.from(x, y), p.from(x, y)
	b := &w.coefs
	for r := range side {
		s, t := from[r*p.stride:][:side], to[r*p.stride:][:side]
		d := (*[side]int32)(b[r*side:])
		for j := range d {
			d[j] = int32(s[j]) - int32(t[j])
		}
	}
	b.forward()
	step := q[i/lumaBlocks]
	m.levels[i].quantise(b, step, rounding)
	m.levels[i].restoreInto(to, p.stride, step)
}

// intraCost chooses how the quarters of a macroblock continue what is around them, and returns the differences that remain.
func (e *Encoder) intraCost(c *slice, w *worker, bx, by int, m *macroblock) int {
	p := &e.source.luma
	scratch := &e.current.luma
	total := 0
	for i := range lumaBlocks {
		dx, dy := i&1*side, i/2*side
		x, y := bx*BlockSide+dx, by*BlockSide+dy
		best := 1 << 30
		for how := range mode(modes) {
			scratch.continueBlock(x, y, how, by > c.row0 || dy > 0, bx > 0 || dx > 0)
			if d := w.source.difference8(dy*BlockSide+dx, scratch.from(x, y), scratch.stride); d < best {
				best, m.modes[i] = d, how
			}
		}
		total += best
		copyRowsAt(scratch, p, x, y)
	}
	m.chromaMode = m.modes[0]
	return total + e.lambda*2
}

func copyRowsAt(to, from *plane, x, y int) { copyRows(to, from, x, y, side) }
