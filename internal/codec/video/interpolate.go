package video

// Half samples lie between samples and are made by a filter of six taps, 1 −5 20 20 −5 1 in 32nds. Those in the middle of four samples
// are made to the right from those between one and the one below. Quarter samples are the mean of the two nearest of them.

// reference is a picture to predict from, with its half samples.
type reference struct {
	*picture
	// halves are luma half a sample to the right, half a sample down, and both.
	halves [3]plane
}

func newReference(blocksX, blocksY int) *reference {
	r := &reference{picture: newPicture(blocksX, blocksY)}
	for i := range r.halves {
		r.halves[i] = newPlane(blocksX*BlockSide, blocksY*BlockSide, border)
	}
	return r
}

// taps are how many samples the filter looks to the left, and to the right beyond the next.
const taps = 2

// interpolate makes the half samples of some rows of macroblocks of a plane, and those of the border above the first and below the last.
func (r *reference) interpolate(p *plane, row0, row1, rows int) {
	y0, y1 := row0*BlockSide, row1*BlockSide
	if row0 == 0 {
		y0 = -reach - 1
	}
	if row1 == rows {
		y1 += reach + 1
	}
	for y := y0; y < y1; y++ {
		row := (y + border) * p.stride
		down := r.halves[1].pix[row : row+p.stride]
		halfRow(r.halves[0].pix[row:row+p.stride], p.pix[row:row+p.stride])
		halfColumn(down, p.pix[row-taps*p.stride:], p.stride)
		halfRow(r.halves[2].pix[row:row+p.stride], down)
	}
}

// halfRow filters a row to the right. The ends, where taps are missing, are not filled: nothing is predicted from there.
func halfRow(to, from []byte) {
	for x := taps; x+8+taps+1 <= len(from) && x+8 <= len(to); x += 8 {
		b := from[x-taps:][:8+2*taps+1]
		store8(to[x:], sixTaps(load8(b), load8(b[1:]), load8(b[2:]), load8(b[3:]), load8(b[4:]), load8(b[5:])))
	}
}

// halfColumn filters a row downwards; from starts taps rows above it.
func halfColumn(to, from []byte, stride int) {
	n := len(to)
	r0, r1, r2 := from[:n], from[stride:][:n], from[2*stride:][:n]
	r3, r4, r5 := from[3*stride:][:n], from[4*stride:][:n], from[5*stride:][:n]
	for x := 0; x+8 <= n; x += 8 {
		store8(to[x:], sixTaps(load8(r0[x:]), load8(r1[x:]), load8(r2[x:]), load8(r3[x:]), load8(r4[x:]), load8(r5[x:])))
	}
}

// sixTaps filters eight samples at a time.
func sixTaps(a, b, c, d, e, f uint64) uint64 {
	low := sixTapsLanes(a&lanes+f&lanes, b&lanes+e&lanes, c&lanes+d&lanes)
	high := sixTapsLanes(a>>8&lanes+f>>8&lanes, b>>8&lanes+e>>8&lanes, c>>8&lanes+d>>8&lanes)
	return low | high<<8
}

// tapsBias makes the filter's sum positive: a multiple of 32 above 5 × 510.
const tapsBias = 80

// sixTapsLanes filters four lanes from the sums of its outer, inner and middle pairs.
func sixTapsLanes(outer, inner, middle uint64) uint64 {
	const rounding = laneOnes * (16 + tapsBias*32)
	v := (middle*20 + outer + rounding - inner*5) >> 5 & (laneOnes * 0x7ff)
	return clampLanes(v, tapsBias)
}
