package codec

// roundedUp is the part of a step, as 1/n, that is rounded up: small levels cost more than they show.
const roundedUp = 4

// plan chooses how the block in work, whose patch is loaded, continues its surroundings, and its levels.
func (c *canvas) plan() {
	l := &c.loss.block
	given := &c.block.given
	best, least := modeMean, 1<<30
	for mode := range lossMode(lossModes) {
		l.mode = mode
		l.continueFrom(&c.block.patch)
		if difference := differenceFrom(given, &l.guess); difference < least {
			best, least = mode, difference
		}
	}
	if l.mode != best {
		l.mode = best
		l.continueFrom(&c.block.patch)
	}
	l.measure(given, &c.loss.steps)
}

// differenceFrom sums the differences in green over every other row of two blocks.
func differenceFrom(a, b *blockColours) int {
	sum := 0
	for y := 0; y < blockSide; y += 2 {
		for x := range blockSide {
			i := y*blockSide + x
			sum += abs(int(a[i]>>8&0xff) - int(b[i]>>8&0xff))
		}
	}
	return sum
}

// The weights of colours in chroma, in 65536ths.
const (
	blueOfR, blueOfG, blueOfB = -11056, -21712, 32768
	redOfR, redOfG, redOfB    = 32768, -27440, -5328
)

// measure makes the levels of what differs from the guess.
func (l *lossyBlock) measure(given *blockColours, q *quantiser) {
	l.levels[4], l.levels[5] = transformBlock{}, transformBlock{}
	for y := range blockSide {
		for x := range blockSide {
			i := y*blockSide + x
			a, b := given[i], l.guess[i]
			red := int32(a>>16&0xff) - int32(b>>16&0xff)
			green := int32(a>>8&0xff) - int32(b>>8&0xff)
			blue := int32(a&0xff) - int32(b&0xff)
			l.levels[y/transformSide*2+x/transformSide][y%transformSide*transformSide+x%transformSide] =
				(weightRed*red + weightGreen*green + weightBlue*blue + weightHalf) >> weightShift
			at := y/2*transformSide + x/2
			l.levels[4][at] += blueOfR*red + blueOfG*green + blueOfB*blue
			l.levels[5][at] += redOfR*red + redOfG*green + redOfB*blue
		}
	}
	for i := range l.levels {
		b := &l.levels[i]
		if i >= 4 {
			for j := range b {
				b[j] = (b[j] + 2*weightHalf*2) >> (weightShift + 2) // the mean of four
			}
		}
		b.forward()
		quantise(b, q[min(1, i/4)])
	}
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
