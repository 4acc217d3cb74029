package video

import "beside.example/internal/codec/video/samples"

// Picture is a picture of BGRX pixels: rows of Stride bytes from Pix on. The fourth byte of a pixel means nothing.
type Picture struct {
	Pix    []byte
	Stride int
}

const bytesPerPixel = samples.BytesPerPixel

// convert makes a macroblock of a picture from pixels.
func (s *stream) convert(to *picture, from Picture, bx, by int) {
	x0, y0 := bx*BlockSide, by*BlockSide
	if s.half || x0+BlockSide > s.width || y0+BlockSide > s.height {
		s.convertSlowly(to, from, x0, y0)
		return
	}
	to.convert(x0, y0, from.Pix[y0*from.Stride+x0*bytesPerPixel:], from.Stride)
}

// convertSlowly is convert where pixels are to be halved or repeated first.
func (s *stream) convertSlowly(to *picture, from Picture, x0, y0 int) {
	const row = BlockSide * bytesPerPixel
	var pixels samples.Pixels
	if s.half && 2*(x0+BlockSide) <= s.width && 2*(y0+BlockSide) <= s.height {
		pixels.Halve(from.Pix[2*(y0*from.Stride+x0*bytesPerPixel):], from.Stride)
	} else {
		for y := range BlockSide {
			s.row(pixels[y*row:][:row], from, x0, y0+y)
		}
	}
	to.convert(x0, y0, pixels[:], row)
}

// convert makes a macroblock from 16 × 16 pixels.
func (p *picture) convert(x, y int, pix []byte, stride int) {
	luma, blue, red := &p.luma, &p.chroma[0], &p.chroma[1]
	samples.FromPixels(luma.from(x, y), luma.stride, blue.from(x/2, y/2), red.from(x/2, y/2), blue.stride, pix, stride)
}

// row takes a row of samples of luma from pixels at the edge of the picture, beyond which they repeat it.
func (s *stream) row(to []byte, from Picture, x0, y int) {
	if !s.half {
		row := from.Pix[min(y, s.height-1)*from.Stride:]
		for x := range BlockSide {
			copy(to[x*bytesPerPixel:][:bytesPerPixel], row[min(x0+x, s.width-1)*bytesPerPixel:])
		}
		return
	}
	upper, lower := from.Pix[min(2*y, s.height-1)*from.Stride:], from.Pix[min(2*y+1, s.height-1)*from.Stride:]
	for x := range BlockSide {
		left, right := min(2*(x0+x), s.width-1)*bytesPerPixel, min(2*(x0+x)+1, s.width-1)*bytesPerPixel
		for i := range bytesPerPixel - 1 {
			sum := int(upper[left+i]) + int(upper[right+i]) + int(lower[left+i]) + int(lower[right+i])
			to[x*bytesPerPixel+i] = byte((sum + 2) / 4)
		}
	}
}
