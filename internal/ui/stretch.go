package ui

import (
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

// touched returns which pixels of a window take colour from a part of a picture that is stretched over the rectangle whole.
func touched(part image.Rectangle, pixels image.Point, whole image.Rectangle) image.Rectangle {
	if whole.Size() == pixels {
		return part.Add(whole.Min)
	}
	part = part.Inset(-1) // whose neighbours mix with it
	size := whole.Size()
	return image.Rect(
		floorDiv(part.Min.X*size.X, pixels.X), floorDiv(part.Min.Y*size.Y, pixels.Y),
		-floorDiv(-part.Max.X*size.X, pixels.X), -floorDiv(-part.Max.Y*size.Y, pixels.Y),
	).Add(whole.Min).Intersect(whole)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// fill fills dst with the rectangle area of an opaque picture that is stretched to a size.
func fill(dst *framebuffer.Framebuffer, src *image.RGBA, area image.Rectangle, size image.Point) {
	if size != src.Rect.Size() {
		stretch(dst, src, area, size)
		return
	}
	for y := range dst.Height {
		at := src.PixOffset(area.Min.X, area.Min.Y+y)
		swapRedBlue(dst.Row(y, 0, dst.Width), src.Pix[at:at+dst.Stride()])
	}
}

// stretch fills dst with the rectangle area of a picture that is stretched to a size, as graphics cards do: between the
// middles of the pixels of the picture colours are mixed. How much a pixel hides goes to its fourth byte.
func stretch(dst *framebuffer.Framebuffer, src *image.RGBA, area image.Rectangle, size image.Point) {
	columns := mixes(area.Min.X, area.Max.X, size.X, src.Rect.Dx())
	rows := mixes(area.Min.Y, area.Max.Y, size.Y, src.Rect.Dy())
	for y, row := range rows {
		out := dst.Row(y, 0, dst.Width)
		above, below := src.Pix[row.first*src.Stride:][:src.Stride], src.Pix[row.second*src.Stride:][:src.Stride]
		for x, c := range columns {
			first, second := c.first*framebuffer.BytesPerPixel, c.second*framebuffer.BytesPerPixel
			upper := mix(binary.LittleEndian.Uint32(above[first:]), binary.LittleEndian.Uint32(above[second:]), c.share)
			lower := mix(binary.LittleEndian.Uint32(below[first:]), binary.LittleEndian.Uint32(below[second:]), c.share)
			v := mix(upper, lower, row.share)
			const red, blue, greenAlpha, apart = 0x000000ff, 0x00ff0000, 0xff00ff00, 16
			binary.LittleEndian.PutUint32(out[x*framebuffer.BytesPerPixel:], v&greenAlpha|v&red<<apart|v&blue>>apart)
		}
	}
}

// shares is how finely two colours are mixed.
const shares = 256

// between is where a pixel takes its colour along one side: from two pixels, and how much of the second.
type between struct {
	first, second int
	share         uint32
}

// mixes returns where the pixels from one up to another of a side take their colours, when a number of pixels is stretched to it.
func mixes(from, to, side, pixels int) []between {
	list := make([]between, to-from)
	for i := range list {
		// The middle of ours is at (from+i+½)·pixels/side, and the middles of theirs are at a half: in parts of shares.
		at := ((2*(from+i)+1)*pixels*shares/side - shares) / 2
		at = max(min(at, (pixels-1)*shares), 0)
		first := at / shares
		list[i] = between{first: first, second: min(first+1, pixels-1), share: uint32(at % shares)}
	}
	return list
}

// mix mixes the four bytes of two colours, two at a time.
func mix(a, b, share uint32) uint32 {
	const even, half, bits = 0x00ff00ff, 0x00800080, 8
	low := (a&even)*(shares-share) + (b&even)*share + half
	high := (a>>bits&even)*(shares-share) + (b>>bits&even)*share + half
	return low>>bits&even | high&^even
}
