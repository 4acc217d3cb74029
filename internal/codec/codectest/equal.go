package codectest

import (
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

// Difference returns the first pixel whose colour differs between two pictures, and whether there is one. Pictures of different
// sizes differ at the origin.
func Difference(a, b *framebuffer.Framebuffer) (image.Point, bool) {
	const colour = 0x00ffffff
	if a.Width != b.Width || a.Height != b.Height {
		return image.Point{}, true
	}
	for i := 0; i < len(a.Pix); i += framebuffer.BytesPerPixel {
		if (binary.LittleEndian.Uint32(a.Pix[i:])^binary.LittleEndian.Uint32(b.Pix[i:]))&colour != 0 {
			pixel := i / framebuffer.BytesPerPixel
			return image.Pt(pixel%a.Width, pixel/a.Width), true
		}
	}
	return image.Point{}, false
}
