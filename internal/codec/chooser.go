package codec

import (
	"image"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// choice is how the encoder wants a block to be coded.
type choice struct {
	kind blockKind
	// cached is the block's number in the cache.
	cached int
}

// chooser decides how blocks of a picture are coded.
type chooser struct {
	source *framebuffer.Framebuffer
	// moved is for each block the update in which a copy made all of it right.
	moved []uint32
}

// choose looks at a block, and leaves its colours in given unless it is the same as before.
func (ch *chooser) choose(c *canvas, box image.Rectangle, at int) choice {
	if ch.moved[at] == c.now || !damage.Differs(c.fb, ch.source, box) {
		return choice{kind: kindSame}
	}
	c.block.given.load(ch.source, box)
	whole := box.Dx() == blockSide && box.Dy() == blockSide
	if whole && allAre(c.block.given[1:], c.block.given[0]) {
		return choice{kind: kindFill}
	}
	if whole {
		if id, ok := c.cache.index.find(c.block.given.hash()); ok && *c.cache.at(id) == c.block.given {
			return choice{kind: kindCached, cached: id}
		}
	}
	if drawn(&c.block.given, box.Size()) {
		return choice{kind: kindExact}
	}
	return choice{kind: kindShaded}
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
		above := row
		if y > 0 {
			above = b[(y-1)*blockSide:][:size.X]
		}
		for x := 1; x < len(row); x++ {
			v, w := row[x], row[x-1]
			if v == w || v == above[x] && y > 0 {
				alike++
			} else if step := int(v>>8&0xff) - int(w>>8&0xff); step <= smoothStep && -step <= smoothStep {
				smooth++
			}
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
