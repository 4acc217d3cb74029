package codec

import (
	"image"

	"beside.example/internal/framebuffer"
)

const (
	// searchSteps are the steps of the search for motion, in pixels, and searchRounds how often each is taken: faster motion is found from
	// the neighbours' vectors.
	firstSearchStep, searchRounds = 8, 4
	// enoughLike is the difference, summed over half the pixels of a block, at which no better place is looked for.
	enoughLike = 200
	// vectorCost is what a vector must gain.
	vectorCost = 12
	// roundedUp is the part of a step, as 1/n, that is rounded up: small levels cost more than they show.
	roundedUp = 4
)

// plan chooses what the block in work continues, and its levels.
func (c *canvas) plan(box image.Rectangle, left, above blockState) {
	l := &c.loss.block
	given := &c.block.given
	c.block.patch.load(c, box)
	l.guessAround(&c.block.patch)
	l.inter = false
	if c.loss.motion {
		vector, difference := c.search(box, left, above)
		if difference < differenceFrom(given, &l.guess) {
			l.inter, l.vector = true, vector
			l.guess.load(c.loss.before, box.Add(vector))
		}
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

// search looks for the place from which the block in work moved, and returns the vector to it with the difference that remains.
func (c *canvas) search(box image.Rectangle, left, above blockState) (best image.Point, least int) {
	given := &c.block.given
	before := c.loss.before
	least = differenceAt(given, before, box.Min, 1<<30)
	try := func(v image.Point) bool {
		if !box.Add(v).In(before.Bounds()) {
			return false
		}
		d := differenceAt(given, before, box.Min.Add(v), least-vectorCost) + vectorCost
		if d >= least {
			return false
		}
		best, least = v, d
		return true
	}
	for _, s := range [...]blockState{left, above} {
		if v := image.Pt(int(s.vector[0]), int(s.vector[1])); least > enoughLike && v != best {
			try(v)
		}
	}
	for step := firstSearchStep; step > 0 && least > enoughLike; step /= 2 {
		for range searchRounds {
			at := best
			found := try(at.Add(image.Pt(step, 0)))
			found = try(at.Add(image.Pt(-step, 0))) || found
			found = try(at.Add(image.Pt(0, step))) || found
			if found = try(at.Add(image.Pt(0, -step))) || found; !found {
				break
			}
		}
	}
	return best, least
}

// differenceAt is differenceFrom to a place in a picture, as long as it is below limit.
func differenceAt(a *blockColours, fb *framebuffer.Framebuffer, at image.Point, limit int) int {
	sum := 0
	for y := 0; y < blockSide; y += 2 {
		row := fb.Row(at.Y+y, at.X, at.X+blockSide)
		row = row[:blockSide*framebuffer.BytesPerPixel]
		colours := a[y*blockSide:][:blockSide]
		for x, c := range colours {
			sum += abs(int(c>>8&0xff) - int(row[x*framebuffer.BytesPerPixel+1]))
		}
		if sum >= limit {
			return sum
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
