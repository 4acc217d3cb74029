package rangecoder

const (
	// top is the size of the interval below which it gets another byte.
	top = 1 << 24
	// codeBytes is how many bytes of the number the reader holds.
	codeBytes = 4
	// Slack is how many bytes a reader may take for zeros after the end: those that a writer may leave out.
	Slack = codeBytes
)

// Coder writes or reads decisions. It is not safe for concurrent use. The zero value must be started first.
type Coder struct {
	decoding bool
	size     uint32

	// The writer: low is the bottom of the interval with a carry above bit 31; held is a byte that a carry may still change, and
	// follow how many bytes of 0xff come after it.
	low    uint64
	held   byte
	follow int
	begun  bool
	out    []byte

	// The reader: code is how far the number lies above the bottom of the interval.
	code uint32
	in   []byte
	past int
}

// StartEncoding makes the coder a writer that appends to dst.
func (c *Coder) StartEncoding(dst []byte) {
	*c = Coder{size: 1<<32 - 1, out: dst}
}

// StartDecoding makes the coder a reader of b.
func (c *Coder) StartDecoding(b []byte) {
	*c = Coder{size: 1<<32 - 1, in: b, decoding: true}
	for range codeBytes {
		c.code = c.code<<8 | uint32(c.next())
	}
}

// Decoding reports whether the coder is a reader.
func (c *Coder) Decoding() bool { return c.decoding }

// Len returns about how long the writer's bytes are, dst included.
func (c *Coder) Len() int { return len(c.out) + c.follow + codeBytes }

// Exhausted reports whether the reader has taken more for zeros than any writer leaves out: the bytes are not what they seem.
func (c *Coder) Exhausted() bool { return c.past > Slack }

// Rest returns how many bytes the reader has not looked at.
func (c *Coder) Rest() int { return len(c.in) }

// Bit writes the decision v, or reads and returns it. What p knew of such decisions it learns from this one.
func (c *Coder) Bit(p *Prob, v bool) bool {
	state := uint32(*p)
	chance := state>>probShift ^ probHalf
	n := state & countMask
	bound := uint32(uint64(c.size) * uint64(chance) >> probShift)
	if c.decoding {
		v = c.code < bound
	}
	if v {
		c.size = bound
		chance += (probOne - chance) * rates[n] >> probShift
	} else {
		c.size -= bound
		chance -= chance * rates[n] >> probShift
		if c.decoding {
			c.code -= bound
		} else {
			c.low += uint64(bound)
		}
	}
	if n < settled {
		n++
	}
	*p = Prob((chance^probHalf)<<probShift | n)
	if c.size < top {
		c.extend()
	}
	return v
}

// Even writes the n low bits of v, of which nothing is known, or reads and returns them.
func (c *Coder) Even(v uint32, n int) uint32 {
	var got uint32
	for i := n - 1; i >= 0; i-- {
		c.size >>= 1
		bit := v >> i & 1
		if c.decoding {
			bit = 0
			if c.code >= c.size {
				c.code -= c.size
				bit = 1
			}
		} else if bit == 1 {
			c.low += uint64(c.size)
		}
		got = got<<1 | bit
		if c.size < top {
			c.extend()
		}
	}
	return got
}

// extend gives the interval more bytes until it is large enough.
func (c *Coder) extend() {
	for c.size < top {
		c.size <<= 8
		if c.decoding {
			c.code = c.code<<8 | uint32(c.next())
		} else {
			c.shift()
		}
	}
}

// refill is extend for a reader whose state is held elsewhere.
func (c *Coder) refill(size, code uint32) (uint32, uint32) {
	for size < top {
		size <<= 8
		code = code<<8 | uint32(c.next())
	}
	return size, code
}

// empty is extend for a writer whose state is held elsewhere.
func (c *Coder) empty(size uint32, low uint64) (uint32, uint64) {
	c.low = low
	for size < top {
		size <<= 8
		c.shift()
	}
	return size, c.low
}

// next returns the reader's next byte.
func (c *Coder) next() byte {
	if len(c.in) == 0 {
		c.past++
		return 0
	}
	b := c.in[0]
	c.in = c.in[1:]
	return b
}

// shift takes the top byte from low. It is held back until no carry can change it any more.
func (c *Coder) shift() {
	const word = 1 << 32
	if c.low < 0xff<<24 || c.low >= word {
		carry := byte(c.low / word)
		if c.begun {
			c.out = append(c.out, c.held+carry)
		}
		for ; c.follow > 0; c.follow-- {
			c.out = append(c.out, 0xff+carry)
		}
		c.held, c.begun = byte(c.low>>24), true
	} else {
		c.follow++
	}
	c.low = c.low << 8 & (word - 1)
}

// Finish ends the writer and returns dst with its bytes.
func (c *Coder) Finish() []byte {
	// The number in [low, low+size) with the most zeros at its end; size is at least top, so three bytes of it are zero or more.
	last := c.low + uint64(c.size) - 1
	for bits := 32; bits >= 0; bits-- {
		if v := last >> bits << bits; v >= c.low {
			c.low = v
			break
		}
	}
	for range codeBytes + 1 {
		c.shift()
	}
	out := c.out
	for i := 0; i < codeBytes && len(out) > 0 && out[len(out)-1] == 0; i++ {
		out = out[:len(out)-1]
	}
	c.out = nil
	return out
}
