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
}

// movement is by how far the channels of a pixel were moved, in the order of planes.
type movement [3]int32

// code makes a block exact.
func (m *refineModel) code(c *rangecoder.Coder, b *blockInWork) {
	// Around holds the movements of the row above from x on, and of this row before it, each one place further; outside of the block there are none.
	var around [blockSide + 2]movement
	width := min(b.size.X, blockSide)
	for y := range b.size.Y {
		row, given := b.row(y), b.given[y*blockSide:]
		var left movement
		for x := range row[:width] {
			row[x], left = m.codePixel(c, row[x], given[x], &left, &around[x+1], &around[x+2])
			around[x+1] = left
		}
	}
}

// codePixel codes how the colour of a pixel was moved, by the movements of those to the left, above, and above right, and returns it with
// its own.
func (m *refineModel) codePixel(c *rangecoder.Coder, old, want uint32, left, above, right *movement) (got uint32, moved movement) {
	was := int32(old >> 8 & 0xff)
	context := liveliness(left[0], above[0], right[0])
	green := refineStep(c, &m.steps[0][context], was+(left[0]+above[0])/4, want>>8)
	got = uint32(green) << 8
	moved[0] = green - was
	size := max(moved[0], -moved[0])
	lean := activities*min(1, size>>2) + min(1, size>>1)
	follows := moved[0] * 3 / 4

	was = int32(old >> 16 & 0xff)
	context = liveliness(left[1], above[1], right[1])&^1 + lean
	red := refineStep(c, &m.steps[1][context], was+follows, want>>16)
	got |= uint32(red) << 16
	moved[1] = red - was

	was = int32(old & 0xff)
	context = liveliness(left[2], above[2], right[2])&^1 + lean
	blue := refineStep(c, &m.steps[2][context], was+follows, want)
	moved[2] = blue - was
	return got | uint32(blue), moved
}

// liveliness tells how far a channel of the pixels around was moved.
func liveliness(left, above, right int32) int32 {
	sum := 2*(max(left, -left)+max(above, -above)) + max(right, -right)
	return int32(activityOf[min(sum, activitySums-1)])
}

// refineStep codes a channel, which is in the low byte of want, by its step from a guess.
func refineStep(c *rangecoder.Coder, m *rangecoder.Step, guess int32, want uint32) int32 {
	guess = min(0xff, max(0, guess))
	return int32(byte(int(guess) + c.Step(m, int(int8(byte(want)-byte(guess))))))
}
