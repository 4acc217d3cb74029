package video

// plane is one component of a picture, with a border around it that repeats its edges.
type plane struct {
	pix           []byte
	width, height int // of the picture, in whole blocks
	stride        int
	border        int
}

func newPlane(width, height, border int) plane {
	stride := width + 2*border
	return plane{pix: make([]byte, stride*(height+2*border)), width: width, height: height, stride: stride, border: border}
}

// at returns the offset of a sample.
func (p *plane) at(x, y int) int { return (y+p.border)*p.stride + x + p.border }

// from returns the samples from one on.
func (p *plane) from(x, y int) []byte { return p.pix[p.at(x, y):] }

// extend repeats the edges of the picture in the rows from y0 up to y1 into the border, above and below too where the rows are the
// first and the last.
func (p *plane) extend(y0, y1 int) {
	for y := y0; y < y1; y++ {
		row := p.pix[(y+p.border)*p.stride:][:p.stride]
		fill(row[:p.border], row[p.border])
		fill(row[p.border+p.width:], row[p.border+p.width-1])
	}
	if y0 == 0 {
		first := p.pix[p.border*p.stride:][:p.stride]
		for y := range p.border {
			copy(p.pix[y*p.stride:], first)
		}
	}
	if y1 == p.height {
		last := p.pix[(p.border+p.height-1)*p.stride:][:p.stride]
		for y := range p.border {
			copy(p.pix[(p.border+p.height+y)*p.stride:], last)
		}
	}
}

func fill(b []byte, v byte) {
	for i := range b {
		b[i] = v
	}
}

// picture is a picture in three planes: luma, and blue and red chroma of half the resolution.
type picture struct {
	luma   plane
	chroma [2]plane
}

func newPicture(blocksX, blocksY int) *picture {
	w, h := blocksX*BlockSide, blocksY*BlockSide
	p := &picture{luma: newPlane(w, h, border)}
	for i := range p.chroma {
		p.chroma[i] = newPlane(w/2, h/2, border/2)
	}
	return p
}

// extend repeats the edges of some rows of macroblocks.
func (p *picture) extend(row0, row1 int) {
	p.luma.extend(row0*BlockSide, row1*BlockSide)
	for i := range p.chroma {
		p.chroma[i].extend(row0*side, row1*side)
	}
}

// copyBlock takes a macroblock over from another picture.
func (p *picture) copyBlock(from *picture, bx, by int) {
	copyRows(&p.luma, &from.luma, bx*BlockSide, by*BlockSide, BlockSide)
	for i := range p.chroma {
		copyRows(&p.chroma[i], &from.chroma[i], bx*side, by*side, side)
	}
}

// clearBlock makes a macroblock grey.
func (p *picture) clearBlock(bx, by int) {
	clearRows(&p.luma, bx*BlockSide, by*BlockSide, BlockSide)
	for i := range p.chroma {
		clearRows(&p.chroma[i], bx*side, by*side, side)
	}
}

func clearRows(p *plane, x, y, n int) {
	for row := range n {
		fill(p.from(x, y+row)[:n], grey)
	}
}

func copyRows(to, from *plane, x, y, n int) {
	at := to.at(x, y)
	for range n {
		copy(to.pix[at:at+n], from.pix[at:at+n])
		at += to.stride
	}
}

// grey is the middle of every component.
const grey = 128
