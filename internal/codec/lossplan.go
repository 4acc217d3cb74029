package codec

// roundedUp is the part of a step, as 1/n, that is rounded up: small levels cost more than they show.
const roundedUp = 4

// plan chooses how the block in work, whose patch is loaded, continues its surroundings, and its levels.
func (c *canvas) plan() {
	l := &c.loss.block
	given := &c.block.given
	l.mode = bestMode(given, &c.block.patch)
	l.continueFrom(&c.block.patch)
	l.measure(given, &c.loss.steps)
}

// bestMode returns the mode of which every other row of a block differs least in green.
func bestMode(given *blockColours, p *patch) (best lossMode) {
	above := p[patchOrigin-patchStride:][:blockSide]
	mean, corner := greenOf(p.meanAround()), greenOf(p[patchOrigin-patchStride-1])
	var ofMean, ofAbove, ofLeft, ofSlope int32
	for y := 0; y < blockSide; y += 2 {
		left := greenOf(p[patchOrigin+y*patchStride-1])
		slope := left - corner
		row := given[y*blockSide:][:blockSide]
		for x, v := range row {
			is, up := greenOf(v), greenOf(above[x])
			ofMean += distanceOf(is, mean)
			ofAbove += distanceOf(is, up)
			ofLeft += distanceOf(is, left)
			ofSlope += distanceOf(is, min(255, max(0, up+slope)))
		}
	}
	least := ofMean
	for mode, difference := range [lossModes]int32{modeMean: ofMean, modeAbove: ofAbove, modeLeft: ofLeft, modeSlope: ofSlope} {
		if difference < least {
			best, least = lossMode(mode), difference
		}
	}
	return best
}

func greenOf(colour uint32) int32 { return int32(colour >> 8 & 0xff) }

func distanceOf(a, b int32) int32 { return max(a-b, b-a) }

// The weights of colours in chroma, in 65536ths.
const (
	blueOfR, blueOfG, blueOfB = -11056, -21712, 32768
	redOfR, redOfG, redOfB    = 32768, -27440, -5328
)

// measure makes the levels of what differs from the guess.
func (l *lossyBlock) measure(given *blockColours, q *quantiser) {
	for y := 0; y < blockSide; y += 2 {
		for x := 0; x < blockSide; x += 2 {
			i := y*blockSide + x
			luma := &l.levels[y/transformSide*2+x/transformSide]
			at := y%transformSide*transformSide + x%transformSide
			a, d0 := lumaOf(given[i], l.guess[i])
			b, d1 := lumaOf(given[i+1], l.guess[i+1])
			luma[at], luma[at+1] = a, b
			a, d2 := lumaOf(given[i+blockSide], l.guess[i+blockSide])
			b, d3 := lumaOf(given[i+blockSide+1], l.guess[i+blockSide+1])
			luma[at+transformSide], luma[at+transformSide+1] = a, b
			red, green, blue := d0.red+d1.red+d2.red+d3.red, d0.green+d1.green+d2.green+d3.green, d0.blue+d1.blue+d2.blue+d3.blue
			at = y/2*transformSide + x/2
			const mean, half = weightShift + 2, 1 << (weightShift + 1) // of four
			l.levels[4][at] = (blueOfR*red + blueOfG*green + blueOfB*blue + half) >> mean
			l.levels[5][at] = (redOfR*red + redOfG*green + redOfB*blue + half) >> mean
		}
	}
	for i := range l.levels {
		b := &l.levels[i]
		b.forward()
		quantise(b, q[min(1, i/4)])
	}
}

// lumaOf returns by how much two colours differ in luma, and in all.
func lumaOf(a, b uint32) (int32, colourStep) {
	d := colourStep{int32(a>>16&0xff) - int32(b>>16&0xff), int32(a>>8&0xff) - int32(b>>8&0xff), int32(a&0xff) - int32(b&0xff)}
	return (weightRed*d.red + weightGreen*d.green + weightBlue*d.blue + weightHalf) >> weightShift, d
}

// quantise turns frequencies into levels.
func quantise(b *transformBlock, step int32) {
	round := step / roundedUp
	for i, f := range b {
		size := max(f, -f) + round
		switch {
		case size < step:
			b[i] = 0
		case f < 0:
			b[i] = -(size / step)
		default:
			b[i] = size / step
		}
	}
}
