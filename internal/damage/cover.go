package damage

import (
	"bytes"
	"image"

	"beside.example/internal/framebuffer"
)

// blockState is what is known of a block of the new picture.
type blockState uint8

const (
	// blockUnknown is a block that nobody has looked at yet: most need not be, since one that a move explains is as good as another.
	blockUnknown blockState = iota
	// blockOpen is a block that changed and that no copy explains yet.
	blockOpen
	// blockSame is a block that did not change: copies may cover it, but it asks for none.
	blockSame
	// blockCopied is a block that a copy makes right.
	blockCopied
	// blockTaken is blockCopied, or blockSame beneath a copy; nobody has looked yet.
	blockTaken
)

// run is a row of blocks, from column to column, that one move explains; as a rectangle it grows downwards.
type run struct {
	from, to    int
	top, bottom int
}

// classify begins with the blocks of box. Those outside of the changed tiles did not change.
func (f *Finder) classify(next *framebuffer.Framebuffer, changed []int, box image.Rectangle) {
	columns := blocksAlong(box.Dx())
	f.blocks = f.blocks[:0]
	for range columns * blocksAlong(box.Dy()) {
		f.blocks = append(f.blocks, blockSame)
	}
	grid := next.Grid()
	for _, index := range changed {
		tile := grid.Tile(index)
		for y := tile.Min.Y; y < tile.Max.Y; y += blockSide {
			at := (y-box.Min.Y)/blockSide*columns + (tile.Min.X-box.Min.X)/blockSide
			for c := range blocksAlong(tile.Dx()) {
				f.blocks[at+c] = blockUnknown
			}
		}
	}
}

// stateOf returns what is known of a block, after a look at it if there was none.
func (f *Finder) stateOf(prev, next *framebuffer.Framebuffer, box image.Rectangle, at int) blockState {
	state := &f.blocks[at]
	if *state != blockUnknown && *state != blockTaken {
		return *state
	}
	columns := blocksAlong(box.Dx())
	corner := box.Min.Add(image.Pt(at%columns, at/columns).Mul(blockSide))
	block := image.Rectangle{Min: corner, Max: corner.Add(image.Pt(blockSide, blockSide))}.Intersect(box)
	switch same := sameShifted(prev, next, block, image.Point{}); {
	case same:
		*state = blockSame
	case *state == blockTaken:
		*state = blockCopied
	default:
		*state = blockOpen
	}
	return *state
}

// blocksAlong returns how many blocks a side has.
func blocksAlong(pixels int) int { return (pixels + blockSide - 1) / blockSide }

// bandOf returns the row of blocks of box that begins at y.
func bandOf(box image.Rectangle, y int) image.Rectangle {
	return image.Rect(box.Min.X, y, box.Max.X, min(y+blockSide, box.Max.Y))
}

// compareBand puts into f.same for each block of a band whether it is what stands v before it in prev. It goes along the rows of pixels,
// as memory does.
func (f *Finder) compareBand(prev, next *framebuffer.Framebuffer, band image.Rectangle, v image.Point) {
	const blockBytes = blockSide * framebuffer.BytesPerPixel
	columns := blocksAlong(band.Dx())
	f.same = f.same[:0]
	for c := range columns {
		x := band.Min.X + c*blockSide
		block := image.Rect(x, band.Min.Y, min(x+blockSide, band.Max.X), band.Max.Y)
		f.same = append(f.same, block.Sub(v).In(prev.Bounds()))
	}
	stride := next.Stride()
	length := band.Dx() * framebuffer.BytesPerPixel
	for y := band.Min.Y; y < band.Max.Y; y++ {
		to := y*stride + band.Min.X*framebuffer.BytesPerPixel
		from := to - v.Y*stride - v.X*framebuffer.BytesPerPixel
		for c := 0; c < columns; c++ {
			if !f.same[c] {
				continue
			}
			// Neighbours at once: mostly they are alike.
			first := c
			for c+1 < columns && f.same[c+1] {
				c++
			}
			start, end := first*blockBytes, min((c+1)*blockBytes, length)
			if bytes.Equal(next.Pix[to+start:to+end], prev.Pix[from+start:from+end]) {
				continue
			}
			for i := first; i <= c; i++ {
				start, end := i*blockBytes, min((i+1)*blockBytes, length)
				f.same[i] = bytes.Equal(next.Pix[to+start:to+end], prev.Pix[from+start:from+end])
			}
		}
	}
}

// cover adds copies for what the move v explains: runs of blocks, joined downwards where they have the same columns. Blocks that did
// not change join in where the move is right for them as well, so that a page's white space does not cut it to pieces.
func (f *Finder) cover(prev, next *framebuffer.Framebuffer, box image.Rectangle, v image.Point) {
	columns := blocksAlong(box.Dx())
	f.open = f.open[:0]
	first, end := columns, 0
	for at := 0; at < len(f.blocks); at += columns {
		if a, b := f.openRange(prev, next, box, at); a < b {
			first, end = min(first, a), max(end, b)
		}
	}
	for row := 0; row*columns < len(f.blocks); row++ {
		f.findRuns(prev, next, box, v, row, columns, first, end)
		f.joinRuns(prev, next, box, v)
	}
	for _, r := range f.open {
		f.emit(prev, next, box, v, r)
	}
}

