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

// checksum makes a number of the known pixels in a row of tiles.
func (c *canvas) checksum(row int) uint32 {
	grid := c.fb.Grid()
	if row < 0 || row >= grid.Rows() {
		return 0
	}
	const factor = 0x9E3779B97F4A7C15
	hash := uint64(row + 1)
	for i := row * grid.Columns(); i < (row+1)*grid.Columns(); i++ {
		hash = (hash + uint64(i)) * factor
		if c.known[i] {
			hash = c.hashTile(grid.Tile(i), hash)
		}
	}
	return uint32(hash >> 32)
}

// hashTile continues a hash with the pixels of a tile.
func (c *canvas) hashTile(tile image.Rectangle, hash uint64) uint64 {
	const factor = 0xC2B2AE3D27D4EB4F
	for y := tile.Min.Y; y < tile.Max.Y; y++ {
		row := c.fb.Row(y, tile.Min.X, tile.Max.X)
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
