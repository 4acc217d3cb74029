package codec

import (
	"math/bits"

	"beside.example/internal/codec/rangecoder"
)

const (
	// activities is in how many steps the liveliness around a pixel is told.
	activities = 12
	// contexts bounds what tells of a channel's step.
	contexts = activities / 2 * leans
)

// shadeModel learns how far pixels of photographs and shades are from what their neighbours foretell.
//
// A row is coded from the left: [mixed] whether some of its pixels are as they were or as they stood; if so each says whether it is
// ([kept], and if something stood there [back]). The others: for green, red and blue, [length] how many bits the difference from the
// guess has, in unary, [value] its bits after the highest, and its sign as an even bit.
type shadeModel struct {
	mixed rangecoder.Prob
	kept  [4][4]rangecoder.Prob
	back  [2][4]rangecoder.Prob
	steps [3][contexts]rangecoder.Step
}

var _ rowCoder = (*shadeModel)(nil)

// codeRow implements rowCoder.
func (m *shadeModel) codeRow(c *rangecoder.Coder, b *blockInWork, y int) {
	p := &b.patch
	at := patchOrigin + y*patchStride
	width := b.size.X
	want := b.given[y*blockSide:][:width]
	stood := b.stood[y*blockSide:][:width]
	mixed := false
	if !c.Decoding() {
		for x, v := range want {
			mixed = mixed || v == p[at+x] || b.hasStood && v == stood[x]
		}
	}
	mixed = c.Bit(&m.mixed, mixed)
	above, over := b.kept, b.back
	b.kept, b.back = 0, 0
	keeps, backs := b.leftKept, false
	for x := range width {
		if mixed {
			old := p[at+x]
			keeps = c.Bit(&m.kept[one(keeps)+2*one(backs)][above>>x&3], want[x] == old)
			if keeps {
				b.kept |= 1 << x
				backs = false
				continue
			}
			if b.hasStood {
				backs = c.Bit(&m.back[one(backs)][over>>x&3], want[x] == stood[x])
				if backs {
					b.back |= 1 << x
					p[at+x] = stood[x]
					continue
				}
			}
		}
		p[at+x] = m.codePixel(c, p, at+x, want[x])
	}
}

// codePixel codes one colour, green first. What green differed from its guess the other two mostly differ as well, and their
// distance from green is mostly that of the neighbours: their guess is the mean of both.
func (m *shadeModel) codePixel(c *rangecoder.Coder, p *patch, at int, want uint32) uint32 {
	w, n := p[(at-1)&patchMask], p[(at-patchStride)&patchMask]
	nw, ne := p[(at-patchStride-1)&patchMask], p[(at-patchStride+1)&patchMask]
	west, north, corner := lanesOf(w), lanesOf(n), lanesOf(nw)
	lively := apart(west, corner) + apart(north, corner) + apart(north, lanesOf(ne))

	greenW, greenN, greenNW := int(w>>8&0xff), int(n>>8&0xff), int(nw>>8&0xff)
	guess := between(greenW, greenN, greenNW)
	green := codeShade(c, &m.steps[0][activityOf[lively>>laneBits%activitySums]], guess, want>>8)
	lean := green - guess
	leant := int(leanOf[abs(lean)%len(leanOf)])
	follows := func(w, n, nw int) int {
		return min(255, max(0, (between(w, n, nw)+lean+green+between(w-greenW, n-greenN, nw-greenNW))>>1))
	}
	guess = follows(int(w>>16&0xff), int(n>>16&0xff), int(nw>>16&0xff))
	context := int(activityOf[lively>>(2*laneBits)%activitySums])/2*leans + leant
	red := codeShade(c, &m.steps[1][context], guess, want>>16)
	guess = follows(int(w&0xff), int(n&0xff), int(nw&0xff))
	context = int(activityOf[lively%activitySums])/2*leans + leant
	blue := codeShade(c, &m.steps[2][context], guess, want)
	return uint32(red)<<16 | uint32(green)<<8 | uint32(blue)
}

// codeShade codes a channel, which is in the low byte of want, by its step from a guess.
func codeShade(c *rangecoder.Coder, m *rangecoder.Step, guess int, want uint32) int {
	return int(byte(guess + c.Step(m, int(int8(byte(want)-byte(guess))))))
}

// Three channels are worked on at once in lanes of so many bits.
const (
	laneBits = 16
	laneOnes = 0x000100010001
	laneLows = 0xff * laneOnes
)

// lanesOf returns the channels of a colour, from blue on, in lanes.
func lanesOf(c uint32) uint64 {
	return uint64(c&0xff) | uint64(c&0xff00)<<8 | uint64(c&0xff0000)<<16
}

// apart returns how far the channels of two colours are from one another.
func apart(a, b uint64) uint64 {
	d := (a | laneOnes<<8) - b
	less := ^d >> 8 & laneOnes // where a is less than b
	return d&laneLows ^ less*0xff + less
}

// between is the median of a, b and a+b−c: what a pixel is likely to be between its neighbours to the left, above, and above left.
func between(a, b, c int) int {
	low, high := min(a, b), max(a, b)
	return min(high, max(low, a+b-c))
}

// leans is in how many steps it is told how far green was from its guess.
const leans = 4

// leanOf tells the step: about the logarithm to the base 2.
var leanOf = makeLeans()

func makeLeans() (t [256]uint8) {
	for i := range t {
		t[i] = uint8(min(leans-1, bits.Len(uint(i)+1)-1))
	}
	return t
}

// activityOf tells the liveliness of a sum of differences: about its logarithm to the base 1.5.
var activityOf = makeActivities()

// activitySums is more than any sum of differences.
const activitySums = 1 << 10

func makeActivities() (t [activitySums]uint8) {
	for i := range t {
		n := 0
		for v := i; v > 0; v = v * 2 / 3 {
			n++
		}
		t[i] = uint8(min(n, activities-1))
	}
	return t
}
