package codec

import (
	"errors"
	"image"
	"math/bits"

	"beside.example/internal/codec/rangecoder"
	"beside.example/internal/framebuffer"
)

// canvas is what both ends of EncodingContext hold alike: the picture that the viewer has, and all that was learned in coding it. The
// same methods write an update and read it, by the direction of the coder, so that the two ends cannot come to differ.
type canvas struct {
	fb    *framebuffer.Framebuffer
	coder rangecoder.Coder
	// known marks tiles that were coded since the keyframe, unknown counts the others.
	known   []bool
	unknown int
	// columns is the number of blocks in a row.
	columns int
	blocks  []blockState
	// nothing is the state of a block that was not coded in this update.
	nothing blockState
	// now counts the updates since the keyframe.
	now uint32
	updateInWork

	layout  layoutModel
	colours colourModel
	shades  shadeModel
	cache   blockCache
	rows    rowModel
	refines refineModel
	block   blockInWork
	loss    lossState
	area    videoArea
}

// updateInWork is what a canvas knows of the update that is being coded.
type updateInWork struct {
	// check is made of the pixels that it wrote.
	check uint32
	// changed is what the tile coded last changed, at least.
	changed image.Rectangle
	// work counts what it has cost so far, see maxWork.
	work int
	// err is the first reason for which it is refused.
	err error
}

// blockState is what is remembered of a block.
type blockState struct {
	// replaced is the update that last replaced any of its pixels.
	replaced uint32
	// coded is the update that coded it last, as kind, with rows as the rowKind of each row.
	coded uint32
	rows  uint32
	kind  blockKind
	// gone has a bit for each pixel of its last row that did not stay then.
	gone uint16
	// stood is the number in the cache, plus one, of what stood here before what stands here now.
	stood int32
	// video is the update since which the block is video, or zero.
	video uint32
	// mode is how it continues its surroundings if it is kindLossy, detailed whether it had levels.
	mode     lossMode
	detailed bool
}

// restart forgets everything but the pixels: a keyframe begins.
func (c *canvas) restart(width, height int) error {
	if c.fb == nil {
		fb, err := framebuffer.New(width, height)
		if err != nil {
			return err
		}
		c.fb = fb
	} else if c.fb.Width != width || c.fb.Height != height {
		if err := c.fb.Resize(width, height); err != nil {
			return err
		}
	}
	c.unknown = c.fb.Grid().Tiles()
	c.known = resized(c.known, c.unknown)
	clear(c.known)
	c.columns = blocksAlong(width)
	c.blocks = resized(c.blocks, c.columns*blocksAlong(height))
	clear(c.blocks)
	c.now = 0
	c.layout = layoutModel{}
	c.colours.restart()
	c.shades = shadeModel{}
	c.rows = rowModel{}
	c.refines = refineModel{}
	c.loss = lossState{}
	c.area.restart()
	c.cache.restart()
	return nil
}

// codeKept codes after a keyframe which tiles are known all the same. Kept is nil when reading.
func (c *canvas) codeKept(kept []bool) {
	for i := range c.known {
		if c.coder.Bit(&c.layout.kept, kept != nil && kept[i]) {
			c.known[i] = true
			c.unknown--
		}
	}
}

// blocksAlong returns how many blocks a side of the picture has.
func blocksAlong(pixels int) int { return (pixels + blockSide - 1) / blockSide }

// begin starts an update.
func (c *canvas) begin() {
	c.now++
	c.work = 0
	c.check = 0
	c.err = nil
}

// checkFactor spreads the pixels of a check.
const checkFactor = 0x01000193

// checkBits is the length of the check at the end of an update: a decoder that went astray is found out by the first updates.
const checkBits = 8

// end codes the check.
func (c *canvas) end() {
	check := c.check * checkFactor >> (32 - checkBits)
	if c.coder.Even(check, checkBits) != check {
		c.fail("the picture is not the one that was sent")
	}
}

// fail keeps the first reason for which an update is refused.
func (c *canvas) fail(reason string) {
	if c.err == nil {
		c.err = errors.New(reason)
	}
}

// knows reports whether the tile of a pixel is known.
func (c *canvas) knows(at image.Point) bool {
	return c.known[c.tileOf(at)]
}

// knowsAround reports whether the tiles of a block and of all its neighbours in a patch are known; they lie inside the picture.
func (c *canvas) knowsAround(box image.Rectangle) bool {
	left, right, top := box.Min.X-patchMargin, box.Min.X+blockSide, box.Min.Y-patchMargin
	return c.knows(image.Pt(left, top)) && c.knows(image.Pt(right, top)) &&
		c.knows(image.Pt(left, box.Min.Y)) && c.knows(image.Pt(right, box.Min.Y)) && c.knows(image.Pt(box.Min.X, top))
}

// tileOf returns the index of the tile of a pixel.
func (c *canvas) tileOf(at image.Point) int {
	return at.Y/framebuffer.TileSide*c.fb.Grid().Columns() + at.X/framebuffer.TileSide
}

// codeTile codes the blocks of a tile. The chooser is nil when reading.
func (c *canvas) codeTile(index int, ch *chooser) {
	tile := c.fb.Grid().Tile(index)
	c.changed = image.Rectangle{}
	if !c.known[index] {
		c.changed = tile
		// What stood here is not the same on both ends.
		blacken(c.fb, tile)
		c.known[index] = true
		c.unknown--
	}
	for y := tile.Min.Y; y < tile.Max.Y; y += blockSide {
		for x := tile.Min.X; x < tile.Max.X; x += blockSide {
			box := image.Rect(x, y, min(x+blockSide, tile.Max.X), min(y+blockSide, tile.Max.Y))
			c.codeBlock(box, ch)
			if c.err != nil {
				return
			}
		}
	}
}

