package codec

import "beside.example/internal/codec/rangecoder"

// refineWork is what a refined block costs.
const refineWork = 24 * blockPixels

// refineModel learns how far pixels are from what was coded with loss.
//
// Pixels follow row by row, each with its steps in green, red and blue from the present colour. How large they are is told by those of
// the pixels to the left and above, and for red and blue by green's, of which they have three quarters in common.
type refineModel struct {
	steps [3][activities * 2]rangecoder.Step
	// before are the pixels as they were.
	before blockColours
}

// code makes a block exact.
func (m *refineModel) code(c *rangecoder.Coder, b *blockInWork) {
	for y := range b.size.Y {
		copy(m.before[y*blockSide:][:b.size.X], b.row(y))
	}
	for y := range b.size.Y {
		for x := range b.size.X {
			i := y*blockSide + x
			b.patch[(patchOrigin+y*patchStride+x)&patchMask] = m.codePixel(c, b, x, y, m.before[i], b.given[i])
		}
	}
}

// moved returns by how much a channel of a pixel of the block was moved, or zero outside of it.
func (m *refineModel) moved(b *blockInWork, x, y, shift int) int {
	if x < 0 || y < 0 || x >= b.size.X {
		return 0
	}
	return int(b.patch[(patchOrigin+y*patchStride+x)&patchMask]>>shift&0xff) - int(m.before[y*blockSide+x]>>shift&0xff)
}

func (m *refineModel) codePixel(c *rangecoder.Coder, b *blockInWork, x, y int, old, want uint32) (got uint32) {
	green := 0
	for plane, shift := range planes {
		left, above, right := m.moved(b, x-1, y, shift), m.moved(b, x, y-1, shift), m.moved(b, x+1, y-1, shift)
		context := int(activityOf[min(2*abs(left)+2*abs(above)+abs(right), len(activityOf)-1)])
		guess := int(old >> shift & 0xff)
		if plane == 0 {
			guess += (left + above) / 4
		} else {
			guess += green * 3 / 4
			context = context&^1 + activities*min(1, abs(green)>>2) + min(1, abs(green)>>1)
		}
		guess = min(255, max(0, guess))
		value := byte(guess + c.Step(&m.steps[plane][context], int(int8(byte(int(want>>shift&0xff)-guess)))))
		if plane == 0 {
			green = int(value) - int(old>>shift&0xff)
		}
		got |= uint32(value) << shift
	}
	return got
}
