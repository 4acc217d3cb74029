package video

import "encoding/binary"

// Paint writes what a mask names of the picture as it is after the last frame, or all, as pixels. Slices are painted at once.
func (s *stream) Paint(to Picture, mask []bool) {
	s.canvas, s.painted = to, mask
	s.crew.run(s.painting)
	s.canvas, s.painted = Picture{}, nil
}

// paintSlice paints the blocks of a slice.
func (s *stream) paintSlice(c *slice) {
	columns, rows := s.Blocks()
	row0, row1 := c.row0, c.row1
	if s.half {
		row0, row1 = 2*row0, min(2*row1, rows)
	}
	for by := row0; by < row1; by++ {
		for bx := range columns {
			switch {
			case s.painted != nil && !s.painted[by*columns+bx]:
			case s.half:
				s.paintHalf(s.canvas, bx, by)
			default:
				s.paintWhole(s.canvas, bx, by)
			}
		}
	}
}

// blend returns three parts of eight samples and one of others.
func blend(near, far uint64) uint64 {
	const half = laneOnes * 2
	low := ((near&lanes)*3 + far&lanes + half) >> 2 & lanes
	high := ((near>>8&lanes)*3 + far>>8&lanes + half) >> 2 & lanes
	return low | high<<8
}

// pixelRow is as many pixels as a macroblock is wide.
type pixelRow [BlockSide * bytesPerPixel]byte

// Colours of chroma, in 128ths: how far red goes with red chroma, green against both, blue with blue chroma. Four at a time they fit
// into lanes.
const (
	redOfRed, greenOfRed, greenOfBlue, blueOfBlue = 179, 91, 44, 227

	colourShift = 7
	colourHalf  = laneOnes << (colourShift - 1)
	colourLanes = laneOnes * (1<<(16-colourShift) - 1)
	// What grey makes of each, less which a colour is luma.
	redGrey, greenGrey, blueGrey = grey * redOfRed >> colourShift, grey * (greenOfRed + greenOfBlue) >> colourShift, grey * blueOfBlue >> colourShift
)

// load makes pixels of row y from an even x on. A sample of chroma lies on the left one of two pixels, between two rows: three parts of
// the nearer row and one of the other, and the means of neighbours between them.
func (r *pixelRow) load(p *picture, x, y int) {
	near, far := y>>1, y>>1+1
	if y&1 == 0 {
		far = y>>1 - 1
	}
	var left, between [2]uint64
	for i := range left {
		plane := &p.chroma[i]
		a, b := plane.from(x>>1, near)[:side+1], plane.from(x>>1, far)[:side+1]
		left[i] = blend(load8(a), load8(b))
		between[i] = mean8(left[i], blend(load8(a[1:]), load8(b[1:])))
	}
	luma := p.luma.from(x, y)[:BlockSide]
	for i := range 2 {
		l := load8(luma[i*side:])
		shift := 4 * side * i // four samples of chroma make eight pixels
		b0, g0, r0 := colours(l&lanes, spread4(left[0]>>shift), spread4(left[1]>>shift))
		b1, g1, r1 := colours(l>>8&lanes, spread4(between[0]>>shift), spread4(between[1]>>shift))
		bg0, bg1 := b0|g0<<8, b1|g1<<8
		out := r[i*side*bytesPerPixel:][:side*bytesPerPixel]
		for j := range side / 2 {
			first := bg0>>(16*j)&0xffff | r0>>(16*j)&0xffff<<16
			second := bg1>>(16*j)&0xffff | r1>>(16*j)&0xffff<<16
			store8(out[j*2*bytesPerPixel:], first|second<<32)
		}
	}
}

// colours makes blue, green and red of four samples, in lanes.
func colours(luma, blue, red uint64) (b, g, r uint64) {
	r = luma + (red*redOfRed+colourHalf)>>colourShift&colourLanes
	g = luma + laneOnes*greenGrey + laneOnes*laneMargin - (red*greenOfRed+blue*greenOfBlue+colourHalf)>>colourShift&colourLanes
	b = luma + (blue*blueOfBlue+colourHalf)>>colourShift&colourLanes
	return clampLanes(b, blueGrey), clampLanes(g, laneMargin), clampLanes(r, redGrey)
}

// laneMargin keeps lanes above zero where something is taken from them.
const laneMargin = 256

// paintWhole writes a macroblock as far as it lies in the picture.
func (s *stream) paintWhole(to Picture, bx, by int) {
	x0, y0 := bx*BlockSide, by*BlockSide
	n := min(BlockSide, s.width-x0) * bytesPerPixel
	var row pixelRow
	for y := y0; y < min(y0+BlockSide, s.height); y++ {
		row.load(s.before.picture, x0, y)
		copy(to.Pix[y*to.Stride+x0*bytesPerPixel:][:n], row[:n])
	}
}

// paintHalf writes 16 × 16 pixels of a picture of half resolution: three parts of the nearest sample and one of the next, in both
// directions.
func (s *stream) paintHalf(to Picture, bx, by int) {
	const margin = 2 // an even number of samples to the left of the block, of which one is needed
	x0, y0 := bx*side, by*side
	var rows [side + 2]pixelRow
	for i := range rows {
		rows[i].load(s.before.picture, x0-margin, y0-1+i)
	}
	n := min(BlockSide, s.width-bx*BlockSide) * bytesPerPixel
	var mixed, row pixelRow
	for y := range min(BlockSide, s.height-by*BlockSide) {
		near := &rows[y/2+1]
		far := &rows[y/2+y&1*2]
		for i := 0; i < len(mixed); i += 8 {
			store8(mixed[i:], blend(load8(near[i:]), load8(far[i:])))
		}
		for x := range side {
			at := (x + margin) * bytesPerPixel
			here := uint64(binary.LittleEndian.Uint32(mixed[at:]))
			before := uint64(binary.LittleEndian.Uint32(mixed[at-bytesPerPixel:]))
			after := uint64(binary.LittleEndian.Uint32(mixed[at+bytesPerPixel:]))
			store8(row[x*2*bytesPerPixel:], blend(here|here<<32, before|after<<32))
		}
		copy(to.Pix[(by*BlockSide+y)*to.Stride+bx*BlockSide*bytesPerPixel:][:n], row[:n])
	}
}
