// Package zigzag is the order in which the frequencies of a transform block are coded, from low to high.
//
// Packages codec and video use it; it knows nothing of what the frequencies are.
package zigzag

// Side is the side of a transform block.
const Side = 8

// Order returns the places of frequencies in a block, row by row, from low to high: one diagonal after the other, by turns upwards and
// down.
func Order() (order [Side * Side]uint8) {
	n := 0
	for diagonal := range 2*Side - 1 {
		for i := range diagonal + 1 {
			x, y := diagonal-i, i // down to the left
			if diagonal%2 == 0 {
				x, y = y, x
			}
			if x < Side && y < Side {
				order[n] = uint8(y*Side + x)
				n++
			}
		}
	}
	return order
}
