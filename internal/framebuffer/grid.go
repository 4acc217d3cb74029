package framebuffer

import (
	"image"
	"iter"
)

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

// Under returns the tiles that a rectangle touches in rising order, each with the part of it that does.
func (g Grid) Under(rect image.Rectangle) iter.Seq2[int, image.Rectangle] {
	return func(yield func(int, image.Rectangle) bool) {
		r := rect.Intersect(image.Rect(0, 0, g.Width, g.Height))
		if r.Empty() {
			return
		}
		for ty := r.Min.Y / TileSide; ty <= (r.Max.Y-1)/TileSide; ty++ {
			for tx := r.Min.X / TileSide; tx <= (r.Max.X-1)/TileSide; tx++ {
				tile := ty*g.Columns() + tx
				if !yield(tile, g.Tile(tile).Intersect(r)) {
					return
				}
			}
		}
	}
}
