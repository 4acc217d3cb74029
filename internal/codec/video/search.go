package video

import (
	"math/bits"

	"beside.example/internal/codec/video/samples"
)

const (
	// The steps of the search, in quarters of a sample: far ones only where nothing near fits, halves of the other in the end.
	farStep, wholeStep = 16, 4
	// How often each step is taken at most: faster motion is found by the neighbours' vectors.
	wholeRounds, partRounds = 6, 2
	// A search ends at so small a difference, in bits; above the other, quarters are tried apart; below the last, intra is not tried.
	goodBits, splitBits, intraBits = 24, 140, 200
	// splitCost is what the decision for quarters costs, in bits.
	splitCost = 3
	// bitShift makes a difference of what a bit costs: half a step of an eighth.
	bitShift = 4
)

// seeker looks for the place from which a block moved.
type seeker struct {
	before   *reference
	source   *plane
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
	s.best = s.foretold // not what the block before found: it may be one of those below
	s.try(s.foretold)
	for _, v := range [...]vector{{}, c.left[0].v, c.above[2*bx+1].v, c.above[2*bx+3].v} {
		if v != s.foretold && v != s.best {
			s.try(v)
		}
	}
	good := s.bit * goodBits
	if s.least > s.bit*splitBits {
		s.around(farStep, wholeRounds)
	}
	for step := int16(wholeStep); step > 0 && s.least > good; step /= 2 {
		s.around(step, roundsOf(step))
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
			s.around(step, partRounds)
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

// around looks for a better place in four directions, again and again, but never back.
func (s *seeker) around(step int16, rounds int) {
	back := vector{}
	for range rounds {
		at, from := s.best, back
		for _, d := range directions {
			if d == from {
				continue
			}
			if s.try(vector{at.x + d.x*step, at.y + d.y*step}) {
				back = vector{-d.x, -d.y}
			}
		}
		if at == s.best {
			return
		}
	}
}

// roundsOf returns how often a step is taken.
func roundsOf(step int16) int {
	if step < wholeStep {
		return partRounds
	}
	return wholeRounds
}

// directions are where the search looks.
var directions = [...]vector{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}

// try takes a vector if it is better than the best so far, and tells so.
func (s *seeker) try(v vector) bool {
	x, y, n := s.x, s.y, BlockSide
	if s.quarter >= 0 {
		x, y, n = x+s.quarter&1*side, y+s.quarter/2*side, side
	}
	if !s.before.luma.inReach(x, y, n, v) {
		return false
	}
	cost := s.bit * (vectorBits(v.x-s.foretold.x) + vectorBits(v.y-s.foretold.y))
	if cost >= s.least {
		return false
	}
	a, b := s.before.sources(x, y, v)
	source, stride := s.source.from(x, y), s.source.stride // every plane of luma has the same
	if n == BlockSide {
		cost += samples.Difference16(source, stride, a, b, stride, s.least-cost)
	} else {
		cost += samples.Difference8(source, stride, a, b, stride)
	}
	if cost >= s.least {
		return false
	}
	s.best, s.least = v, cost
	return true
}

// vectorBits returns about how many bits a component of a vector takes.
func vectorBits(d int16) int {
	return 2*bits.Len(uint(max(d, -d))) + 1
}
