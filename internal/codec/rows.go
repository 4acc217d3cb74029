package codec

import (
	"image"
	"math/bits"

	"beside.example/internal/codec/rangecoder"
)

// rowKind tells how a row of a block is coded. Its numbers stand in blockState.
type rowKind uint32

const (
	// rowSame stays as it is.
	rowSame rowKind = iota
	// rowStood is what stood there before the present: a window went away.
	rowStood
	// rowCoded is coded pixel by pixel.
	rowCoded
	// rowOn goes on as the row above it: what stayed there stays, the rest has the colour above. Where all of that stayed, it goes on as the
	// pixel to its left: all of it has that colour.
	rowOn

	rowKinds = 4
	// rowBits is the width of a rowKind among the rows of a block.
	rowBits = 2
)

// rowKindOf returns the kind of row y of a block.
func rowKindOf(rows uint32, y int) rowKind { return rowKind(rows >> (rowBits * y) & (1<<rowBits - 1)) }

// rowModel learns which rows of a block are as before.
type rowModel struct {
	same, stood, on [rowKinds * rowKinds][2]rangecoder.Prob
}

// code codes the kind of a row, in the light of that of the row above and of the same row in the block to the left. Goes tells that
// it may go on.
func (m *rowModel) code(c *rangecoder.Coder, k, above, left rowKind, hasStood, goes bool) rowKind {
	context := above*rowKinds + left
	if c.Bit(&m.same[context][one(hasStood)], k == rowSame) {
		return rowSame
	}
	if hasStood && c.Bit(&m.stood[context][0], k == rowStood) {
		return rowStood
	}
	if goes && c.Bit(&m.on[context][one(hasStood)], k == rowOn) {
		return rowOn
	}
	return rowCoded
}

// rowCoder codes the pixels of a row that is neither as it was nor as it stood.
type rowCoder interface {
	// codeRow codes row y of block b, and takes note in b of what became of each pixel.
	codeRow(c *rangecoder.Coder, b *blockInWork, y int)
}

// blockInWork is the block that is being coded.
type blockInWork struct {
	size image.Point
	// patch holds the block with its surroundings: what is coded already, and before that what the viewer sees.
	patch patch
	// stood are the colours in the cache that stood there before the present ones, if hasStood; else they have no meaning.
	stood    *blockColours
	hasStood bool
	// given are the colours to be written; without meaning when reading.
	given blockColours
	// rest is scratch for what is given where only a part of it is.
	rest blockColours
	// filling is the colour of a block that has one.
	filling uint32
	// kept and back have a bit for each pixel of the row coded last that stayed the same, or was taken from stood.
	kept, back uint32
	// leftKept tells that the pixel left of the row stayed the same.
	leftKept bool
	// taken tells that the block was video until now: what stood there has no meaning.
	taken bool
}

// row returns the indices in the patch where row y begins and ends.
func (b *blockInWork) row(y int) []uint32 {
	at := patchOrigin + y*patchStride
	return b.patch[at : at+b.size.X]
}

// rowAbove returns the pixels above row y.
func (b *blockInWork) rowAbove(y int) []uint32 {
	at := patchOrigin + (y-1)*patchStride
	return b.patch[at : at+b.size.X]
}

// sample mixes the pixels on the block's diagonal, which are not in the patch if all of it has one colour.
func (b *blockInWork) sample(filled bool) uint32 {
	n := min(b.size.X, b.size.Y)
	if filled {
		return b.filling * sampleOf[n]
	}
	var mixed uint32
	for i := range n {
		mixed = mixed*checkFactor + b.patch[(patchOrigin+i*(patchStride+1))&patchMask]
	}
	return mixed
}

// sampleOf holds by what so many pixels of one colour multiply that colour.
var sampleOf = makeSamples()

func makeSamples() (s [blockSide + 1]uint32) {
	for n := range blockSide {
		s[n+1] = s[n]*checkFactor + 1
	}
	return s
}

