package codec

import (
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

// Model implements Checker.
func (e *contextEncoder) Model() *framebuffer.Framebuffer {
	if e.canvas == nil {
		return nil
	}
	return e.canvas.fb
}

// Checksum implements Checker.
func (e *contextEncoder) Checksum(row int) uint32 {
	if e.canvas == nil {
		return 0
	}
	return e.canvas.checksum(row)
}

// Model implements Checker.
func (d *contextDecoder) Model() *framebuffer.Framebuffer { return d.canvas.fb }

// Checksum implements Checker.
func (d *contextDecoder) Checksum(row int) uint32 {
	if d.canvas.fb == nil {
		return 0
	}
	return d.canvas.checksum(row)
}

// checksum makes a number of the known pixels in a row of tiles, but for blocks that are video.
func (c *canvas) checksum(row int) uint32 {
	grid := c.fb.Grid()
	if row < 0 || row >= grid.Rows() {
		return 0
	}
	const factor = 0x9E3779B97F4A7C15
	hash := uint64(row + 1)
	for i := row * grid.Columns(); i < (row+1)*grid.Columns(); i++ {
		hash = (hash + uint64(i)) * factor
		switch tile := grid.Tile(i); {
		case !c.known[i]:
		case c.area.live && c.holdsVideo(blockSpan(tile)):
			hash = c.hashBlocks(tile, hash)
		default:
			hash = c.hashBox(tile, hash)
		}
	}
	return uint32(hash >> 32)
}

// hashBlocks continues a hash with those blocks of a tile that are not video.
func (c *canvas) hashBlocks(tile image.Rectangle, hash uint64) uint64 {
	span := blockSpan(tile)
	for y := span.Min.Y; y < span.Max.Y; y++ {
		for x := span.Min.X; x < span.Max.X; x++ {
			if !c.isVideo(x, y) {
				hash = c.hashBox(c.blockBox(x, y), hash)
			}
		}
	}
	return hash
}

// hashBox continues a hash with the pixels of a box.
func (c *canvas) hashBox(box image.Rectangle, hash uint64) uint64 {
	const factor = 0xC2B2AE3D27D4EB4F
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := c.fb.Row(y, box.Min.X, box.Max.X)
		for len(row) >= 2*framebuffer.BytesPerPixel {
			hash = (hash ^ binary.LittleEndian.Uint64(row)&(colourMask<<32|colourMask)) * factor
			hash ^= hash >> 32
			row = row[2*framebuffer.BytesPerPixel:]
		}
		if len(row) > 0 {
			hash = (hash ^ uint64(binary.LittleEndian.Uint32(row)&colourMask)) * factor
		}
	}
	return hash
}
