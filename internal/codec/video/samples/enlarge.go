package samples

import "encoding/binary"

// Enlarge writes a row of pixels twice as wide as what begins at a pixel, which is not the first, of one row and of another: three parts of the
// nearest, and one of the next, in both directions. It reads one pixel more to the right.
func Enlarge(to, near, far []byte, from int) {
	for i := 0; i+2*BytesPerPixel <= len(to); i += 2 * BytesPerPixel {
		at := (from-1)*BytesPerPixel + i/2
		before := blend(load4(near[at:]), load4(far[at:]))
		both := blend(load8(near[at+BytesPerPixel:]), load8(far[at+BytesPerPixel:]))
		here, after := both&0xffffffff, both>>32
		binary.LittleEndian.PutUint64(to[i:], blend(here|here<<32, before|after<<32))
	}
}
