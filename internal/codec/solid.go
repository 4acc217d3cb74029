package codec

import (
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

// colourBytes is the size of a colour on the wire: blue, green, red.
const colourBytes = 3

func appendColour(b []byte, c uint32) []byte { return append(b, byte(c), byte(c>>8), byte(c>>16)) }

func colourOf(b []byte) uint32 { return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 }

// readSolid fills box with the colour at the head of body.
func readSolid(fb *framebuffer.Framebuffer, box image.Rectangle, body *bodyReader) {
	b := body.take(colourBytes)
	if b == nil {
		return
	}
	fill(fb, box, colourOf(b))
}

// fill gives a part of a picture one colour.
func fill(fb *framebuffer.Framebuffer, box image.Rectangle, colour uint32) {
	first := fb.Row(box.Min.Y, box.Min.X, box.Max.X)
	for x := 0; x < len(first); x += framebuffer.BytesPerPixel {
		binary.LittleEndian.PutUint32(first[x:], colour)
	}
	if len(first) == blockRow { // see take
		row := *(*[blockRow]byte)(first)
		for y := box.Min.Y + 1; y < box.Max.Y; y++ {
			*(*[blockRow]byte)(fb.Row(y, box.Min.X, box.Max.X)) = row
		}
		return
	}
	for y := box.Min.Y + 1; y < box.Max.Y; y++ {
		copy(fb.Row(y, box.Min.X, box.Max.X), first)
	}
}
