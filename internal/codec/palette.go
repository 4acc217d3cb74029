package codec

import (
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

// maxColours is the largest palette: an index takes at most a byte.
const maxColours = 256

// colourMask drops the byte without meaning of a pixel.
const colourMask = 0x00ffffff

// indexBits returns the width of an index into n colours.
func indexBits(n int) int {
	switch {
	case n <= 2:
		return 1
	case n <= 4:
		return 2
	case n <= 16:
		return 4
	default:
		return 8
	}
}

// slots is the size of the palette's hash table, as a power of two: four times the colours, so that look-ups are short.
const (
	slotBits = 10
	slots    = 1 << slotBits
)

// palette collects the colours of a part of a picture in the order of their first appearance, and the index of every pixel.
type palette struct {
	colours []uint32
	indices []byte
	// table holds colour+1 << 8 | index, or zero.
	table [slots]uint64
	used  []uint16
}

// collect reads the pixels of box. It returns false when there are more than maxColours.
func (p *palette) collect(fb *framebuffer.Framebuffer, box image.Rectangle) bool {
	for _, slot := range p.used {
		p.table[slot] = 0
	}
	p.used, p.colours, p.indices = p.used[:0], p.colours[:0], p.indices[:0]
	last, index := uint32(1<<31), byte(0)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := fb.Row(y, box.Min.X, box.Max.X)
		for ; len(row) >= framebuffer.BytesPerPixel; row = row[framebuffer.BytesPerPixel:] {
			c := binary.LittleEndian.Uint32(row) & colourMask
			if c != last {
				i, ok := p.find(c)
				if !ok {
					return false
				}
				last, index = c, i
			}
			p.indices = append(p.indices, index)
		}
	}
	return true
}

// find returns the index of a colour, which it adds if it is new and there is room.
func (p *palette) find(c uint32) (byte, bool) {
	const spread = 0x9E3779B1
	for slot := c * spread >> (32 - slotBits); ; slot = (slot + 1) % slots {
		entry := p.table[slot]
		switch {
		case entry == 0:
			n := len(p.colours)
			if n == maxColours {
				return 0, false
			}
			p.table[slot] = uint64(c+1)<<8 | uint64(n)
			p.used = append(p.used, uint16(slot))
			p.colours = append(p.colours, c)
			return byte(n), true
		case entry>>8 == uint64(c+1):
			return byte(entry), true
		}
	}
}

// append writes the palette and the indices, packed, of a part that is width pixels wide.
func (p *palette) append(b []byte, width int) []byte {
	b = append(b, byte(len(p.colours)-1))
	for _, c := range p.colours {
		b = appendColour(b, c)
	}
	bits := indexBits(len(p.colours))
	if bits == 8 {
		return append(b, p.indices...)
	}
	perByte := 8 / bits
	for row := p.indices; len(row) > 0; row = row[width:] {
		for x := 0; x < width; x += perByte {
			var packed byte
			for i := range perByte {
				packed <<= bits
				if x+i < width {
					packed |= row[x+i]
				}
			}
			b = append(b, packed)
		}
	}
	return b
}

// readPalette paints box from the palette and the indices at the head of body.
func readPalette(fb *framebuffer.Framebuffer, box image.Rectangle, body *bodyReader) {
	head := body.take(1)
	if head == nil {
		return
	}
	n := int(head[0]) + 1
	if n < 2 {
		body.fail("palette of one colour")
		return
	}
	table := body.take(n * colourBytes)
	var colours [maxColours]uint32
	for i := 0; i < len(table)/colourBytes; i++ {
		colours[i] = colourOf(table[i*colourBytes:])
	}
	bits := indexBits(n)
	rowBytes := (box.Dx()*bits + 7) / 8
	for y := box.Min.Y; y < box.Max.Y; y++ {
		packed := body.take(rowBytes)
		if packed == nil {
			return
		}
		if !unpackRow(fb.Row(y, box.Min.X, box.Max.X), packed, bits, n, &colours) {
			body.fail("palette index beyond the palette")
			return
		}
	}
}

// unpackRow paints a row from its packed indices. It returns false when one of them is n or more.
func unpackRow(row, packed []byte, bits, n int, colours *[maxColours]uint32) bool {
	shift := 8 - bits
	mask := byte(1<<bits - 1)
	at := 0
	for ; len(row) >= framebuffer.BytesPerPixel; row = row[framebuffer.BytesPerPixel:] {
		index := packed[at] >> shift & mask
		if int(index) >= n {
			return false
		}
		binary.LittleEndian.PutUint32(row, colours[index])
		shift -= bits
		if shift < 0 {
			shift = 8 - bits
			at++
		}
	}
	return true
}
