package video

// Paint writes the macroblocks of the picture that a mask names, or all, as pixels.
func (s *stream) Paint(to Picture, mask []bool) {
	for by := range s.blocksY {
		for bx := range s.blocksX {
			if mask == nil || mask[by*s.blocksX+bx] {
				s.before.paintBlock(to, s.width, s.height, bx, by)
			}
		}
	}
}

// chromaRow is a row of a macroblock's chroma, of blue and of red, for each pixel.
type chromaRow [2][BlockSide]byte

// load makes the chroma of row y of pixels. A sample lies on the left one of two pixels, between two rows: three parts of the nearer
// row and one of the other, and the means of neighbours between them.
func (c *chromaRow) load(p *picture, x, y int) {
	near, far := y/2, y/2+1
	if y&1 == 0 {
		far = y/2 - 1
	}
	for i := range c {
		plane := &p.chroma[i]
		a, b := plane.from(x/2, near)[:side+1], plane.from(x/2, far)[:side+1]
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

// paintBlock writes a macroblock as pixels, as far as they lie in the picture.
func (p *picture) paintBlock(to Picture, width, height, bx, by int) {
	x0, y0 := bx*BlockSide, by*BlockSide
	w, h := min(BlockSide, width-x0), min(BlockSide, height-y0)
	var chroma chromaRow
	for y := y0; y < y0+h; y++ {
		chroma.load(p, x0, y)
		luma := p.luma.from(x0, y)[:w]
		row := to.Pix[y*to.Stride+x0*bytesPerPixel:][:w*bytesPerPixel]
		for x, l := range luma {
			blue, red := int32(chroma[0][x&15])-grey, int32(chroma[1][x&15])-grey
			v := int32(l)
			px := row[x*bytesPerPixel:][:bytesPerPixel]
			px[0] = clamp(v + (blueOfBlue*blue+weightHalf)>>weightShift)
			px[1] = clamp(v - (greenOfBlue*blue+greenOfRed*red+weightHalf)>>weightShift)
			px[2] = clamp(v + (redOfRed*red+weightHalf)>>weightShift)
			px[3] = 0
		}
	}
}
