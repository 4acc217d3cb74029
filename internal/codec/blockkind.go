package codec

import (
	"beside.example/internal/codec/rangecoder"
	"beside.example/internal/framebuffer"
)

// blockKind is how a block is coded.
type blockKind uint8

// The kinds of blocks. Their numbers stand on the wire.
const (
	// kindSame is a block that stays as it is.
	kindSame blockKind = iota
	// kindExact is coded colour by colour from its neighbours: text and drawings.
	kindExact
	// kindFill has one colour.
	kindFill
	// kindCached was seen before.
	kindCached
	// kindShaded is coded by its steps from pixel to pixel: photographs and shades.
	kindShaded
	// kindLossy is coded by frequencies, and only nearly as it is: photographs and videos.
	kindLossy
	// kindRefined makes a block exact that was coded with loss.
	kindRefined
	// kindEnd is none, and no later one is known.
	kindEnd

	// kindBits is the number of bits of a kind other than kindSame, and kindCount bounds all kinds.
	kindBits  = 3
	kindCount = 1 + 1<<kindBits
)

// codedRows is a block of which every row is rowCoded.
const codedRows = 0xaaaaaaaa

// What the parts of an update cost the decoder, in pixels of text, which take about 15 ns.
const (
	blockWork  = 16
	exactWork  = blockPixels
	unseenWork = 4
	escapeWork = 12
	shadedWork = 12 * blockPixels

	// maxWork bounds the cost of one update, so that it takes a decoder no more than 50 ms whatever stands in it. A keyframe may cost less, as
	// much as a display of 1080p that is all text.
	maxWork         = 3 << 20
	maxKeyframeWork = 5 << 19
	// madePixels is how many pixels of a picture that is made anew cost as much as one of text.
	madePixels = 36
	// frameWork is what a frame of a video costs at most, in the same measure.
	frameWork = 3 << 20
	// maxRefusedWork is what updates may cost that are refused in a row, about 100 ms: one of the dearest, whatever it is, and the
	// dearest keyframe after it, of a display that is large.
	maxRefusedWork = maxWork + tileWork + maxKeyframeWork + tileWork + framebuffer.MaxPixels/madePixels/2
	// tileWork is the most that a tile costs.
	tileWork = blocksPerTile * blocksPerTile * (2*blockWork + refineWork)
)

// mostWork returns what the update in work may cost.
func (c *canvas) mostWork() int {
	if c.now == 1 {
		return maxKeyframeWork
	}
	return maxWork
}

// layoutModel is what is learned of where changes are and of which kind.
type layoutModel struct {
	kept           rangecoder.Prob
	more, adjacent [2]rangecoder.Prob
	gap            rangecoder.Number
	same           [kindCount * kindCount]rangecoder.Prob
	kind           [kindCount * kindCount][1 << kindBits]rangecoder.Prob

	moves moveModel
	// lossy tells whether the update holds lossy blocks.
	lossy rangecoder.Prob
	scale [1 << scaleBits]rangecoder.Prob
}

// codeKind codes the kind of a block, in the light of its neighbours' to the left and above.
func (m *layoutModel) codeKind(c *rangecoder.Coder, k, left, above blockKind) blockKind {
	context := int(left)*kindCount + int(above)
	if c.Bit(&m.same[context], k == kindSame) {
		return kindSame
	}
	return 1 + blockKind(c.Tree(m.kind[context][:], uint32(k-1), kindBits))
}

// codeGap codes whether another tile follows, and how many are left out before it, less than tiles.
func (m *layoutModel) codeGap(c *rangecoder.Coder, more bool, gap int, adjacent *int) (int, bool) {
	if !c.Bit(&m.more[*adjacent], more) {
		return 0, false
	}
	if c.Bit(&m.adjacent[*adjacent], gap == 0) {
		*adjacent = 1
		return 0, true
	}
	*adjacent = 0
	return 1 + int(c.Unsigned(&m.gap, uint32(gap-1))), true
}
