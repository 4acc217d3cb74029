package codec

import "beside.example/internal/codec/rangecoder"

// residualBits is the length of the longest step between what a channel is and what it was foretold to be.
const residualBits = 8

// stepModel learns how large steps are that are mostly small.
type stepModel struct {
	length [residualBits + 1]rangecoder.Prob
	value  [1 << residualBits]rangecoder.Prob
}

// code codes a step: how many bits its magnitude has, in unary, those after the highest, and its sign.
func (m *stepModel) code(c *rangecoder.Coder, step int) int {
	magnitude := abs(step)
	length := 0
	if !c.Decoding() {
		for magnitude>>length != 0 {
			length++
		}
	}
	k := 0
	for k < residualBits && !c.Bit(&m.length[k], length == k) {
		k++
	}
	if k == 0 {
		return 0
	}
	got := 1
	for i := k - 2; i >= 0; i-- {
		got = got<<1 | one(c.Bit(&m.value[got], magnitude>>i&1 == 1))
	}
	if c.Even(uint32(one(step < 0)), 1) == 1 {
		return -got
	}
	return got
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
