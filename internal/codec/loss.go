package codec

import (
	"math/bits"

	"beside.example/internal/codec/rangecoder"
	"beside.example/internal/codec/zigzag"
)

const (
	// scaleBits is the length of an update's quantiser scale, and scaleUnit the scale at which steps are as in quantiserOf.
	scaleBits = 6
	scaleUnit = 16
	// lossyBlocks is how many transform blocks a block has: four of luma, two of chroma at half the resolution.
	lossyBlocks = 6
	// bands is in how many groups frequencies are told apart, largeLevel from where levels are coded as numbers.
	bands      = 8
	largeLevel = 15
	// lossWork is what a lossy block costs without its levels, levelWork what a level does.
	lossWork  = 2 * blockPixels
	levelWork = 6
)

// lossModel learns how photographs and videos differ from what was there, in frequencies.
//
// A block: [mode] a Tree of 2 bits, how it continues the pixels around it, see lossMode; by the modes of the blocks to the left and above.
// [coded] whether the difference of any of six 8 × 8 transform blocks is coded: luma from left to right and down, then blue and red chroma of 2 × 2 pixels each. If so each says
// [present] whether it is; its [last] Tree of 6 bits is the place of its last level in the zigzag, and the levels up to there follow: [zero]
// whether it is zero, which the last is not, then [size] in unary up to largeLevel, [large] Unsigned what is beyond that, and the sign
// as an even bit.
type lossModel struct {
	mode    [lossModes * lossModes][1 << modeBits]rangecoder.Prob
	coded   [3]rangecoder.Prob
	present [2][3]rangecoder.Prob
	last    [2][transformArea]rangecoder.Prob
	zero    [2][bands][3]rangecoder.Prob
	size    [2][bands][largeLevel]rangecoder.Prob
	large   rangecoder.Number
	// work adds up what levels cost, until it is taken.
	work int
}

// lossyBlock is the plan of the encoder for a lossy block, and what the decoder reads.
type lossyBlock struct {
	mode lossMode
	// guess is what the block continues.
	guess blockColours
	// levels are the quantised frequencies.
	levels [lossyBlocks]transformBlock
}

// quantiser holds the steps of luma and chroma in an update.
type quantiser [2]int32

// The steps at scaleUnit, the same for all frequencies: finer steps for low ones cost a sixth more bytes at the same distance from the
// picture.
const lumaStep, chromaStep = 12, 14

// quantiserOf returns the steps at a scale.
func quantiserOf(scale int) quantiser {
	return quantiser{
		max(1, lumaStep*int32(scale)*frequencyScale/scaleUnit),
		max(1, chromaStep*int32(scale)*frequencyScale/scaleUnit),
	}
}

// frequencyOrder are the places of frequencies from low to high.
var frequencyOrder = zigzag.Order()

// bandOf holds the band of each place in the zigzag.
var bandOf = makeBands()

func makeBands() (b [transformArea]uint8) {
	for i := range b {
		b[i] = uint8(min(bands-1, bits.Len(uint(i))+i/24))
	}
	return b
}

// code codes a block, which is either planned or filled.
func (m *lossModel) code(c *rangecoder.Coder, l *lossyBlock, left, above *blockState) {
	l.mode = lossMode(c.Tree(m.mode[left.mode*lossModes+above.mode][:], uint32(l.mode), modeBits))
	var ends [lossyBlocks]int
	any := false
	for i := range l.levels {
		if !c.Decoding() {
			ends[i] = l.levels[i].end()
			any = any || ends[i] > 0
		}
	}
	any = c.Bit(&m.coded[one(left.detailed)+one(above.detailed)], any)
	neighbours := 0
	for i := range l.levels {
		b := &l.levels[i]
		if c.Decoding() {
			*b = transformBlock{}
		}
		if !any {
			continue
		}
		plane := i / 4
		if i >= 4 {
			plane = 1
		}
		if c.Bit(&m.present[plane][min(neighbours, 2)], ends[i] > 0) {
			m.codeLevels(c, b, plane, ends[i]-1)
			neighbours++
		} else {
			neighbours = max(0, neighbours-1)
		}
	}
}

// end returns how many levels there are up to the last in the zigzag that is not zero.
func (b *transformBlock) end() int {
	n := len(frequencyOrder)
	for n > 0 && b[frequencyOrder[n-1]%transformArea] == 0 {
		n--
	}
	return n
}

// codeLevels codes the levels of a transform block, of which one at least is not zero. Last has no meaning when reading.
func (m *lossModel) codeLevels(c *rangecoder.Coder, b *transformBlock, plane, last int) {
	last = int(c.Tree(m.last[plane][:], uint32(max(0, last)), 6))
	m.work += levelWork * (last + 2)
	before := 0
	for i := last; i >= 0; i-- {
		at := frequencyOrder[i] % transformArea
		band := bandOf[i] % bands
		if i < last && c.Bit(&m.zero[plane][band][before], b[at] == 0) {
			b[at] = 0
			before = max(0, before-1)
			continue
		}
		size := abs(int(b[at]))
		n := 1
		for n < largeLevel && c.Bit(&m.size[plane][band][n-1], size > n) {
			n++
		}
		m.work += n
		if n == largeLevel {
			n += int(c.Unsigned(&m.large, uint32(max(0, size-largeLevel))))
			m.work += levelWork
		}
		negative := c.Even(uint32(one(b[at] < 0)), 1) == 1
		b[at] = int32(n)
		if negative {
			b[at] = -b[at]
		}
		before = min(2, n)
	}
}

