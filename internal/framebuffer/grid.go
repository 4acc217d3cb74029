package framebuffer

import "image"

// TileSide is the side of a tile in pixels: damage, coding and painting all work on these squares. It is part of the wire
// format of screen updates.
const TileSide = 64

// Grid is the division of a framebuffer into tiles, numbered from the top left, row by row. The tiles at the right and at
// the bottom are cut off at the edge.
type Grid struct {
	// Width and Height are the framebuffer's, in pixels.
	Width, Height int
}

// Columns returns the number of tiles in a row.
func (g Grid) Columns() int { return (g.Width + TileSide - 1) / TileSide }

// Rows returns the number of rows of tiles.
func (g Grid) Rows() int { return (g.Height + TileSide - 1) / TileSide }

// Tiles returns the number of tiles.
func (g Grid) Tiles() int { return g.Columns() * g.Rows() }

// Tile returns the pixels of one tile.
func (g Grid) Tile(index int) image.Rectangle {
	x, y := index%g.Columns()*TileSide, index/g.Columns()*TileSide
	return image.Rect(x, y, min(x+TileSide, g.Width), min(y+TileSide, g.Height))
}

// Mark sets in tiles, which has one element for each tile, those that region touches.
func (g Grid) Mark(tiles []bool, region Region) {
	bounds := image.Rect(0, 0, g.Width, g.Height)
	for _, rect := range region {
		r := rect.Intersect(bounds)
		if r.Empty() {
			continue
		}
		for ty := r.Min.Y / TileSide; ty <= (r.Max.Y-1)/TileSide; ty++ {
			for tx := r.Min.X / TileSide; tx <= (r.Max.X-1)/TileSide; tx++ {
				tiles[ty*g.Columns()+tx] = true
			}
		}
	}
}
