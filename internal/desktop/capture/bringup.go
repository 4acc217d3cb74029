package capture

import (
	"bytes"
	"image"

	"beside.example/internal/framebuffer"
)

// bringUp makes the pixels of a box, rows without gaps, those of fb, and appends to found where these were others: in whole tiles, as far as they
// lie in the box. Programs paint much anew that stays the same, such as all of a text for each letter; what is found here to be the same
// is looked at by nobody else.
func bringUp(fb *framebuffer.Framebuffer, box image.Rectangle, pixels []byte, found framebuffer.Region) framebuffer.Region {
	const side = framebuffer.TileSide
	stride := box.Dx() * framebuffer.BytesPerPixel
	for top := box.Min.Y; top < box.Max.Y; {
		band := image.Rect(box.Min.X, top, box.Max.X, min(top/side*side+side, box.Max.Y))
		bytes := band.Dy() * stride
		found = bringUpBand(fb, band, pixels[:bytes], found)
		top, pixels = band.Max.Y, pixels[bytes:]
	}
	return found
}

// bringUpBand is bringUp for a box within one row of tiles. Once a tile differs, its rows below are copied without another look.
func bringUpBand(fb *framebuffer.Framebuffer, band image.Rectangle, pixels []byte, found framebuffer.Region) framebuffer.Region {
	const side = framebuffer.TileSide
	var differs [framebuffer.MaxSide/side + 1]bool
	first, last := band.Min.X/side, (band.Max.X-1)/side
	stride := band.Dx() * framebuffer.BytesPerPixel
	for y := band.Min.Y; y < band.Max.Y; y++ {
		old, row := fb.Row(y, band.Min.X, band.Max.X), pixels[:stride]
		pixels = pixels[stride:]
		if bytes.Equal(old, row) {
			continue
		}
		for tile := first; tile <= last; tile++ {
			from := max(tile*side-band.Min.X, 0) * framebuffer.BytesPerPixel
			to := min((tile+1)*side-band.Min.X, band.Dx()) * framebuffer.BytesPerPixel
			if differs[tile] || !bytes.Equal(old[from:to], row[from:to]) {
				differs[tile] = true
				copy(old[from:to], row[from:to])
			}
		}
	}
	for tile := first; tile <= last; tile++ {
		if !differs[tile] {
			continue
		}
		run := tile
		for tile < last && differs[tile+1] {
			tile++
		}
		found = stack(found, image.Rect(run*side, band.Min.Y, (tile+1)*side, band.Max.Y).Intersect(band))
	}
	return found
}

// stack appends a rectangle to a region, or lets the last one grow by it if it lies just below that.
func stack(region framebuffer.Region, r image.Rectangle) framebuffer.Region {
	if n := len(region); n > 0 {
		if above := &region[n-1]; above.Min.X == r.Min.X && above.Max.X == r.Max.X && above.Max.Y == r.Min.Y {
			above.Max.Y = r.Max.Y
			return region
		}
	}
	return append(region, r)
}
