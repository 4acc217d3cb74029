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
	steps [3][contexts]stepModel
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

// planes are the places of green, red and blue in a colour: the others follow green.
var planes = [3]int{8, 16, 0}

// codePixel codes one colour, green first. What green differed from its guess the other two mostly differ as well, and their
// distance from green is mostly that of the neighbours: their guess is the mean of both.
func (m *shadeModel) codePixel(c *rangecoder.Coder, p *patch, at int, want uint32) (got uint32) {
	w, n := p[(at-1)&patchMask], p[(at-patchStride)&patchMask]
	nw, ne := p[(at-patchStride-1)&patchMask], p[(at-patchStride+1)&patchMask]
	var greenW, greenN, greenNW, green, lean int
	for plane, shift := range planes {
		pw, pn, pnw, pne := int(w>>shift&0xff), int(n>>shift&0xff), int(nw>>shift&0xff), int(ne>>shift&0xff)
		guess := between(pw, pn, pnw)
		context := int(activityOf[(abs(pw-pnw)+abs(pn-pnw)+abs(pn-pne))%len(activityOf)])
		if plane == 0 {
			greenW, greenN, greenNW = pw, pn, pnw
		} else {
			guess = min(255, max(0, (guess+lean+green+between(pw-greenW, pn-greenN, pnw-greenNW))>>1))
			context = context/2*leans + int(leanOf[abs(lean)%len(leanOf)])
		}
		step := m.steps[plane][context].code(c, int(int8(byte(int(want>>shift&0xff)-guess))))
		value := byte(guess + step)
		if plane == 0 {
			green = int(value)
			lean = green - guess
		}
		got |= uint32(value) << shift
	}
	return got
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

func makeActivities() (t [1024]uint8) {
	for i := range t {
		n := 0
		for v := i; v > 0; v = v * 2 / 3 {
			n++
		}
		t[i] = uint8(min(n, activities-1))
	}
	return t
}
