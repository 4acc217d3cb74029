package video

import "beside.example/internal/codec/zigzag"

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

// restore makes frequencies of levels.
func (l *levels) restore(b *block8, step int32) {
	*b = block8{}
	for i, v := range l.v[:l.n] {
		b[frequencyOrder[i]&(area-1)] = int32(v) * step
	}
}

// restoreInto adds what levels mean to a prediction.
func (l *levels) restoreInto(dst []byte, stride int, step int32) {
	switch l.n {
	case 0:
		return
	case 1: // the same everywhere
		addAll(dst, stride, round(int32(l.v[0])*step<<(firstBits+rotationBits), inverseShift))
		return
	}
	var b block8
	l.restore(&b, step)
	b.inverse()
	for y := range side {
		row := dst[y*stride:]
		w := load8(row)
		r := (*[side]int32)(b[y*side:])
		var out uint64
		out = uint64(clamp(int32(byte(w))+r[0])) | uint64(clamp(int32(byte(w>>8))+r[1]))<<8
		out |= uint64(clamp(int32(byte(w>>16))+r[2]))<<16 | uint64(clamp(int32(byte(w>>24))+r[3]))<<24
		out |= uint64(clamp(int32(byte(w>>32))+r[4]))<<32 | uint64(clamp(int32(byte(w>>40))+r[5]))<<40
		out |= uint64(clamp(int32(byte(w>>48))+r[6]))<<48 | uint64(clamp(int32(byte(w>>56))+r[7]))<<56
		store8(row, out)
	}
}

// addAll adds a value to all samples of a block.
func addAll(dst []byte, stride int, v int32) {
	v = min(laneMargin, max(-laneMargin, v))
	add := uint64(v+laneMargin) * laneOnes
	for y := range side {
		row := dst[y*stride:]
		w := load8(row)
		store8(row, clampLanes(w&lanes+add, laneMargin)|clampLanes(w>>8&lanes+add, laneMargin)<<8)
	}
}

func clamp(v int32) byte { return byte(min(255, max(0, v))) }
