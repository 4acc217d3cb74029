package damage

import (
	"bytes"
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

const (
	// colourMask drops the byte without meaning of one pixel.
	colourMask = 0x00ffffff
	// colourMaskPair does so for two neighbours at once.
	colourMaskPair = colourMask<<32 | colourMask
)

// Changed returns the smallest rectangle inside r that holds every pixel whose colour differs between prev and next, which
// have the same size. It is empty when there is none.
func Changed(prev, next *framebuffer.Framebuffer, r image.Rectangle) image.Rectangle {
	top := r.Min.Y
	for top < r.Max.Y && sameColours(prev.Row(top, r.Min.X, r.Max.X), next.Row(top, r.Min.X, r.Max.X)) {
		top++
	}
	if top == r.Max.Y {
		return image.Rectangle{}
	}
	bottom := r.Max.Y
	for sameColours(prev.Row(bottom-1, r.Min.X, r.Max.X), next.Row(bottom-1, r.Min.X, r.Max.X)) {
		bottom--
	}
	left, right := r.Max.X, r.Min.X
	for y := top; y < bottom; y++ {
		p, n := prev.Row(y, r.Min.X, r.Max.X), next.Row(y, r.Min.X, r.Max.X)
		left = r.Min.X + firstDifference(p, n, left-r.Min.X)
		right = r.Min.X + lastDifference(p, n, right-r.Min.X)
	}
	return image.Rect(left, top, right, bottom)
}

// Differs reports whether any pixel inside r differs in colour between prev and next, which have the same size.
func Differs(prev, next *framebuffer.Framebuffer, r image.Rectangle) bool {
	stride := prev.Stride()
	start := r.Min.Y*stride + r.Min.X*framebuffer.BytesPerPixel
	length := r.Dx() * framebuffer.BytesPerPixel
	for range r.Dy() {
		if !sameColours(prev.Pix[start:start+length], next.Pix[start:start+length]) {
			return true
		}
		start += stride
	}
	return false
}

// sameColours compares two rows: at full speed when even the bytes without meaning agree, which is nearly always.
func sameColours(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	n := len(a) / framebuffer.BytesPerPixel
	return firstDifference(a, b, n) == n
}

// firstDifference returns the index of the first pixel before limit that differs, or limit.
func firstDifference(a, b []byte, limit int) int {
	i := 0
	for ; i+2 <= limit; i += 2 {
		at := i * framebuffer.BytesPerPixel
		if (binary.LittleEndian.Uint64(a[at:])^binary.LittleEndian.Uint64(b[at:]))&colourMaskPair != 0 {
			break
		}
	}
	for ; i < limit; i++ {
		at := i * framebuffer.BytesPerPixel
		if (binary.LittleEndian.Uint32(a[at:])^binary.LittleEndian.Uint32(b[at:]))&colourMask != 0 {
			break
		}
	}
	return i
}

// lastDifference returns the index after the last pixel from limit on that differs, or limit.
func lastDifference(a, b []byte, limit int) int {
	for i := len(a)/framebuffer.BytesPerPixel - 1; i >= limit; i-- {
		at := i * framebuffer.BytesPerPixel
		if (binary.LittleEndian.Uint32(a[at:])^binary.LittleEndian.Uint32(b[at:]))&colourMask != 0 {
			return i + 1
		}
	}
	return limit
}
