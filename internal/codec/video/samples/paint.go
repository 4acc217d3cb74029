package samples

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

// Paint makes 16 pixels of each of so many pairs of rows, at least one, of luma from an even sample of an even row on. Chroma begins one row of
// its own further up, and ends one further down: a sample of it lies on the left one of two pixels, between two rows, so that pixels have
// three parts of the nearer row and one of the other, and the means of neighbours between them. The fourth byte becomes zero.
func Paint(to []byte, stride int, luma []byte, lumaStride int, blue, red []byte, chromaStride, pairs int) {
	paint(span(to, stride, 2*pairs, pixelRow), stride, span(luma, lumaStride, 2*pairs, BlockSide), lumaStride,
		span(blue, chromaStride, pairs+2, Side+1), span(red, chromaStride, pairs+2, Side+1), chromaStride, pairs)
}

func plainPaint(to []byte, stride int, luma []byte, lumaStride int, blue, red []byte, chromaStride, pairs int) {
	for y := range 2 * pairs {
		near := y/2 + 1
		far := near - 1 + y&1*2
		paintRow(to[y*stride:][:pixelRow], luma[y*lumaStride:][:BlockSide],
			blue[near*chromaStride:], blue[far*chromaStride:], red[near*chromaStride:], red[far*chromaStride:])
	}
}

// paintRow makes a row of 16 pixels from luma and the nearer and the other row of blue and red chroma.
func paintRow(to, luma, blue, farBlue, red, farRed []byte) {
	var left, between [2]uint64
	for i, rows := range [...][2][]byte{{blue, farBlue}, {red, farRed}} {
		a, b := rows[0][:Side+1], rows[1][:Side+1]
		left[i] = blend(load8(a), load8(b))
		between[i] = mean8(left[i], blend(load8(a[1:]), load8(b[1:])))
	}
	for i := range 2 {
		l := load8(luma[i*Side:])
		shift := 4 * Side * i // four samples of chroma make eight pixels
		b0, g0, r0 := colours(l&lanes, spread4(left[0]>>shift), spread4(left[1]>>shift))
		b1, g1, r1 := colours(l>>8&lanes, spread4(between[0]>>shift), spread4(between[1]>>shift))
		bg0, bg1 := b0|g0<<8, b1|g1<<8
		out := to[i*Side*BytesPerPixel:][:Side*BytesPerPixel]
		for j := range Side / 2 {
			first := bg0>>(16*j)&0xffff | r0>>(16*j)&0xffff<<16
			second := bg1>>(16*j)&0xffff | r1>>(16*j)&0xffff<<16
			store8(out[j*2*BytesPerPixel:], first|second<<32)
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