// findRuns puts into f.row the runs of one row of blocks, from a column to another, that v explains and that contain a block worth it.
func (f *Finder) findRuns(prev, next *framebuffer.Framebuffer, box image.Rectangle, v image.Point, row, columns, first, end int) {
	f.row = f.row[:0]
	y := box.Min.Y + row*blockSide
	if a, b := f.openRange(prev, next, box, row*columns); a == b {
		return
	}
	band := bandOf(box, y)
	band.Min.X, band.Max.X = box.Min.X+first*blockSide, min(box.Min.X+end*blockSide, box.Max.X)
	f.compareBand(prev, next, band, v)
	start, useful := first, false
	for c := first; c <= end; c++ {
		at := row*columns + c
		if c < end && f.same[c-first] && f.blocks[at] != blockCopied &&
			(f.blocks[at] != blockTaken || f.stateOf(prev, next, box, at) != blockCopied) {
			useful = useful || f.stateOf(prev, next, box, at) == blockOpen
			continue
		}
		if useful {
			for i := start; i < c; i++ {
				switch b := &f.blocks[row*columns+i]; *b {
				case blockOpen:
					*b = blockCopied
				case blockUnknown:
					*b = blockTaken
				default:
				}
			}
			f.row = append(f.row, run{from: start, to: c, top: y, bottom: min(y+blockSide, box.Max.Y)})
		}
		start, useful = c+1, false
	}
}

// openRange returns the first open block of a row, which begins at a block, and the one after the last, both the same if there is none.
func (f *Finder) openRange(prev, next *framebuffer.Framebuffer, box image.Rectangle, at int) (first, end int) {
	open := func(column int) bool {
		if f.blocks[at+column] == blockTaken {
			return false
		}
		return f.stateOf(prev, next, box, at+column) == blockOpen
	}
	end = blocksAlong(box.Dx())
	for end > 0 && !open(end-1) {
		end--
	}
	for first < end && !open(first) {
		first++
	}
	return first, end
}

// joinRuns lets the open rectangles grow by the runs of the next row, emits those that end, and opens new ones.
func (f *Finder) joinRuns(prev, next *framebuffer.Framebuffer, box image.Rectangle, v image.Point) {
	for _, o := range f.open {
		joined := false
		for i := range f.row {
			if n := &f.row[i]; n.from == o.from && n.to == o.to && n.top == o.bottom {
				n.top = o.top
				joined = true
				break
			}
		}
		if !joined {
			f.emit(prev, next, box, v, o)
		}
	}
	f.open = append(f.open[:0], f.row...)
}

// emit makes a copy of a finished rectangle, after letting it grow by the rows and columns of pixels around it that the move
// explains too: what moves rarely ends where a block does.
func (f *Finder) emit(prev, next *framebuffer.Framebuffer, box image.Rectangle, v image.Point, r run) {
	if len(f.copies) == MaxCopies {
		return
	}
	dst := image.Rect(box.Min.X+r.from*blockSide, r.top, min(box.Min.X+r.to*blockSide, box.Max.X), r.bottom)
	for range blockSide - 1 {
		grown := false
		for _, side := range [...]image.Rectangle{
			image.Rect(dst.Min.X, dst.Min.Y-1, dst.Max.X, dst.Min.Y), image.Rect(dst.Min.X, dst.Max.Y, dst.Max.X, dst.Max.Y+1),
			image.Rect(dst.Min.X-1, dst.Min.Y, dst.Min.X, dst.Max.Y), image.Rect(dst.Max.X, dst.Min.Y, dst.Max.X+1, dst.Max.Y),
		} {
			// The corners of side were measured before dst grew at another side: the union must still be a rectangle of the move.
			if u := dst.Union(side); side.In(next.Bounds()) && u.Dx()*u.Dy() > dst.Dx()*dst.Dy() &&
				sameShifted(prev, next, rest(u, dst), v) {
				dst = u
				grown = true
			}
		}
		if !grown {
			break
		}
	}
	f.copies = append(f.copies, Copy{Dst: dst, Src: dst.Min.Sub(v)})
}

// rest returns the row or column by which u is greater than dst.
func rest(u, dst image.Rectangle) image.Rectangle {
	switch {
	case u.Min.Y < dst.Min.Y:
		return image.Rect(u.Min.X, u.Min.Y, u.Max.X, dst.Min.Y)
	case u.Max.Y > dst.Max.Y:
		return image.Rect(u.Min.X, dst.Max.Y, u.Max.X, u.Max.Y)
	case u.Min.X < dst.Min.X:
		return image.Rect(u.Min.X, u.Min.Y, dst.Min.X, u.Max.Y)
	default:
		return image.Rect(dst.Max.X, u.Min.Y, u.Max.X, u.Max.Y)
	}
}
