package rangecoder

// Tree codes a number of n bits decision by decision, the highest first, each in the light of those before. P has 1<<n elements.
func (c *Coder) Tree(p []Prob, v uint32, n int) uint32 {
	p = p[: 1<<n : 1<<n]
	node := uint32(1)
	if c.decoding {
		size, code := c.size, c.code
		for range n {
			q := &p[node]
			bound := q.share(size)
			taken := below(code, bound)
			size = (size-bound)&^taken | bound&taken
			code -= bound &^ taken
			q.learn(taken)
			node = node<<1 | taken&1
			if size < top {
				size, code = c.refill(size, code)
			}
		}
		c.size, c.code = size, code
		return node - 1<<n
	}
	size, low := c.size, c.low
	for i := n - 1; i >= 0; i-- {
		q := &p[node]
		bit := v >> i & 1
		size, low = narrowed(size, low, q.share(size), -bit)
		q.learn(-bit)
		node = node<<1 | bit
		if size < top {
			size, low = c.empty(size, low)
		}
	}
	c.size, c.low = size, low
	return node - 1<<n
}

// MaxBits bounds a Number: larger values are written as if they had only their low bits, and never read.
const MaxBits = 20

// Number is what is known of a kind of number, by how many bits it has. The zero value knows nothing yet.
type Number struct {
	length [MaxBits]Prob
	high   [MaxBits + 1]Prob
	sign   Prob
}

// Unsigned codes a number that is not negative and has at most MaxBits bits: small ones are short.
func (c *Coder) Unsigned(n *Number, v uint32) uint32 {
	length := 0
	if !c.decoding {
		for v>>length != 0 {
			length++
		}
	}
	k := 0
	for k < MaxBits && !c.Bit(&n.length[k], length == k) {
		k++
	}
	if k <= 1 {
		return uint32(k)
	}
	// The highest bit is one, the next is worth learning, the others are noise.
	got := uint32(2)
	if c.Bit(&n.high[k], v>>(k-2)&1 == 1) {
		got = 3
	}
	rest := k - 2
	return got<<rest | c.Even(v&(1<<rest-1), rest)
}

// Signed codes a number whose magnitude has at most MaxBits bits.
func (c *Coder) Signed(n *Number, v int) int {
	magnitude := v
	if v < 0 {
		magnitude = -v
	}
	got := int(c.Unsigned(n, uint32(magnitude)))
	if got != 0 && c.Bit(&n.sign, v < 0) {
		return -got
	}
	return got
}
