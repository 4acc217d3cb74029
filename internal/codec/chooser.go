package codec

import (
	"encoding/binary"
	"image"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// choice is how the encoder wants a block to be coded.
type choice struct {
	kind blockKind
	// cached is the block's number in the cache.
	cached int
	// stays tells that a lossy block stays lossy where it did not change.
	stays bool
	// part is the only part of the block that differs from what the viewer has, unless it is empty.
	part image.Rectangle
	// loaded tells that the block in work has been loaded already.
	loaded bool
	// warming is how much the change looks like one of a video.
	warming int
}

// chooser decides how blocks of a picture are coded.
type chooser struct {
	// source is the picture to be coded, previous the one that was given before. While nothing is lossy that is the canvas's own, and its
	// memory waits in spare.
	source, previous, spare *framebuffer.Framebuffer
	// part is where in the tile that is coded the source may differ from the previous picture.
	part image.Rectangle
	// moved is for each block the update in which a copy made all of it right.
	moved []uint32
	// taking marks blocks of a video that are to be coded.
	taking []bool
	// watch is told of what changes.
	watch *areaWatch
	// refineBytes is how many bytes of the update may make lossy blocks exact, which were last changed before the grab refineBefore.
	// refineFrom is the length of the update at which that began for the block in work.
	refineBytes, refineFrom int
	refineBefore            uint32
	// lost counts the blocks that were coded with loss.
	lost uint32
	// was is scratch for what was given of a block before.
	was blockColours
}

// join makes one picture of the canvas's and the previous one, which are alike.
func (ch *chooser) join(c *canvas) {
	if ch.previous != c.fb {
		ch.previous, ch.spare = c.fb, ch.previous
	}
}

// split makes two pictures of one, unless there are two. Of the tiles that are not known the previous one is black, as codeTile makes them; nil
// tells that all are.
func (ch *chooser) split(c *canvas, known []bool) {
	if ch.previous != c.fb {
		return
	}
	fb, p := c.fb, ch.spare
	if p == nil || p.Width != fb.Width || p.Height != fb.Height {
		p = &framebuffer.Framebuffer{Width: fb.Width, Height: fb.Height, Pix: make([]byte, len(fb.Pix))}
	}
	ch.previous, ch.spare, c.cache.index.source = p, nil, p
	copy(p.Pix, fb.Pix)
	for i, is := range known {
		if !is {
			blacken(p, fb.Grid().Tile(i))
		}
	}
}

// choose looks at a block, and leaves its colours in the block in work unless it stays the same.
func (ch *chooser) choose(c *canvas, box image.Rectangle, at int) choice {
	index := c.cache.index
	given := &c.block.given
	if c.block.taken {
		if !ch.taking[at] {
			return choice{kind: kindSame}
		}
	} else if ch.moved[at] == c.now || !damage.Differs(ch.previous, ch.source, box.Intersect(ch.part)) {
		if !index.lossy[at] || !ch.refines(at, c.coder.Len()) {
			return choice{kind: kindSame}
		}
		given.load(ch.source, box)
		return choice{kind: kindRefined}
	}
	whole := box.Dx() == blockSide && box.Dy() == blockSide
	if whole && plain(ch.source, box) {
		given[0] = colourOfFirst(ch.source, box)
		return choice{kind: kindFill}
	}
	if part := box.Intersect(ch.part); part != box && !c.block.taken && !index.lossy[at] && plain(ch.source, part) {
		ch.giveOver(c, box, part, at)
		return choice{kind: kindExact, part: part, loaded: true}
	}
	given.load(ch.source, box)
	if whole {
		id, ok := index.find(given.hash())
		if ok && (c.loss.lossy && index.nearly[id] || *c.cache.at(id) == *given) {
			return choice{kind: kindCached, cached: id}
		}
	}
	if index.lossy[at] {
		if kind := ch.keepRest(c, box); kind != kindSame {
			return choice{kind: kind, stays: true}
		}
	}
	return ch.chooseByLooks(c, box, at, whole)
}

// chooseByLooks decides how a block is coded by what it looks like. Whole tells that it is not cut off.
func (ch *chooser) chooseByLooks(c *canvas, box image.Rectangle, at int, whole bool) choice {
	given, pixels := &c.block.given, box.Dx()*box.Dy()
	switch {
	case drawn(given, box.Size()):
		// At the edge of a video most of a block is something else.
		if c.area.left > 0 && c.isNearVideo(at) && changeOf(ch.previous, ch.source, box, 1) == changedPhoto {
			return choice{kind: kindExact, warming: warmingPart}
		}
		return choice{kind: kindExact}
	case !c.loss.lossy || c.block.taken:
		return choice{kind: kindShaded}
	}
	switch there, told := c.foretold(box, at); {
	case mostTold(told, pixels):
		return choice{kind: kindExact, warming: warmingPart, loaded: true}
	case muchThere(there, pixels):
		return choice{kind: kindShaded, warming: warmingPart, loaded: true}
	case !whole:
		return choice{kind: kindShaded, warming: warming, loaded: true}
	default: // foretold has loaded the patch
		c.plan()
		return choice{kind: kindLossy, warming: warming}
	}
}

// giveOver makes what is given of a block a part of one colour over what is there: a window's edge, a caret. Nothing else of it need be
// looked at: as a drawing it costs next to nothing, whatever it lies over, and hardly more than one from the cache, which may be far away.
func (ch *chooser) giveOver(c *canvas, box, part image.Rectangle, at int) {
	b := &c.block
	c.loadBlock(box, &c.blocks[at])
	colour := colourOfFirst(ch.source, part)
	part = part.Sub(box.Min)
	for y := range b.size.Y {
		row := b.given[y*blockSide:][:b.size.X]
		copy(row, b.row(y))
		if y >= part.Min.Y && y < part.Max.Y {
			for x := part.Min.X; x < part.Max.X; x++ {
				row[x] = colour
			}
		}
	}
}

// colourOfFirst returns the colour of the first pixel of a part of a picture.
func colourOfFirst(fb *framebuffer.Framebuffer, part image.Rectangle) uint32 {
	return binary.LittleEndian.Uint32(fb.Row(part.Min.Y, part.Min.X, part.Min.X+1)) & colourMask
}

// plain reports whether a part of a picture has one colour.
func plain(fb *framebuffer.Framebuffer, part image.Rectangle) bool {
	const many = 8
	colour := colourOfFirst(fb, part)
	pair := uint64(colour) | uint64(colour)<<32
	stride, width := fb.Stride(), part.Dx()*framebuffer.BytesPerPixel
	at := part.Min.Y*stride + part.Min.X*framebuffer.BytesPerPixel
	for range part.Dy() {
		row := fb.Pix[at : at+width]
		var other uint64
		for ; len(row) >= many*framebuffer.BytesPerPixel; row = row[many*framebuffer.BytesPerPixel:] {
			r := (*[many * framebuffer.BytesPerPixel]byte)(row)
			other |= (binary.LittleEndian.Uint64(r[0:]) ^ pair) | (binary.LittleEndian.Uint64(r[8:]) ^ pair) |
				(binary.LittleEndian.Uint64(r[16:]) ^ pair) | (binary.LittleEndian.Uint64(r[24:]) ^ pair)
		}
		for ; len(row) >= framebuffer.BytesPerPixel; row = row[framebuffer.BytesPerPixel:] {
			other |= uint64(binary.LittleEndian.Uint32(row) ^ colour)
		}
		if other&colourMaskPair != 0 {
			return false
		}
		at += stride
	}
	return true
}

// refines reports whether a lossy block is to be made exact now, in an update of some length so far.
func (ch *chooser) refines(at, length int) bool {
	w := ch.watch
	ch.refineFrom = length
	return ch.refineBytes > 0 && w.changed[at] < ch.refineBefore && w.scrolled[at] < ch.refineBefore
}

// toldShare is the part of a block's pixels, as 1/n, that neither stay nor repeat a neighbour where one is a drawing over a photograph,
// half a button on a wallpaper say: as a drawing that is exact at once, for a fifth of the bytes.
const toldShare = 32

// foretold returns how many of the block's pixels are as they were or as they stood, which is exact for next to nothing, and how many are
// so or repeat the one to the left or above. It does not count to the end where both are too few.
func (c *canvas) foretold(box image.Rectangle, at int) (there, told int) {
	b := &c.block
	b.size = box.Size()
	c.loadBlock(box, &c.blocks[at])
	pixels := b.size.X * b.size.Y
	for y := range b.size.Y {
		for x, old := range b.row(y) {
			i := y*blockSide + x
			v := b.given[i]
			is := one(v == old || b.hasStood && v == b.stood[i])
			there += is
			told += is | one(x > 0 && v == b.given[i-min(x, 1)]) | one(y > 0 && v == b.given[i-min(y, 1)*blockSide])
		}
		if left := pixels - (y+1)*b.size.X; !muchThere(there+left, pixels) && !mostTold(told+left, pixels) {
			break // a photograph, whatever is left
		}
	}
	return there, told
}

// muchThere reports whether so many of a block's pixels that stay are many, mostTold whether so many that stay or repeat are nearly all.
func muchThere(there, pixels int) bool { return there*2 >= pixels }

func mostTold(told, pixels int) bool { return told*toldShare >= pixels*(toldShare-1) }

const (
	// touchedShare is the part of a lossy block, as 1/n, that may change for only that to be coded.
	touchedShare = 8
	// lineShare is how many pixels a row has that changed, at least and as a mean over those rows, for them to be coded as a drawing: an
	// edge that goes down through noise is better told pixel by pixel.
	lineShare = 2
)

// keepRest makes what has changed of a lossy block the only thing which is given, if it is little: the rest becomes exact when it is its
// turn. It returns how to code that, or kindSame if more has changed.
func (ch *chooser) keepRest(c *canvas, box image.Rectangle) blockKind {
	given, rest, was := &c.block.given, &c.block.rest, &ch.was
	changed, rows := 0, 0
	for y := range box.Dy() {
		before := changed
		old := was[y*blockSide:][:box.Dx()]
		colours(old, ch.previous.Row(box.Min.Y+y, box.Min.X, box.Max.X))
		for x, v := range given[y*blockSide:][:box.Dx()] {
			changed += one(old[x] != v)
		}
		if changed*touchedShare > box.Dx()*box.Dy() {
			return kindSame
		}
		rows += one(changed > before)
	}
	rest.load(c.fb, box)
	for y := range box.Dy() {
		for i := y * blockSide; i < y*blockSide+box.Dx(); i++ {
			if was[i] != given[i] {
				rest[i] = given[i]
			}
		}
	}
	kind := kindShaded
	if changed > rows*lineShare && drawn(given, box.Size()) {
		kind = kindExact
	}
	*given = *rest
	return kind
}

// done notes that a block is coded: the decoder has what the patch holds, which is the source unless it lost something.
func (ch *chooser) done(c *canvas, box image.Rectangle, at int, made choice) {
	index := c.cache.index
	lost := made.stays || made.kind == kindLossy || made.kind == kindCached && index.nearly[made.cached]
	if lost {
		ch.split(c, nil)
	}
	index.setLossy(at, lost)
	ch.lost += uint32(one(lost && !made.stays))
	if made.kind == kindRefined {
		ch.refineBytes -= c.coder.Len() - ch.refineFrom
	} else if c.loss.lossy {
		ch.watch.touch(at, made.warming)
	}
	ch.taking[at] = false
	changed := box
	if !made.part.Empty() {
		changed = made.part
	}
	if lost {
		c.block.patch.store(c.fb, box.Min.Y, box)
	} else {
		take(c.fb, ch.source, changed)
	}
	if ch.previous != c.fb {
		take(ch.previous, ch.source, changed)
	}
}

// What tells drawings and text from photographs, in percent of a block's pixels.
const (
	// enoughAlike is how many pixels of a drawing repeat a neighbour's colour at least.
	enoughAlike = 35
	// mostSmooth is how many take a small step from their neighbour at most, which is smoothStep or less in green.
	mostSmooth = 12
	smoothStep = 6
	// fewAlike is how many pixels repeat a neighbour even where a drawing is dense.
	fewAlike = 5
	// fewColours is how many colours a drawing has that is dense.
	fewColours = 16
)

// drawn reports whether a block looks like text or a drawing: many pixels repeat a neighbour, or there are few colours.
func drawn(b *blockColours, size image.Point) bool {
	alike, smooth := 0, 0
	for y := range size.Y {
		row := b[y*blockSide:][:size.X]
		above, below := row, 0
		if y > 0 {
			above, below = b[(y-1)*blockSide:][:size.X], 1
		}
		for x := 1; x < len(row); x++ {
			// Without branches: what a pixel is like is hard to foresee.
			v, w := row[x], row[x-1]
			same := one(v == w) | one(v == above[x])&below
			alike += same
			smooth += one(v>>8&0xff-w>>8&0xff+smoothStep <= 2*smoothStep) &^ same
		}
	}
	pixels := size.X * size.Y
	if alike*100 >= pixels*enoughAlike && smooth*100 < pixels*mostSmooth {
		return true
	}
	return alike*100 >= pixels*fewAlike && hasFewColours(b, size)
}

// hasFewColours reports whether a block has at most fewColours colours.
func hasFewColours(b *blockColours, size image.Point) bool {
	var colours [fewColours]uint32
	n := 0
	last := ^uint32(0)
	for y := range size.Y {
	next:
		for _, v := range b[y*blockSide:][:size.X] {
			if v == last {
				continue
			}
			last = v
			for _, have := range colours[:n] {
				if have == v {
					continue next
				}
			}
			if n == fewColours {
				return false
			}
			colours[n] = v
			n++
		}
	}
	return true
}
