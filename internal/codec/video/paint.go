package video

import "encoding/binary"

// Paint writes what a mask names of the picture as it is after the last frame, or all, as pixels.
func (s *stream) Paint(to Picture, mask []bool) {
	columns, rows := s.Blocks()
	for by := range rows {
		for bx := range columns {
			switch {
			case mask != nil && !mask[by*columns+bx]:
			case s.half:
				s.paintHalf(to, bx, by)
			default:
				s.paintWhole(to, bx, by)
			}
		}
	}
}

// chromaRow is a row of a macroblock's chroma, of blue and of red, for each pixel.
type chromaRow [2][BlockSide]byte

// load makes the chroma of row y of pixels from an even x on. A sample lies on the left one of two pixels, between two rows: three
// parts of the nearer row and one of the other, and the means of neighbours between them.
func (c *chromaRow) load(p *picture, x, y int) {
	near, far := y>>1, y>>1+1
	if y&1 == 0 {
		far = y>>1 - 1
	}
	for i := range c {
		plane := &p.chroma[i]
		a, b := plane.from(x>>1, near)[:side+1], plane.from(x>>1, far)[:side+1]
		left := blend(load8(a), load8(b))
		between := mean8(left, blend(load8(a[1:]), load8(b[1:])))
		for j := range side {
			c[i][2*j], c[i][2*j+1] = byte(left>>(8*j)), byte(between>>(8*j))
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

// load makes pixels of row y from an even x on.
func (r *pixelRow) load(p *picture, x, y int) {
	var chroma chromaRow
	chroma.load(p, x, y)
	luma := (*[BlockSide]byte)(p.luma.from(x, y))
	for i := range BlockSide {
		blue, red := int32(chroma[0][i])-grey, int32(chroma[1][i])-grey
		v := int32(luma[i])
		b := v + (blueOfBlue*blue+weightHalf)>>weightShift
		g := v - (greenOfBlue*blue+greenOfRed*red+weightHalf)>>weightShift
		r8 := v + (redOfRed*red+weightHalf)>>weightShift
		binary.LittleEndian.PutUint32(r[i*bytesPerPixel:], uint32(clamp(b))|uint32(clamp(g))<<8|uint32(clamp(r8))<<16)
	}
}

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
