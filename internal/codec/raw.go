package codec

import (
	"image"

	"beside.example/internal/framebuffer"
)

// Raw pixels are written plane by plane, each value less its prediction from the values left of it (a), above (b) and above left
// (c), 0 outside of the coded part: the median of a, b and a+b−c. What remains is small in photographs and shades, and zstd's
// entropy coder does the rest.

// appendRaw writes the pixels of box.
func appendRaw(b []byte, fb *framebuffer.Framebuffer, box image.Rectangle) []byte {
	for plane := range colourBytes {
		var above []byte
		for y := box.Min.Y; y < box.Max.Y; y++ {
			row := fb.Row(y, box.Min.X, box.Max.X)[plane:]
			b = appendRawRow(b, row, above)
			above = row
		}
	}
	return b
}

// appendRawRow writes one plane of a row; above is nil for the first.
func appendRawRow(b, row, above []byte) []byte {
	left, corner := byte(0), byte(0)
	if above == nil {
		for x := 0; x < len(row); x += framebuffer.BytesPerPixel {
			b = append(b, row[x]-left)
			left = row[x]
		}
		return b
	}
	above = above[:len(row)]
	for x := 0; x < len(row); x += framebuffer.BytesPerPixel {
		v, up := row[x], above[x]
		b = append(b, v-median(left, up, corner))
		left, corner = v, up
	}
	return b
}

// readRaw paints box from the head of body.
func readRaw(fb *framebuffer.Framebuffer, box image.Rectangle, body *bodyReader) {
	width := box.Dx()
	for plane := range colourBytes {
		values := body.take(width * box.Dy())
		if values == nil {
			return
		}
		var above []byte
		for y := box.Min.Y; y < box.Max.Y; y++ {
			row := fb.Row(y, box.Min.X, box.Max.X)[plane:]
			readRawRow(row, above, values[:width])
			values = values[width:]
			above = row
		}
	}
}

// readRawRow is the inverse of appendRawRow.
func readRawRow(row, above, values []byte) {
	left, corner := byte(0), byte(0)
	x := 0
	if above == nil {
		for _, v := range values {
			left += v
			row[x] = left
			x += framebuffer.BytesPerPixel
		}
		return
	}
	above = above[:len(row)]
	for _, v := range values {
		up := above[x]
		left = v + median(left, up, corner)
		row[x] = left
		corner = up
		x += framebuffer.BytesPerPixel
	}
}

// median predicts a value from its neighbours: left, above, and above left.
func median(a, b, c byte) byte {
	low, high := min(a, b), max(a, b)
	switch {
	case c >= high:
		return low
	case c <= low:
		return high
	default:
		return a + b - c
	}
}
