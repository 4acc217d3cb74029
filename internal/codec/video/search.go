package video

import "math/bits"

const (
	// The steps of the search, in quarters of a sample: far ones only where nothing near fits.
	farStep, wholeStep, halfStep, quarterStep = 16, 4, 2, 1
	// rounds is how often each step is taken at most: faster motion is found by the neighbours' vectors.
	rounds = 6
	// A search ends at so small a difference, in bits; above the other, quarters are tried apart; below the last, intra is not tried.
	goodBits, splitBits, intraBits = 3, 12, 8
	// splitCost is what the decision for quarters costs, in bits.
	splitCost = 3
	// bitShift makes a difference of what a bit costs: half a step of an eighth.
	bitShift = 4
)

// seeker looks for the place from which a block moved.
type seeker struct {
	before   *reference
	source   *sourceBlock
	x, y     int // of the macroblock
	quarter  int // of it, or −1 for all of it
	bit      int // what a bit is worth, in differences
	foretold vector
	best     vector
	least    int
}

// search finds from where a macroblock moved, and returns the differences that remain with what the vectors cost.
func (s *seeker) search(c *slice, bx int, m *macroblock) int {
	s.quarter, s.least = -1, 1<<30
	s.foretold = c.foretell(bx)
	s.try(s.foretold)
	s.try(vector{})
	s.try(c.left[0].v)
	s.try(c.above[2*bx+1].v)
	s.try(c.above[2*bx+3].v)
	good := s.bit * goodBits
	if s.least > s.bit*splitBits {
		s.around(farStep)
	}
	for step := int16(wholeStep); step > 0 && s.least > good; step /= 2 {
		s.around(step)
	}
	m.kind = kindWhole
	v := s.best
	m.vectors = [lumaBlocks]vector{v, v, v, v}
	if s.least > s.bit*splitBits {
		return s.split(c, bx, m)
	}
	return s.least
}

// split tries the quarters apart from each other, and keeps that if it is better.
func (s *seeker) split(c *slice, bx int, m *macroblock) int {
	whole, v := s.least, s.best
	total := s.bit * splitCost
	var vectors [lumaBlocks]vector
	for i := range vectors {
		s.quarter, s.least = i, 1<<30
		s.foretold = c.foretellQuarter(bx, i, &vectors)
		s.try(v)
		s.try(s.foretold)
		for step := int16(wholeStep); step > 0; step /= 2 {
			s.around(step)
		}
		vectors[i] = s.best
		total += s.least
		if total >= whole {
			return whole
		}
	}
	m.kind, m.vectors = kindSplit, vectors
	return total
}

// around looks for a better place in four directions, again and again.
func (s *seeker) around(step int16) {
	for range rounds {
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

// try takes a vector if it is better than the best so far.
func (s *seeker) try(v vector) {
	x, y, n := s.x, s.y, BlockSide
	if s.quarter >= 0 {
		x, y, n = x+s.quarter&1*side, y+s.quarter/2*side, side
	}
	stride := s.before.luma.stride
	if !s.before.luma.inReach(x, y, n, v) {
		return
	}
	cost := s.bit * (vectorBits(v.x-s.foretold.x) + vectorBits(v.y-s.foretold.y))
	if cost >= s.least {
		return
	}
	a, b, two := s.before.sources(x, y, v)
	at := (y-s.y)*BlockSide + x - s.x
	switch {
	case n == BlockSide && two:
		cost += s.source.meanDifference16(a, b, stride)
	case n == BlockSide:
		cost += s.source.difference16(a, stride)
	case two:
		cost += s.source.meanDifference8(at, a, b, stride)
	default:
		cost += s.source.difference8(at, a, stride)
	}
	if cost < s.least {
		s.best, s.least = v, cost
	}
}

// vectorBits returns about how many bits a component of a vector takes.
func vectorBits(d int16) int {
	return 2*bits.Len(uint(max(d, -d))) + 1
}
