package video

import (
	"math/bits"

	"beside.example/internal/codec/video/samples"
)

const (
	// fine is how many parts of a step sizes are told in.
	fine     = 256
	fineBits = 8
	// lambda is what a part of a bit is worth, in squares of such parts: 0.14 squares of a step for a bit.
	lambda = fine * fine * 14 / 100 / bitParts
	// tailCost is what a new last level costs beyond itself: those before it, which are mostly zero, must be coded too.
	tailCost = 3 * bitParts
	// lastCost is what the place of the last level costs, zeroCost a zero among levels.
	lastCost, zeroCost = 4 * bitParts, bitParts / 5
	// surelyKept is the size from which on a level is kept anyway, so that what it gains need not be known.
	surelyKept = 8 * fine
	// mayStay is from which size on something may become a level at all, and mayBeLast the last one: below, what a level of one gains there is
	// worth less than its sign and tailCost, however likely it is otherwise.
	mayStay   = fine / 2
	mayBeLast = (fine*fine+(bitParts+tailCost)*lambda)/(2*fine) + 1
)

// levelChoice chooses the levels of a block.
type levelChoice struct {
	slice      *slice
	class      int
	magnitudes magnitudes
	found      bool
	// gain is by how much nearer the levels are, bits what they cost.
	gain, bits int
}

// choose makes levels of frequencies: of the two levels around each the one that costs less, in distance and bits together, by what
// the slice has learned.
func (s *slice) choose(l *levels, b *samples.Frequencies, step int32, class, around int) {
	c := &s.choice
	inverse := (1<<16 + step - 1) / step
	l.n = 0
	last := inOrder(b.AtLeast(frequencyOf(mayBeLast, inverse)))
	if last == 0 {
		return
	}
	rest := inOrder(b.AtLeast(frequencyOf(mayStay, inverse)))
	rest &= 1<<bits.Len64(last) - 1 // what comes after the last
	c.slice, c.class = s, class
	c.magnitudes, c.found, c.gain, c.bits = magnitudes{}, false, 0, 0
	l.v = [area]int16{}
	before := 0
	for rest != 0 {
		i := bits.Len64(rest) - 1
		rest &^= 1 << i
		f := b[frequencyOrder[i]&(area-1)]
		if c.found {
			c.bits += (before - i - 1) * zeroCost
		}
		before = i
		n := c.level(i, max(f, -f)*inverse>>(16-fineBits))
		if n == 0 {
			continue
		}
		if !c.found {
			c.found = true
			c.bits += lastCost
			l.n = i + 1
		}
		if f < 0 {
			n = -n
		}
		l.v[i] = int16(n)
	}
	c.bits += before * zeroCost
	coded := &s.model.coded[class][around]
	if c.gain < (c.bits+int(cost(coded, true)-cost(coded, false)))*lambda {
		l.n = 0
	}
}

// frequencyOf returns the least frequency that has a size in parts of a step.
func frequencyOf(size, inverse int32) int32 { return (size<<(16-fineBits) + inverse - 1) / inverse }

// inOrder turns bits of places in rows into those of places in the zigzag.
func inOrder(rows uint64) (order uint64) {
	for ; rows != 0; rows &= rows - 1 {
		order |= 1 << ranks[bits.TrailingZeros64(rows)]
	}
	return order
}

// level chooses the level at a place, from its size in parts of a step.
func (c *levelChoice) level(i int, size int32) int32 {
	p := places[i&(area-1)]
	sum := c.magnitudes.around(p.at)
	high := (size + fine/2) >> fineBits
	low := high - 1
	lowGap, highGap := size-low<<fineBits, high<<fineBits-size
	whole := min(size, surelyKept)
	lowGain, highGain := whole*whole-lowGap*lowGap, whole*whole-highGap*highGap
	highBits := c.cost(p.band, sum, high)
	lowBits := int32(0)
	switch {
	case low > 0:
		lowBits = c.cost(p.band, sum, low)
	case c.found:
		lowBits = cost(&c.slice.model.zero[c.class][p.band][sum], true)
	default:
		highBits += tailCost
	}
	if highGain-lowGain < (highBits-lowBits)*lambda {
		high, highGain, highBits = low, lowGain, lowBits
	}
	if high > 0 {
		c.gain += int(highGain)
		c.magnitudes[p.at] = uint8(min(high, largeMagnitude))
	}
	c.bits += int(highBits)
	return high
}

// cost returns what a level that is not zero costs.
func (c *levelChoice) cost(band, sum uint8, size int32) int32 {
	m := &c.slice.model
	parts := int32(bitParts) // its sign
	if c.found {
		parts += cost(&m.zero[c.class][band][sum], false)
	}
	one := &m.one[c.class][band][sum]
	if size == 1 {
		return parts + cost(one, false)
	}
	parts += cost(one, true)
	more := &m.more[c.class][sum]
	for n := int32(2); n < largeLevel; n++ {
		if n == size {
			return parts + cost(&more[n-1], false)
		}
		parts += cost(&more[n-1], true)
	}
	return parts
}
