package video

import "beside.example/internal/codec/video/samples"

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

// load makes pixels of so many pairs of rows, from an even sample of an even row on.
func (p *picture) load(to []byte, stride, x, y, pairs int) {
	luma, blue, red := &p.luma, &p.chroma[0], &p.chroma[1]
	samples.Paint(to, stride, luma.from(x, y), luma.stride, blue.from(x/2, y/2-1), red.from(x/2, y/2-1), blue.stride, pairs)
}

// paintWhole writes a macroblock as far as it lies in the picture.
func (s *stream) paintWhole(to Picture, bx, by int) {
	x0, y0 := bx*BlockSide, by*BlockSide
	out := to.Pix[y0*to.Stride+x0*bytesPerPixel:]
	if x0+BlockSide <= s.width && y0+BlockSide <= s.height {
		s.before.load(out, to.Stride, x0, y0, side)
		return
	}
	var pixels samples.Pixels
	const row = BlockSide * bytesPerPixel
	s.before.load(pixels[:], row, x0, y0, side)
	n := min(BlockSide, s.width-x0) * bytesPerPixel
	for y := range min(BlockSide, s.height-y0) {
		copy(out[y*to.Stride:][:n], pixels[y*row:])
	}
}

// paintHalf writes 16 × 16 pixels of a picture of half resolution: three parts of the nearest sample and one of the next, in both
// directions.
func (s *stream) paintHalf(to Picture, bx, by int) {
	// An even number of samples to the left of the block, and above and below it, of which one each is needed.
	const margin, row = 2, BlockSide * bytesPerPixel
	var rows [(side + 2*margin) * row]byte
	s.before.load(rows[:], row, bx*side-margin, by*side-margin, (side+2*margin)/2)
	n := min(BlockSide, s.width-bx*BlockSide) * bytesPerPixel
	var pixels [row]byte
	for y := range min(BlockSide, s.height-by*BlockSide) {
		near := y/2 + margin
		far := near - 1 + y&1*2
		samples.Enlarge(pixels[:], rows[near*row:], rows[far*row:], margin)
		copy(to.Pix[(by*BlockSide+y)*to.Stride+bx*BlockSide*bytesPerPixel:][:n], pixels[:n])
	}
}
