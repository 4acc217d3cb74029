package video

import (
	"beside.example/internal/codec/video/samples"
	"beside.example/internal/codec/zigzag"
)

// quantiser holds the steps of luma and chroma in a frame, in eighths.
type quantiser [2]int32

// stepMantissas are 128 times the eighth roots of 1, 2, 4, … 128.
var stepMantissas = [8]int32{128, 140, 152, 166, 181, 197, 215, 235}

const (
	stepShift = 4
	// Chroma's steps are finer, in quarters of luma's: a sample of it colours four pixels.
	chromaPart, chromaParts = 3, 4
)

func quantiserOf(n int) quantiser {
	luma := stepMantissas[n&7] << (n >> 3) >> stepShift
	return quantiser{luma, max(1, luma*chromaPart/chromaParts)}
}

// frequencyOrder are the places of frequencies from low to high.
var frequencyOrder = zigzag.Order()

// ranks are the places in the zigzag.
var ranks = makeRanks()

func makeRanks() (ranks [area]uint8) {
	for i, at := range frequencyOrder {
		ranks[at] = uint8(i)
	}
	return ranks
}

// levels are the quantised frequencies of a block in the order of the zigzag, up to the last that is not zero.
type levels struct {
	v [area]int16
	n int // how many count
}

// restoreInto adds what levels mean to a prediction.
func (l *levels) restoreInto(dst []byte, stride int, step int32) {
	switch l.n {
	case 0:
		return
	case 1:
		samples.AddFirst(dst, stride, int32(l.v[0])*step)
		return
	}
	var f samples.Frequencies
	for i, v := range l.v[:l.n] {
		f[frequencyOrder[i]&(area-1)] = int32(v) * step
	}
	f.Add(dst, stride)
}
