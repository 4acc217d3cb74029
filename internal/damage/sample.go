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

// sample is a distinctive segment of the new picture, at its first pixel.
type sample struct {
	at   image.Point
	hash uint64
}

// samples appends to out up to perTile distinctive segments of every step-th changed tile.
func samples(out []sample, prev, next *framebuffer.Framebuffer, changed []int, step, perTile int) []sample {
	const (
		// Rows and columns that are looked at; steps without a common divisor with usual line heights.
		firstRow, rowStep, columnStep = 3, 7, 24
	)
	grid := next.Grid()
	for i := step / 2; i < len(changed); i += step {
		tile := grid.Tile(changed[i])
		found := 0
		for y := tile.Min.Y + firstRow; y < tile.Max.Y && found < perTile; y += rowStep {
			for x := tile.Min.X; x+segment <= tile.Max.X && found < perTile; x += columnStep {
				s := next.Row(y, x, x+segment)
				if isDistinctive(s, prev.Row(y, x, x+segment)) {
					out = append(out, sample{at: image.Pt(x, y)})
					found++
				}
			}
		}
	}
	return out
}

// anchored appends to out up to motionPerTile distinctive segments of every changed tile that begin at an anchor.
func anchored(out []sample, prev, next *framebuffer.Framebuffer, changed []int) []sample {
	const firstRow, rowsApart, apart = 2, 5, 24
	grid := next.Grid()
	for _, index := range changed {
		tile := grid.Tile(index)
		found := 0
		for y := tile.Min.Y + firstRow; y < tile.Max.Y && found < motionPerTile; y += rowsApart {
			is, was := next.Row(y, tile.Min.X, tile.Max.X), prev.Row(y, tile.Min.X, tile.Max.X)
			if bytes.Equal(is[framebuffer.BytesPerPixel:], is[:len(is)-framebuffer.BytesPerPixel]) {
				continue // plain
			}
			for at := 0; at+segmentBytes <= len(is) && found < motionPerTile; at += framebuffer.BytesPerPixel {
				if !isAnchor(is[at : at+2*framebuffer.BytesPerPixel]) {
					continue
				}
				if isDistinctive(is[at:at+segmentBytes], was[at:at+segmentBytes]) {
					out = append(out, sample{at: image.Pt(tile.Min.X+at/framebuffer.BytesPerPixel, y)})
					found++
					at += apart * framebuffer.BytesPerPixel
				}
			}
		}
	}
	return out
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
