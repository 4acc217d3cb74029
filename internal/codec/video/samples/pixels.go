package samples

import "encoding/binary"

// The weights of colours in luma and in chroma, in 65536ths, as ITU-R BT.601 has them for the full range.
const (
	weightRed, weightGreen, weightBlue = 19595, 38470, 7471
	blueOfR, blueOfG, blueOfB          = -11056, -21712, 32768
	redOfR, redOfG, redOfB             = 32768, -27440, -5328
	weightShift                        = 16
	weightHalf                         = 1 << (weightShift - 1)
	// A sample of chroma is of two pixels, the left ones of 2 × 2.
	twoShift = weightShift + 1
	grey     = 128
	greyTwo  = grey<<twoShift + 1<<(twoShift-1)
)

// pixelRow is how many bytes a row of a macroblock's pixels has.
const pixelRow = BlockSide * BytesPerPixel

// Pixels are those of a macroblock, row by row.
type Pixels [BlockSide * pixelRow]byte

// FromPixels makes the samples of a macroblock of its pixels: luma, and blue and red chroma whose planes have the same stride.
func FromPixels(luma []byte, lumaStride int, blue, red []byte, chromaStride int, from []byte, stride int) {
	fromPixels(span(luma, lumaStride, BlockSide, BlockSide), lumaStride,
		span(blue, chromaStride, Side, Side), span(red, chromaStride, Side, Side), chromaStride,
		span(from, stride, BlockSide, pixelRow), stride)
}

func plainFromPixels(luma []byte, lumaStride int, blue, red []byte, chromaStride int, from []byte, stride int) {
	for y := range Side {
		above, below := luma[2*y*lumaStride:], luma[(2*y+1)*lumaStride:]
		upper, lower := from[2*y*stride:], from[(2*y+1)*stride:]
		rowsFromPixels(above[:BlockSide], below[:BlockSide], blue[y*chromaStride:][:Side], red[y*chromaStride:][:Side], upper[:pixelRow], lower[:pixelRow])
	}
}

// rowsFromPixels makes two rows of a macroblock.
func rowsFromPixels(a, b, blue, red, upper, lower []byte) {
	for i := range Side {
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

// Halve makes a macroblock's pixels the means of 2 × 2 pixels each.
func (p *Pixels) Halve(from []byte, stride int) {
	halve(p, span(from, stride, 2*BlockSide, 2*pixelRow), stride)
}

func plainHalve(to *Pixels, from []byte, stride int) {
	const half = laneOnes * 2
	for y := range BlockSide {
		upper, lower := from[2*y*stride:][:2*pixelRow], from[(2*y+1)*stride:][:2*pixelRow]
		row := to[y*pixelRow:][:pixelRow]
		for x := range BlockSide {
			a, b := load8(upper[x*2*BytesPerPixel:]), load8(lower[x*2*BytesPerPixel:])
			low, high := a&lanes+b&lanes, a>>8&lanes+b>>8&lanes // two pixels' sums, which are added up next
			low, high = (low+low>>32+half)>>2&lanes, (high+high>>32+half)>>2&lanes
			binary.LittleEndian.PutUint32(row[x*BytesPerPixel:], uint32(low|high<<8))
		}
	}
}