// codeRows codes a block row by row, in the light of the blocks above and to the left. It returns the kinds of its
// rows, and the bits of the pixels of the last one that did not stay.
func (c *canvas) codeRows(coder rowCoder, above, left *blockState) (rows uint32, gone uint16) {
	b := &c.block
	last := rowKindOf(above.rows, blockSide-1)
	b.kept, b.back = sameRow&^uint32(above.gone), 0
	full := uint32(1)<<b.size.X - 1
	for y := range b.size.Y {
		beside := rowKindOf(left.rows, y)
		goes := b.mayGoOn(full)
		kind := rowCoded
		if !c.coder.Decoding() {
			kind = b.kindOfRow(y, goes, full)
		}
		kind = c.rows.code(&c.coder, kind, last, beside, b.hasStood, goes)
		switch kind {
		case rowSame:
			b.kept, b.back = sameRow, 0
		case rowStood:
			b.kept, b.back = 0, sameRow
			copy(b.row(y), b.stood[y*blockSide:])
		case rowOn:
			b.goOn(y, full)
		default:
			b.leftKept = beside == rowSame
			coder.codeRow(&c.coder, b, y)
		}
		rows |= uint32(kind) << (rowBits * y)
		last = kind
	}
	return rows, uint16(sameRow &^ b.kept)
}

// mayGoOn reports whether a row may go on: if all of the row above stayed, where the upper edge of a window is, or if what did not stay of
// it is one piece, where its sides go down. Letters are better learned pixel by pixel. Full has a bit for each pixel of a row.
func (b *blockInWork) mayGoOn(full uint32) bool {
	gone := full &^ b.kept
	return gone != full && gone&(gone+gone&-gone) == 0
}

// kindOfRow returns how a row is given best. Goes tells that it may go on.
func (b *blockInWork) kindOfRow(y int, goes bool, full uint32) rowKind {
	row := b.row(y)
	want := b.given[y*blockSide:][:len(row)]
	switch {
	case equalColours(row, want):
		return rowSame
	case b.hasStood && equalColours(b.stood[y*blockSide:][:len(row)], want):
		return rowStood
	case goes && b.goesOn(y, full):
		return rowOn
	default:
		return rowCoded
	}
}

// goesOn reports whether what is given of a row goes on.
func (b *blockInWork) goesOn(y int, full uint32) bool {
	row, above := b.row(y), b.rowAbove(y)
	want := b.given[y*blockSide:][:len(row)]
	if b.kept&full == full {
		return allAre(want, b.leftOf(y))
	}
	from, to := b.piece(full)
	return equalColours(want[from:to], above[from:to]) && equalColours(want[:from], row[:from]) && equalColours(want[to:], row[to:])
}

// piece returns where that begins and ends which goes on, unless all stayed.
func (b *blockInWork) piece(full uint32) (from, to int) {
	gone := full &^ b.kept
	return bits.TrailingZeros32(gone), bits.Len32(gone)
}

// goOn makes a row go on.
func (b *blockInWork) goOn(y int, full uint32) {
	row, above := b.row(y), b.rowAbove(y)
	b.back = 0
	if b.kept&full == full {
		b.kept = 0
		left := b.leftOf(y)
		for x := range row {
			row[x] = left
		}
		return
	}
	from, to := b.piece(full)
	copy(row[from:to], above[from:to])
}

// leftOf returns the pixel to the left of row y.
func (b *blockInWork) leftOf(y int) uint32 { return b.patch[patchOrigin+y*patchStride-1] }

// sameRow has a bit for each pixel of a row.
const sameRow = 1<<blockSide - 1

func equalColours(a, b []uint32) bool {
	if len(a) == blockSide && len(b) == blockSide { // most often, and faster at once than one by one
		return *(*[blockSide]uint32)(a) == *(*[blockSide]uint32)(b)
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// allAre reports whether all colours of s are v.
func allAre(s []uint32, v uint32) bool {
	for _, c := range s {
		if c != v {
			return false
		}
	}
	return true
}
