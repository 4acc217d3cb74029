package video

// Picture is a picture of BGRX pixels: rows of Stride bytes from Pix on. The fourth byte of a pixel means nothing.
type Picture struct {
	Pix    []byte
	Stride int
}

const bytesPerPixel = 4

// The weights of colours in luma and of chroma in colours, in 65536ths, as ITU-R BT.601 has them for the full range.
const (
	weightRed, weightGreen, weightBlue = 19595, 38470, 7471
	blueOfR, blueOfG, blueOfB          = -11056, -21712, 32768
	redOfR, redOfG, redOfB             = 32768, -27440, -5328
	redOfRed, greenOfBlue              = 91881, 22554
	greenOfRed, blueOfBlue             = 46802, 116130
	weightShift                        = 16
	weightHalf                         = 1 << (weightShift - 1)
	greyHalf                           = grey<<weightShift + weightHalf
	// A sample of chroma is of two pixels, the left ones of 2 × 2.
	twoShift = weightShift + 1
	greyTwo  = grey<<twoShift + 1<<(twoShift-1)
)

// convertBlock makes a macroblock of pixels; those beyond the picture's width and height repeat its edges.
func (p *picture) convertBlock(from Picture, width, height, bx, by int) {
	x0, y0 := bx*BlockSide, by*BlockSide
	if x0+BlockSide <= width && y0+BlockSide <= height {
		for y := y0; y < y0+BlockSide; y += 2 {
			upper := from.Pix[y*from.Stride+x0*bytesPerPixel:][:BlockSide*bytesPerPixel]
			lower := from.Pix[(y+1)*from.Stride+x0*bytesPerPixel:][:BlockSide*bytesPerPixel]
			p.convertRows(upper, lower, x0, y)
		}
		return
	}
	var rows [2][BlockSide * bytesPerPixel]byte
	for y := y0; y < y0+BlockSide; y += 2 {
		for i := range rows {
			row := from.Pix[min(y+i, height-1)*from.Stride:]
			for x := range BlockSide {
				copy(rows[i][x*bytesPerPixel:][:bytesPerPixel], row[min(x0+x, width-1)*bytesPerPixel:])
			}
		}
		p.convertRows(rows[0][:], rows[1][:], x0, y)
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
