package video

import "testing"

// TestSearchWithNothingForetold looks for where a block came from that stands still, in the last row below blocks that moved upwards, so
// that what they let expect lies out of reach: to stand still is tried all the same, whatever the block before it did.
func TestSearchWithNothingForetold(t *testing.T) {
	const width, height = 5 * BlockSide, 3 * BlockSide
	p := newPair(t, width, height, false)
	picture := scene(width, height, 0)
	p.encoder.Load(picture)
	p.encoder.Load(picture) // so that both pictures are that one
	c := p.encoder.slices[0]
	c.begin()
	const bx, by = 2, 2
	upwards := cell{v: vector{y: 4 * reach}, inter: true}
	for i := range c.above {
		c.above[i] = upwards
	}
	c.left = [2]cell{{inter: true}, {inter: true}}
	p.encoder.convert(p.encoder.source, picture, bx, by)
	for _, last := range []vector{{}, {x: 4}} {
		c.seeker = seeker{before: p.encoder.before, source: &p.encoder.source.luma, bit: 1, x: bx * BlockSide, y: by * BlockSide, best: last}
		c.seeker.search(c, bx, &c.block)
		if got := c.block.vectors[0]; c.block.kind != kindWhole || got != (vector{}) {
			t.Errorf("after a block that came from %v: from %v, kind %d", last, got, c.block.kind)
		}
	}
}
