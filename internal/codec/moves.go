package codec

import (
	"image"

	"beside.example/internal/codec/rangecoder"
	"beside.example/internal/damage"
)

// moveModel is what is learned of the copies in an update: parts that moved, all by few vectors.
type moveModel struct {
	count  rangecoder.Number
	again  rangecoder.Prob
	vector [2]rangecoder.Number
	corner [2]rangecoder.Number
	extent [2]rangecoder.Number
	// x and width are those of the copy before, shift is its vector: what moves is mostly one thing.
	x, width int
	shift    image.Point
}

// code codes the copies of an update, which go into a picture of the given size. It returns false for what does not fit.
func (m *moveModel) code(c *rangecoder.Coder, copies []damage.Copy, size image.Point) ([]damage.Copy, bool) {
	n := int(c.Unsigned(&m.count, uint32(len(copies))))
	if n > damage.MaxCopies {
		return nil, false
	}
	m.x, m.width = 0, 0
	pixels, y := 0, 0
	for i := range n {
		var move damage.Copy
		if !c.Decoding() {
			move = copies[i]
		}
		move = m.codeCopy(c, move, y)
		y = move.Dst.Min.Y
		pixels += move.Dst.Dx() * move.Dst.Dy()
		src := image.Rectangle{Min: move.Src, Max: move.Src.Add(move.Dst.Size())}
		bounds := image.Rectangle{Max: size}
		if move.Dst.Empty() || !move.Dst.In(bounds) || !src.In(bounds) || pixels > MaxCopied {
			return nil, false
		}
		if c.Decoding() {
			copies = append(copies, move)
		}
	}
	return copies, true
}

// codeCopy codes a copy, in the light of the one before and the row at which that began.
func (m *moveModel) codeCopy(c *rangecoder.Coder, move damage.Copy, y int) damage.Copy {
	shift := move.Dst.Min.Sub(move.Src)
	if !c.Bit(&m.again, shift == m.shift) {
		shift.X = c.Signed(&m.vector[0], shift.X)
		shift.Y = c.Signed(&m.vector[1], shift.Y)
		m.shift = shift
	}
	at := image.Pt(m.x+c.Signed(&m.corner[0], move.Dst.Min.X-m.x), y+c.Signed(&m.corner[1], move.Dst.Min.Y-y))
	extent := image.Pt(m.width+c.Signed(&m.extent[0], move.Dst.Dx()-m.width), int(c.Unsigned(&m.extent[1], uint32(move.Dst.Dy()))))
	m.x, m.width = at.X, extent.X
	return damage.Copy{Dst: image.Rectangle{Min: at, Max: at.Add(extent)}, Src: at.Sub(m.shift)}
}
