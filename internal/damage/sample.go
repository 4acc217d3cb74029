package damage

import (
	"bytes"
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

const (
	// segment is the number of neighbouring pixels by which a moved part is recognised: long enough that a piece of text
	// is unmistakable, short enough to fit into a glyph or two.
	segment = 16
	// segmentBytes is a segment's size.
	segmentBytes = segment * framebuffer.BytesPerPixel
	// distinctive is how often the colour must change inside a segment, so that flat areas and plain edges are no evidence.
	distinctive = 4
)

// changes are the tiles in which one picture differs from another, in rising order, and for each tile of the picture the part of it where
// that may be.
type changes struct {
	prev, next *framebuffer.Framebuffer
	tiles      []int
	parts      []image.Rectangle
}

// sample is a distinctive segment of the new picture, at its first pixel.
type sample struct {
	at   image.Point
	hash uint64
}

// samples appends to out up to perTile distinctive segments of every step-th changed tile. Those beside the part that changed are not.
func (c *changes) samples(out []sample, step, perTile int) []sample {
	const (
		// Rows and columns that are looked at; steps without a common divisor with usual line heights.
		firstRow, rowStep, columnStep = 3, 7, 24
	)
	grid := c.next.Grid()
	for i := step / 2; i < len(c.tiles); i += step {
		tile, part := grid.Tile(c.tiles[i]), c.parts[c.tiles[i]]
		found := 0
		for y := tile.Min.Y + firstRow; y < part.Max.Y && found < perTile; y += rowStep {
			if y < part.Min.Y {
				continue
			}
			for x := tile.Min.X; x+segment <= tile.Max.X && x < part.Max.X && found < perTile; x += columnStep {
				if x+segment <= part.Min.X {
					continue
				}
				if c.mayTell(y, x, x+segment, part) && isDistinctive(c.next.Row(y, x, x+segment), c.prev.Row(y, x, x+segment)) {
					out = append(out, sample{at: image.Pt(x, y)})
					found++
				}
			}
		}
	}
	return out
}

// anchored appends to out up to motionPerTile distinctive segments of every changed tile that begin at an anchor.
func (c *changes) anchored(out []sample) []sample {
	const firstRow, rowsApart, apart = 2, 5, 24
	grid := c.next.Grid()
	for _, index := range c.tiles {
		tile, part := grid.Tile(index), c.parts[index]
		found := 0
		left, right := max(tile.Min.X, part.Min.X-segment+1), min(tile.Max.X, part.Max.X+segment-1)
		for y := tile.Min.Y + firstRow; y < part.Max.Y && found < motionPerTile; y += rowsApart {
			if y < part.Min.Y {
				continue
			}
			if !c.mayTell(y, left, right, part) {
				continue
			}
			is, was := c.next.Row(y, left, right), c.prev.Row(y, left, right)
			for at := 0; at+segmentBytes <= len(is) && found < motionPerTile; at += framebuffer.BytesPerPixel {
				if !isAnchor(is[at : at+2*framebuffer.BytesPerPixel]) {
					continue
				}
				if isDistinctive(is[at:at+segmentBytes], was[at:at+segmentBytes]) {
					out = append(out, sample{at: image.Pt(left+at/framebuffer.BytesPerPixel, y)})
					found++
					at += apart * framebuffer.BytesPerPixel
				}
			}
		}
	}
	return out
}

// mayTell reports whether there may be a distinctive segment between two places of a row. Where all that changed has one colour there is
// none: what has not changed beside it does not count, and need not be fetched, nor what was there before.
func (c *changes) mayTell(y, from, to int, part image.Rectangle) bool {
	return !isPlain(c.next.Row(y, max(from, part.Min.X), min(to, part.Max.X)))
}

// isPlain reports whether a row of pixels has one colour.
func isPlain(row []byte) bool {
	return bytes.Equal(row[framebuffer.BytesPerPixel:], row[:len(row)-framebuffer.BytesPerPixel])
}

// isDistinctive reports whether a segment, which was another before, tells well where it comes from. Steps of colour that stood there
// before do not count: what is drawn beside them did not bring them along.
func isDistinctive(is, was []byte) bool {
	is, was = is[:segmentBytes], was[:segmentBytes]
	changes := 0
	last, before := binary.LittleEndian.Uint32(is), binary.LittleEndian.Uint32(was)
	for at := framebuffer.BytesPerPixel; at < segmentBytes; at += framebuffer.BytesPerPixel {
		p, old := binary.LittleEndian.Uint32(is[at:]), binary.LittleEndian.Uint32(was[at:])
		if p != last && (p != old || last != before) {
			changes++
		}
		last, before = p, old
	}
	return changes >= distinctive
}