// blacken makes a part of a picture black.
func blacken(fb *framebuffer.Framebuffer, part image.Rectangle) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		clear(fb.Row(y, part.Min.X, part.Max.X))
	}
}

// codeBlock codes one block.
func (c *canvas) codeBlock(box image.Rectangle, ch *chooser) {
	at := box.Min.Y/blockSide*c.columns + box.Min.X/blockSide
	s := &c.blocks[at]
	left, above := c.neighbour(box, at, 1, 0), c.neighbour(box, at, 0, 1)
	b := &c.block
	b.size, b.taken = box.Size(), s.video != 0
	choice := choice{}
	if ch != nil {
		choice = ch.choose(c, box, at)
	}
	c.work += blockWork
	if b.taken && !c.codeTaken(s, choice.kind != kindSame, left, above) {
		s.coded, s.kind, s.rows, s.gone = c.now, kindSame, 0, 0
		return
	}
	choice.kind = c.layout.codeKind(&c.coder, choice.kind, left.kind, above.kind)
	s.coded, s.kind, s.rows, s.gone = c.now, choice.kind, 0, 0
	s.mode, s.detailed = 0, false
	if choice.kind != kindSame {
		s.rows, s.gone = codedRows, sameRow
	}
	if choice.kind == kindSame {
		if b.taken {
			c.fail("a block of a video that is as before")
		}
		return
	}
	c.codeAs(choice, box, s, left, above)
	if c.err != nil {
		return
	}
	filled := choice.kind == kindFill
	c.check = c.check*checkFactor + b.sample(filled)
	changed := box
	if !b.taken {
		changed = changedRows(box, s.rows)
	}
	c.changed = c.changed.Union(changed)
	c.replace(box, at)
	switch {
	case ch != nil:
		ch.done(c, box, at, choice)
	case filled:
		fill(c.fb, box, b.filling)
	default:
		b.patch.store(c.fb, box.Min.Y, changed)
	}
}

// codeAs codes the pixels of a block as its kind says.
func (c *canvas) codeAs(choice choice, box image.Rectangle, s *blockState, left, above *blockState) {
	b := &c.block
	switch choice.kind {
	case kindCached:
		c.codeCached(choice.cached, box)
	case kindFill:
		b.filling = c.colours.fill(&c.coder, c.corner(box), b.given[0])
		c.work += c.colours.takeWork()
	case kindExact:
		if !choice.loaded {
			c.loadBlock(box, s)
		}
		s.rows, s.gone = c.codeRows(&c.colours, above, left)
		c.work += exactWork + c.colours.takeWork()
	case kindShaded:
		if !choice.loaded {
			c.loadBlock(box, s)
		}
		s.rows, s.gone = c.codeRows(&c.shades, above, left)
		c.work += shadedWork
	case kindLossy:
		c.codeLossy(box, s, left, above)
	case kindRefined:
		b.patch.load(c, box)
		c.refines.code(&c.coder, b)
		c.work += refineWork
	default:
		c.fail("unknown kind of a block")
	}
}

// changedRows returns the part of a block from the first row that changed to the last.
func changedRows(box image.Rectangle, rows uint32) image.Rectangle {
	if rows == 0 {
		return image.Rectangle{}
	}
	end := (bits.Len32(rows) + rowBits - 1) / rowBits
	box.Max.Y = min(box.Max.Y, box.Min.Y+end)
	box.Min.Y += bits.TrailingZeros32(rows) / rowBits
	return box
}

// neighbour returns what the block next to another became in this update: nothing, if it was not coded in it.
func (c *canvas) neighbour(box image.Rectangle, at, left, up int) *blockState {
	if box.Min.X < left || box.Min.Y < up {
		return &c.nothing
	}
	if s := &c.blocks[at-left-up*c.columns]; s.coded == c.now {
		return s
	}
	return &c.nothing
}

// settledAge is for how many updates a block must have stood to be worth keeping when it is overwritten: what came and went in a moment
// rarely comes back.
const settledAge = 5

// replace notes that a block is about to be overwritten, and keeps its pixels in the cache if they stood for a while.
func (c *canvas) replace(box image.Rectangle, at int) {
	s := &c.blocks[at]
	settled := s.replaced > 0 && c.now-s.replaced >= settledAge
	s.replaced = c.now
	if settled && box.Dx() == blockSide && box.Dy() == blockSide {
		if id, kept := c.cache.offer(c, box, at, int(s.stood)-1); kept {
			s.stood = int32(id + 1)
		}
		c.work += blockWork
	}
}

// loadBlock makes a block ready for coding its rows.
func (c *canvas) loadBlock(box image.Rectangle, s *blockState) {
	b := &c.block
	b.patch.load(c, box)
	b.hasStood = s.stood > 0 && c.cache.owner(int(s.stood-1)) == box.Min.Y/blockSide*c.columns+box.Min.X/blockSide
	b.stood = &b.rest
	if b.hasStood {
		b.stood = c.cache.at(int(s.stood - 1))
	}
}

// codeCached fetches a block from the cache.
func (c *canvas) codeCached(id int, box image.Rectangle) {
	if box.Dx() != blockSide || box.Dy() != blockSide {
		c.fail("a cut off block from the cache")
		return
	}
	id = c.cache.codeID(&c.coder, id)
	if !c.cache.has(id) {
		c.fail("block that the cache does not have")
		return
	}
	c.cache.fetch(id, &c.block.patch)
}
