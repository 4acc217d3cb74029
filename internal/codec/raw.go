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
	width, plane := box.Dx(), box.Dx()*box.Dy()
	values := body.take(colourBytes * plane)
	if values == nil {
		return
	}
	above := make([]byte, framebuffer.TileSide*framebuffer.BytesPerPixel)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := fb.Row(y, box.Min.X, box.Max.X)
		readRawRow(row, above, values[:width], values[plane:][:width], values[2*plane:][:width])
		values = values[width:]
		above = row
	}
}

// readRawRow is the inverse of appendRawRow, of all three colours at once: each value waits for the one before.
func readRawRow(row, above, blues, greens, reds []byte) {
	var blue, green, red, cornerBlue, cornerGreen, cornerRed byte
	greens, reds = greens[:len(blues)], reds[:len(blues)]
	for i, v := range blues {
		at := i * framebuffer.BytesPerPixel
		up, pixel := above[at:at+framebuffer.BytesPerPixel], row[at:at+framebuffer.BytesPerPixel]
		blue = v + median(blue, up[0], cornerBlue)
		green = greens[i] + median(green, up[1], cornerGreen)
		red = reds[i] + median(red, up[2], cornerRed)
		cornerBlue, cornerGreen, cornerRed = up[0], up[1], up[2]
		pixel[0], pixel[1], pixel[2] = blue, green, red
	}
}

// median predicts a value from its neighbours: left, above, and above left.
func median(a, b, c byte) byte {
	// In the processor's own size that takes no branches, which noise would make it guess in vain.
	low, high := min(int(a), int(b)), max(int(a), int(b))
	return byte(min(max(low+high-int(c), low), high))
}
