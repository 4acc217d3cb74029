package codec

import (
	"beside.example/internal/codec/rangecoder"
)

const (
	// activities is in how many steps the liveliness around a pixel is told.
	activities = 12
	// residualBits is the length of the longest step between what a channel is and what it was foretold to be.
	residualBits = 8
)

// shadeModel learns how far pixels of photographs and shades are from what their neighbours foretell.
type shadeModel struct {
	mixed  rangecoder.Prob
	kept   [4][4]rangecoder.Prob
	back   [2][4]rangecoder.Prob
	length [3][2 * activities][residualBits + 1]rangecoder.Prob
	value  [3][2 * activities][1 << residualBits]rangecoder.Prob
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

func (m *shadeModel) codePixel(c *rangecoder.Coder, p *patch, at int, want uint32) (got uint32) {
	w, n := p[(at-1)&patchMask], p[(at-patchStride)&patchMask]
	nw, ne := p[(at-patchStride-1)&patchMask], p[(at-patchStride+1)&patchMask]
	lean := 0
	for plane, shift := range planes {
		pw, pn, pnw, pne := int(w>>shift&0xff), int(n>>shift&0xff), int(nw>>shift&0xff), int(ne>>shift&0xff)
		guess := int(median(byte(pw), byte(pn), byte(pnw)))
		activity := int(activityOf[(abs(pw-pnw)+abs(pn-pnw)+abs(pn-pne))&1023])
		if plane > 0 {
			guess = min(255, max(0, guess+lean))
			activity = activity*2 + min(1, abs(lean)>>2)
		}
		step := m.codeStep(c, plane, activity, int(int8(byte(int(want>>shift&0xff)-guess))))
		value := byte(guess + step)
		if plane == 0 {
			lean = int(value) - guess
		}
		got |= uint32(value) << shift
	}
	return got
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
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

// codeStep codes the difference of a channel from its guess.
func (m *shadeModel) codeStep(c *rangecoder.Coder, plane, activity, step int) int {
	magnitude := abs(step)
	length := 0
	if !c.Decoding() {
		for magnitude>>length != 0 {
			length++
		}
	}
	lengths, values := &m.length[plane][activity], &m.value[plane][activity]
	k := 0
	for k < residualBits && !c.Bit(&lengths[k], length == k) {
		k++
	}
	if k == 0 {
		return 0
	}
	got := 1
	for i := k - 2; i >= 0; i-- {
		got = got<<1 | one(c.Bit(&values[got], magnitude>>i&1 == 1))
	}
	if c.Even(uint32(one(step < 0)), 1) == 1 {
		return -got
	}
	return got
}
