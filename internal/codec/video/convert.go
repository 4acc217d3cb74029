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
	var pixels samples.Pixels
	pix, stride := pixels[:], BlockSide*bytesPerPixel
	scale := 1
	if s.half {
		scale = 2
	}
	inside := scale*(x0+BlockSide) <= s.width && scale*(y0+BlockSide) <= s.height
	at := scale * (y0*from.Stride + x0*bytesPerPixel)
	switch {
	case inside && s.half:
		pixels.Halve(from.Pix[at:], from.Stride)
	case inside:
		pix, stride = from.Pix[at:], from.Stride
	default:
		for y := range BlockSide {
			s.row(pixels[y*stride:][:stride], from, x0, y0+y)
		}
	}
	luma, blue, red := &to.luma, &to.chroma[0], &to.chroma[1]
	samples.FromPixels(luma.from(x0, y0), luma.stride, blue.from(x0/2, y0/2), red.from(x0/2, y0/2), blue.stride, pix, stride)
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
