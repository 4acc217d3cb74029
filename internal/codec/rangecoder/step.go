package rangecoder

import "math/bits"

// StepBits is the length of the longest step.
const StepBits = 8

// Step is what is known of a kind of steps up or down that are mostly small. The zero value knows nothing yet.
type Step struct {
	length [StepBits + 1]Prob
	value  [1 << StepBits]Prob
}

// Step codes a step of at most StepBits bits: how many bits its magnitude has, in unary, those after the highest, and its sign as an even
// bit. Photographs are made of steps, so the state of the coder is kept in registers all along.
func (c *Coder) Step(m *Step, v int) int {
	if c.decoding {
		return c.readStep(m)
	}
	c.writeStep(m, v)
	return v
}

func (c *Coder) readStep(m *Step) int {
	size, code := c.size, c.code
	k := 0
	for ; k < StepBits; k++ {
		p := &m.length[k]
		bound := p.share(size)
		if code < bound {
			size = bound
			p.learn(yes)
			break
		}
		size, code = size-bound, code-bound
		p.learn(no)
		if size < top {
			size, code = c.refill(size, code)
		}
	}
	if size < top {
		size, code = c.refill(size, code)
	}
	if k == 0 {
		c.size, c.code = size, code
		return 0
	}
	got := uint32(1)
	for range k - 1 {
		p := &m.value[got%(1<<StepBits)]
		bound := p.share(size)
		taken := below(code, bound)
		size = (size-bound)&^taken | bound&taken
		code -= bound &^ taken
		p.learn(taken)
		got = got<<1 | taken&1
		if size < top {
			size, code = c.refill(size, code)
		}
	}
	size >>= 1
	up := below(code, size)
	code -= size &^ up
	if size < top {
		size, code = c.refill(size, code)
	}
	c.size, c.code = size, code
	return int(int32((got ^ ^up) - ^up))
}

func (c *Coder) writeStep(m *Step, v int) {
	down := uint32(int32(v) >> 31)
	magnitude := (uint32(v) ^ down) - down
	length := bits.Len32(magnitude)
	size, low := c.size, c.low
	for k := range min(length, StepBits) {
		p := &m.length[k]
		bound := p.share(size)
		size, low = size-bound, low+uint64(bound)
		p.learn(no)
		if size < top {
			size, low = c.empty(size, low)
		}
	}
	if length < StepBits {
		p := &m.length[length]
		size = p.share(size)
		p.learn(yes)
		if size < top {
			size, low = c.empty(size, low)
		}
	}
	if length == 0 {
		c.size, c.low = size, low
		return
	}
	node := uint32(1)
	for i := length - 2; i >= 0; i-- {
		p := &m.value[node%(1<<StepBits)]
		bound := p.share(size)
		bit := magnitude >> i & 1
		size, low = narrowed(size, low, bound, -bit)
		p.learn(-bit)
		node = node<<1 | bit
		if size < top {
			size, low = c.empty(size, low)
		}
	}
	size >>= 1
	low += uint64(size & down)
	if size < top {
		size, low = c.empty(size, low)
	}
	c.size, c.low = size, low
}