// takeWork returns what levels cost since the last call.
func (m *lossModel) takeWork() int {
	work := m.work
	m.work = 0
	return work
}

// paint writes into a patch what the block's guess and its levels make, and returns whether there are any.
func (l *lossyBlock) paint(p *patch, q *quantiser) (detailed bool) {
	var planes [lossyBlocks]transformBlock
	for i := range l.levels {
		if l.levels[i] == (transformBlock{}) {
			continue
		}
		detailed = true
		step := q[min(1, i/4)]
		for j, level := range l.levels[i] {
			planes[i][j] = level * step
		}
		planes[i].inverse()
	}
	for y := range blockSide {
		row := p[patchOrigin+y*patchStride:][:blockSide]
		guess := l.guess[y*blockSide:][:blockSide]
		if !detailed {
			copy(row, guess)
			continue
		}
		left, at := y/transformSide*2, y%transformSide*transformSide
		blue, red := planes[4][y/2*transformSide:][:transformSide], planes[5][y/2*transformSide:][:transformSide]
		paintHalf(row[:transformSide], guess, planes[left][at:][:transformSide], blue, red)
		paintHalf(row[transformSide:], guess[transformSide:], planes[left+1][at:][:transformSide], blue[transformSide/2:], red[transformSide/2:])
	}
	return detailed
}

// paintHalf makes half a row of a block, by luma of each pixel and chroma of each two.
func paintHalf(row, guess []uint32, luma, blue, red []int32) {
	for i := 0; i+1 < len(row) && i+1 < len(guess) && i+1 < len(luma); i += 2 {
		d := stepOf(blue[i/2], red[i/2])
		row[i] = d.shifted(guess[i], luma[i])
		row[i+1] = d.shifted(guess[i+1], luma[i+1])
	}
}

// The weights of colours in luma and of chroma in colours, in 65536ths, as ITU-R BT.601 has them.
const (
	weightRed, weightGreen, weightBlue = 19595, 38470, 7471
	redOfRed, greenOfBlue              = 91881, 22554
	greenOfRed, blueOfBlue             = 46802, 116130
	weightShift                        = 16
	weightHalf                         = 1 << (weightShift - 1)
)

// colourStep is by how much a colour differs from another.
type colourStep struct{ red, green, blue int32 }

// stepOf returns what blue chroma and red chroma make of a grey.
func stepOf(blue, red int32) colourStep {
	return colourStep{
		red:   (redOfRed*red + weightHalf) >> weightShift,
		green: -((greenOfBlue*blue + greenOfRed*red + weightHalf) >> weightShift),
		blue:  (blueOfBlue*blue + weightHalf) >> weightShift,
	}
}

// shifted returns a colour moved by a step and by luma.
func (d colourStep) shifted(colour uint32, luma int32) uint32 {
	r, g, b := int32(colour>>16&0xff)+luma+d.red, int32(colour>>8&0xff)+luma+d.green, int32(colour&0xff)+luma+d.blue
	return clamp(r)<<16 | clamp(g)<<8 | clamp(b)
}

func clamp(v int32) uint32 { return uint32(min(255, max(0, v))) }

// lossMode is how a lossy block continues the pixels around it.
type lossMode uint8

// The modes. Their numbers stand on the wire.
const (
	// modeMean continues the mean of the pixels above and to the left.
	modeMean lossMode = iota
	// modeAbove continues each column from above, modeLeft each row from the left.
	modeAbove
	modeLeft
	// modeSlope continues both: the pixel above and the one to the left, less that above the left.
	modeSlope

	lossModes = 4
	modeBits  = 2
)

// continueFrom makes the block's guess of the pixels around it.
func (l *lossyBlock) continueFrom(p *patch) {
	above := p[patchOrigin-patchStride:][:blockSide]
	for y := range blockSide {
		row := l.guess[y*blockSide:][:blockSide]
		left := p[patchOrigin+y*patchStride-1]
		switch l.mode {
		case modeAbove:
			copy(row, above)
		case modeLeft:
			for x := range row {
				row[x] = left
			}
		case modeSlope:
			corner := p[patchOrigin-patchStride-1]
			r, g, b := int32(left>>16&0xff)-int32(corner>>16&0xff), int32(left>>8&0xff)-int32(corner>>8&0xff), int32(left&0xff)-int32(corner&0xff)
			for x, c := range above {
				row[x] = clamp(int32(c>>16&0xff)+r)<<16 | clamp(int32(c>>8&0xff)+g)<<8 | clamp(int32(c&0xff)+b)
			}
		default:
			if y > 0 {
				copy(row, l.guess[:blockSide])
				continue
			}
			mean := p.meanAround()
			for x := range row {
				row[x] = mean
			}
		}
	}
}

// meanAround returns the mean of the pixels above the block and to the left of it.
func (p *patch) meanAround() uint32 {
	var r, g, b uint32
	add := func(c uint32) { r, g, b = r+c>>16&0xff, g+c>>8&0xff, b+c&0xff }
	for i := range blockSide {
		add(p[patchOrigin-patchStride+i])
		add(p[patchOrigin+i*patchStride-1])
	}
	const n = 2 * blockSide
	return r/n<<16 | g/n<<8 | b/n
}
