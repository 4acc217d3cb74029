package video

import "math/bits"

// search finds from where a macroblock moved, and returns the differences that remain with what the vectors cost.
func (e *Encoder) search(c *slice, w *worker, bx, by int, m *macroblock) int {
	x, y := bx*BlockSide, by*BlockSide
	foretold := c.foretell(bx)
	s := seeker{e: e, w: w, x: x, y: y, n: BlockSide, foretold: foretold, least: 1 << 30}
	s.try(foretold)
	s.try(vector{})
	s.try(c.left[0].v)
	s.try(c.above[2*bx+1].v)
	s.try(c.above[2*bx+3].v)
	s.try(vector{s.best.x &^ 3, s.best.y &^ 3})
	for _, step := range [...]int16{16, 8, 4, 2, 1} {
		s.around(step)
	}
	m.kind = kindWhole
	v := s.best
	m.vectors = [lumaBlocks]vector{v, v, v, v}
	return s.least
}

type seeker struct {
	e        *Encoder
	w        *worker
	x, y, n  int
	foretold vector
	best     vector
	least    int
}

// around looks for a better place in four directions, again and again.
func (s *seeker) around(step int16) {
	for range 4 {
		at := s.best
		s.try(vector{at.x + step, at.y})
		s.try(vector{at.x - step, at.y})
		s.try(vector{at.x, at.y + step})
		s.try(vector{at.x, at.y - step})
		if at == s.best {
			return
		}
	}
}

func (s *seeker) try(v vector) {
	r := s.e.before
	if !r.luma.inReach(s.x, s.y, s.n, v) {
		return
	}
	cost := s.e.lambda * (vectorBits(v.x-s.foretold.x) + vectorBits(v.y-s.foretold.y)) >> 4
	if cost >= s.least {
		return
	}
	a, b, two := r.sources(s.x, s.y, v)
	if two {
		cost += s.w.source.meanDifference16(a, b, r.luma.stride)
	} else {
		cost += s.w.source.difference16(a, r.luma.stride)
	}
	if cost < s.least {
		s.best, s.least = v, cost
	}
}

// vectorBits returns about how many bits a component of a vector takes.
func vectorBits(d int16) int {
	n := int(max(d, -d))
	return 2*bits.Len(uint(n)) + 1
}
