package video

import "beside.example/internal/codec/rangecoder"

// costs holds what a decision costs by its chance in 128ths, in bitParts of a bit.
var costs = makeCosts()

const (
	costShift = 9
	costCount = 1 << (16 - costShift)
	// bitParts is the unit of costs: a 32nd of a bit.
	bitParts     = 32
	bitPartsBits = 5
)

func makeCosts() (c [costCount]int32) {
	for i := range c {
		// The logarithm of the middle of the range, bit by bit: each squaring doubles it.
		v, whole := uint64(2*i+1), int32(0)
		for v < 2*costCount {
			v *= 2
			whole++
		}
		parts := int32(0)
		for range bitPartsBits {
			v = v * v / (2 * costCount)
			parts *= 2
			if v >= 4*costCount {
				v /= 2
				parts++
			}
		}
		c[i] = whole*bitParts - parts
	}
	return c
}

// cost returns what a decision costs.
func cost(p *rangecoder.Prob, v bool) int32 {
	chance := p.Chance() >> costShift
	if !v {
		chance ^= costCount - 1
	}
	return costs[chance&(costCount-1)]
}
