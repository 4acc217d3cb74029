package video

import "encoding/binary"

// Picture is a picture of BGRX pixels: rows of Stride bytes from Pix on. The fourth byte of a pixel means nothing.
type Picture struct {
	Pix    []byte
	Stride int
}

const bytesPerPixel = 4

// The weights of colours in luma and in chroma, in 65536ths, as ITU-R BT.601 has them for the full range.
const (
	weightRed, weightGreen, weightBlue = 19595, 38470, 7471
	blueOfR, blueOfG, blueOfB          = -11056, -21712, 32768
	redOfR, redOfG, redOfB             = 32768, -27440, -5328
	weightShift                        = 16
	weightHalf                         = 1 << (weightShift - 1)
	// A sample of chroma is of two pixels, the left ones of 2 × 2.
	twoShift = weightShift + 1
	greyTwo  = grey<<twoShift + 1<<(twoShift-1)
)

// convert makes a macroblock of the current picture from pixels.
func (s *stream) convert(to *picture, from Picture, bx, by int) {
	x0, y0 := bx*BlockSide, by*BlockSide
	var rows [2][BlockSide * bytesPerPixel]byte
	inside := !s.half && x0+BlockSide <= s.width && y0+BlockSide <= s.height
	for y := y0; y < y0+BlockSide; y += 2 {
		if inside {
			upper := from.Pix[y*from.Stride+x0*bytesPerPixel:][:BlockSide*bytesPerPixel]
			lower := from.Pix[(y+1)*from.Stride+x0*bytesPerPixel:][:BlockSide*bytesPerPixel]
			to.convertRows(upper, lower, x0, y)
			continue
		}
		for i := range rows {
			s.row(&rows[i], from, x0, y+i)
		}
		to.convertRows(rows[0][:], rows[1][:], x0, y)
	}
}

// row takes a row of samples of luma from pixels; those beyond the picture repeat its edges.
func (s *stream) row(to *[BlockSide * bytesPerPixel]byte, from Picture, x0, y int) {
	if !s.half {
		row := from.Pix[min(y, s.height-1)*from.Stride:]
		for x := range BlockSide {
			copy(to[x*bytesPerPixel:][:bytesPerPixel], row[min(x0+x, s.width-1)*bytesPerPixel:])
		}
		return
	}
	upper, lower := from.Pix[min(2*y, s.height-1)*from.Stride:], from.Pix[min(2*y+1, s.height-1)*from.Stride:]
	if 2*(x0+BlockSide) <= s.width {
		halveRow(to, upper[2*x0*bytesPerPixel:], lower[2*x0*bytesPerPixel:])
		return
	}
	for x := range BlockSide {
		left, right := min(2*(x0+x), s.width-1)*bytesPerPixel, min(2*(x0+x)+1, s.width-1)*bytesPerPixel
		for i := range bytesPerPixel - 1 {
			sum := int(upper[left+i]) + int(upper[right+i]) + int(lower[left+i]) + int(lower[right+i])
			to[x*bytesPerPixel+i] = byte((sum + 2) / 4)
		}
	}
}

// halveRow takes the means of 2 × 2 pixels each.
func halveRow(to *[BlockSide * bytesPerPixel]byte, upper, lower []byte) {
	const length, half = 2 * BlockSide * bytesPerPixel, laneOnes * 2
	upper, lower = upper[:length], lower[:length]
	for x := range BlockSide {
		a, b := load8(upper[x*2*bytesPerPixel:]), load8(lower[x*2*bytesPerPixel:])
		low, high := a&lanes+b&lanes, a>>8&lanes+b>>8&lanes // two pixels' sums, which are added up next
		low, high = (low+low>>32+half)>>2&lanes, (high+high>>32+half)>>2&lanes
		binary.LittleEndian.PutUint32(to[x*bytesPerPixel:], uint32(low|high<<8))
	}
}

// convertRows makes two rows of a macroblock.
func (p *picture) convertRows(upper, lower []byte, x, y int) {
	a := p.luma.from(x, y)[:BlockSide]
	b := p.luma.from(x, y+1)[:BlockSide]
	blue := p.chroma[0].from(x/2, y/2)[:side]
	red := p.chroma[1].from(x/2, y/2)[:side]
	for i := range side {
		u, l := upper[i*8:][:8], lower[i*8:][:8]
		b0, g0, r0 := int32(u[0]), int32(u[1]), int32(u[2])
		b1, g1, r1 := int32(u[4]), int32(u[5]), int32(u[6])
		b2, g2, r2 := int32(l[0]), int32(l[1]), int32(l[2])
		b3, g3, r3 := int32(l[4]), int32(l[5]), int32(l[6])
		a[2*i] = byte((weightRed*r0 + weightGreen*g0 + weightBlue*b0 + weightHalf) >> weightShift)
		a[2*i+1] = byte((weightRed*r1 + weightGreen*g1 + weightBlue*b1 + weightHalf) >> weightShift)
		b[2*i] = byte((weightRed*r2 + weightGreen*g2 + weightBlue*b2 + weightHalf) >> weightShift)
		b[2*i+1] = byte((weightRed*r3 + weightGreen*g3 + weightBlue*b3 + weightHalf) >> weightShift)
		sr, sg, sb := r0+r2, g0+g2, b0+b2
		blue[i] = byte(min(255, (blueOfR*sr+blueOfG*sg+blueOfB*sb+greyTwo)>>twoShift))
		red[i] = byte(min(255, (redOfR*sr+redOfG*sg+redOfB*sb+greyTwo)>>twoShift))
	}
}
