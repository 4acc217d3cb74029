package codec

import (
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

// blockSide is the side of a block in pixels: the unit in which tiles are coded. A tile has blocksPerTile × blocksPerTile of them.
const (
	blockSide     = 16
	blockPixels   = blockSide * blockSide
	blocksPerTile = framebuffer.TileSide / blockSide
	// blockRow is the size of a row of a block in bytes.
	blockRow = blockSide * framebuffer.BytesPerPixel
)

// The layout of a patch: a margin of neighbours to the left, above and right of the block, in rows of a power of two.
const (
	patchMargin = 2
	patchShift  = 5
	patchStride = 1 << patchShift
	patchSize   = patchStride * patchStride
	patchMask   = patchSize - 1
	patchOrigin = patchMargin*patchStride + patchMargin
)

// patch is a block with its neighbours, as colours without the byte that has no meaning. Neighbours outside of the picture, and those in
// tiles of which nothing is known, are black.
type patch [patchSize]uint32

// load reads box, which is at most a block, and its neighbours.
func (p *patch) load(c *canvas, box image.Rectangle) {
	fb := c.fb
	inside := box.Min.X >= patchMargin && box.Min.Y >= patchMargin && box.Min.X+blockSide < fb.Width
	if !inside || c.unknown > 0 && !c.knowsAround(box) {
		p.loadSlowly(c, box)
		p.blank(c, box)
		return
	}
	stride := fb.Stride()
	start := (box.Min.Y-patchMargin)*stride + (box.Min.X-patchMargin)*framebuffer.BytesPerPixel
	const wide = (patchMargin + blockSide + 1) * framebuffer.BytesPerPixel
	at := 0
	for y := box.Min.Y - patchMargin; y < box.Max.Y; y++ {
		colours(p[at:at+patchMargin+blockSide+1], fb.Pix[start:start+wide])
		start += stride
		at += patchStride
	}
	p.blank(c, box)
}

// loadSlowly is load at the edges of the picture and of what is known.
func (p *patch) loadSlowly(c *canvas, box image.Rectangle) {
	for y := -patchMargin; y < box.Dy(); y++ {
		for x := -patchMargin; x <= blockSide; x++ {
			p[patchOrigin+y*patchStride+x] = c.colourAt(box.Min.X+x, box.Min.Y+y)
		}
	}
}

// corner returns the colours around the first pixel of a block, as its patch holds them: they are all that counts for one of one colour.
func (c *canvas) corner(box image.Rectangle) around {
	x, y := box.Min.X, box.Min.Y
	return around{w: c.colourBeside(x-1, y), n: c.colourBeside(x, y-1), nw: c.colourBeside(x-1, y-1)}
}

// colourBeside is colourAt for a pixel of another block, which is black in video, as blank makes it.
func (c *canvas) colourBeside(x, y int) uint32 {
	if c.area.left > 0 && c.isVideo(x/blockSide, y/blockSide) {
		return 0
	}
	return c.colourAt(x, y)
}

// colourAt returns the colour of a pixel, which is black outside of the picture and of what is known of it.
func (c *canvas) colourAt(x, y int) uint32 {
	if at := image.Pt(x, y); !at.In(c.fb.Bounds()) || c.unknown > 0 && !c.knows(at) {
		return 0
	}
	return binary.LittleEndian.Uint32(c.fb.Row(y, x, x+1)) & colourMask
}

// store writes the pixels of some rows of a block, which begins at an upper edge.
func (p *patch) store(fb *framebuffer.Framebuffer, top int, box image.Rectangle) {
	at := patchOrigin + (box.Min.Y-top)*patchStride
	for y := box.Min.Y; y < box.Max.Y; y++ {
		pixels(fb.Row(y, box.Min.X, box.Max.X), p[at:at+box.Dx()])
		at += patchStride
	}
}

// blockColours are the colours of a block, in rows of blockSide.
type blockColours [blockPixels]uint32

// load reads box, which is at most a block.
func (b *blockColours) load(fb *framebuffer.Framebuffer, box image.Rectangle) {
	at := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		colours(b[at:at+box.Dx()], fb.Row(y, box.Min.X, box.Max.X))
		at += blockSide
	}
}

// pixels writes a row of pixels, eight at once as far as it goes.
func pixels(row []byte, from []uint32) {
	const many = 8
	for len(from) >= many && len(row) >= many*framebuffer.BytesPerPixel {
		f, r := (*[many]uint32)(from), (*[many * framebuffer.BytesPerPixel]byte)(row)
		binary.LittleEndian.PutUint64(r[0:], uint64(f[0])|uint64(f[1])<<32)
		binary.LittleEndian.PutUint64(r[8:], uint64(f[2])|uint64(f[3])<<32)
		binary.LittleEndian.PutUint64(r[16:], uint64(f[4])|uint64(f[5])<<32)
		binary.LittleEndian.PutUint64(r[24:], uint64(f[6])|uint64(f[7])<<32)
		from, row = from[many:], row[many*framebuffer.BytesPerPixel:]
	}
	for x, colour := range from {
		binary.LittleEndian.PutUint32(row[x*framebuffer.BytesPerPixel:], colour)
	}
}

// colourMaskPair drops the bytes without meaning of two pixels.
const colourMaskPair = colourMask<<32 | colourMask

// colours reads a row of pixels, eight at once as far as it goes, and two. Written so, the compiler loads and stores two with one
// instruction.
func colours(to []uint32, row []byte) {
	const pair, many = 2 * framebuffer.BytesPerPixel, 8
	for len(to) >= many && len(row) >= many*framebuffer.BytesPerPixel {
		t, r := (*[many]uint32)(to), (*[many * framebuffer.BytesPerPixel]byte)(row)
		a, b := binary.LittleEndian.Uint64(r[0:])&colourMaskPair, binary.LittleEndian.Uint64(r[8:])&colourMaskPair
		c, d := binary.LittleEndian.Uint64(r[16:])&colourMaskPair, binary.LittleEndian.Uint64(r[24:])&colourMaskPair
		t[0], t[1] = uint32(a), uint32(a>>32)
		t[2], t[3] = uint32(b), uint32(b>>32)
		t[4], t[5] = uint32(c), uint32(c>>32)
		t[6], t[7] = uint32(d), uint32(d>>32)
		to, row = to[many:], row[many*framebuffer.BytesPerPixel:]
	}
	for len(to) >= 2 && len(row) >= pair {
		v := binary.LittleEndian.Uint64(row) & colourMaskPair
		to[0], to[1] = uint32(v), uint32(v>>32)
		to, row = to[2:], row[pair:]
	}
	if len(to) > 0 {
		to[0] = binary.LittleEndian.Uint32(row) & colourMask
	}
}
