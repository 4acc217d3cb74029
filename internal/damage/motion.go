package damage

import (
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

const (
	// hashFactor spreads pixels over 64 bits.
	hashFactor = 0x9E3779B97F4A7C15
	// tableBits is the size of the table of samples, as a power of two: a few times the samples of a full screen.
	tableBits = 14
	// tableProbes is how far a sample may stand from its place in the table.
	tableProbes = 8
	// filterBits is the size of the filter before the table, as a power of two bits: 32 KiB stay in the cache.
	filterBits = 18
	// motionPerTile is how many samples a tile gives.
	motionPerTile = 4
	// motionMinVotes is how many samples must agree on a move.
	motionMinVotes = 6
	// motionVectors is how many different moves are looked for at once.
	motionVectors = 3
	// maxVectors bounds the different moves that are counted, and maxMatches the segments that may match at all: a screen full of a
	// small pattern matches itself everywhere, which says nothing and must not cost anything.
	maxVectors = 4096
	maxMatches = 1 << 16
	// motionShare is the share of the samples, as 1/n, that a further move must explain to be worth the comparison.
	motionShare = 50
)

// motions returns the moves in any direction that explain part of the samples. It looks no further than box.
func (f *Finder) motions(c *changes, box image.Rectangle) []image.Point {
	f.samples = c.anchored(f.samples[:0])
	if len(f.samples) < motionMinVotes {
		return nil
	}
	f.index(c.next)
	clear(f.votes)
	f.matches = 0
	step := rowStep(len(f.samples))
	for y := box.Min.Y; y < box.Max.Y && f.matches < maxMatches; y += step {
		f.lookUp(c.prev.Row(y, box.Min.X, box.Max.X), image.Pt(box.Min.X, y))
	}
	return f.elect(motionVectors, motionMinVotes, max(motionMinVotes, len(f.samples)/step/motionShare))
}

// rowStep returns how many rows of the old picture are passed over: with many samples a part of them votes clearly enough.
func rowStep(samples int) int {
	const few, many = 64, 256
	switch {
	case samples < few:
		return 1
	case samples < many:
		return 2
	default:
		return 4
	}
}

// index fills the table and its filter with the samples.
func (f *Finder) index(next *framebuffer.Framebuffer) {
	if f.table == nil {
		f.table = make([]sample, 1<<tableBits)
		f.filter = make([]uint64, 1<<filterBits/64)
	}
	clear(f.table)
	clear(f.filter)
	for _, s := range f.samples {
		s.hash = segmentHash(next.Row(s.at.Y, s.at.X, s.at.X+segment))
		k := s.hash >> (64 - tableBits)
		for range tableProbes {
			if f.table[k].hash == 0 {
				f.table[k] = s
				bit := s.hash >> (64 - filterBits)
				f.filter[bit/64] |= 1 << (bit % 64)
				break
			}
			k = (k + 1) % (1 << tableBits)
		}
	}
}

// lookUp looks up every anchored segment of a row of the old picture, which starts at a place, and votes for the moves it finds.
func (f *Finder) lookUp(row []byte, start image.Point) {
	for at := 0; at+segmentBytes <= len(row); at += framebuffer.BytesPerPixel {
		if !isAnchor(row[at : at+2*framebuffer.BytesPerPixel]) {
			continue
		}
		h := segmentHash(row[at:])
		bit := h >> (64 - filterBits)
		if f.filter[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		from := image.Pt(start.X+at/framebuffer.BytesPerPixel, start.Y)
		k := h >> (64 - tableBits)
		for range tableProbes {
			if f.table[k].hash == h {
				f.vote(f.table[k].at.Sub(from))
				break
			}
			k = (k + 1) % (1 << tableBits)
		}
	}
}

// vote counts a match for a move, unless there are too many different ones already.
func (f *Finder) vote(v image.Point) {
	f.matches++
	if votes, known := f.votes[v]; known || len(f.votes) < maxVectors {
		f.votes[v] = votes + 1
	}
}

// anchorBits makes about one in 2^anchorBits steps of colour an anchor: few enough to be looked up, enough to be in every tile.
const anchorBits = 3

// isAnchor reports whether a segment may begin at the first of two pixels: their colours differ, and in a way that is one of few. What
// moves takes its anchors along, so that only they need to be compared.
func isAnchor(pixels []byte) bool {
	pair := binary.LittleEndian.Uint64(pixels) & colourMaskPair
	return pair*hashFactor>>(64-anchorBits) == 0 && uint32(pair) != uint32(pair>>32)
}

// segmentHash returns a number that differs for nearly all different segments, and is never zero.
func segmentHash(pixels []byte) uint64 {
	pixels = pixels[:segmentBytes]
	h := uint64(1)
	for at := 0; at < segmentBytes; at += 8 {
		h = (h ^ binary.LittleEndian.Uint64(pixels[at:])&colourMaskPair) * hashFactor
		h ^= h >> 32
	}
	return h*hashFactor | 1
}
