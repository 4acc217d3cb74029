package codec

import "image"

// What is coded with loss becomes exact tile by tile, as soon as it has rested: what moves elsewhere, a video even, does not hold it up.
const (
	// restedGrabs is after how many grabs without a change a tile is made exact unless the caller says that it is quiet: half a second of
	// a picture that changes all the time.
	restedGrabs = 30
	// restedTiles is how many of them go into one update at most.
	restedTiles = 16
)

// planRefinement decides how many bytes of the update make lossy blocks exact, all when it is quiet and else some of those that have not
// changed for long, and puts into rested the tiles that are coded for nothing else.
func (e *contextEncoder) planRefinement(quiet bool, bytes int) {
	e.rested = e.rested[:0]
	c, ch := e.canvas, &e.chooser
	switch {
	case c.cache.index.lossyLeft == 0 || c.unknown > 0:
		bytes = 0
	case quiet:
		bytes, ch.refineBefore = maxContextUpdate, e.watch.grabs+1
	default:
		ch.refineBefore = e.watch.grabs - min(e.watch.grabs, restedGrabs)
	}
	if ch.refineBytes = bytes; bytes == 0 {
		return
	}
	grid := c.fb.Grid()
	for i := range grid.Tiles() {
		if !e.dirty[i] && e.mayRefine(blockSpan(grid.Tile(i))) {
			e.rested = append(e.rested, i)
		}
		if !quiet && len(e.rested) == restedTiles {
			return
		}
	}
}

// mayRefine reports whether any of the blocks in a span of columns and rows is to be made exact.
func (e *contextEncoder) mayRefine(span image.Rectangle) bool {
	for y := span.Min.Y; y < span.Max.Y; y++ {
		for at := y*e.canvas.columns + span.Min.X; at < y*e.canvas.columns+span.Max.X; at++ {
			if e.canvas.cache.index.lossy[at] && e.chooser.refines(at, 0) {
				return true
			}
		}
	}
	return false
}

// codeRested codes the tiles that rested, as far as the update may grow.
func (e *contextEncoder) codeRested(limit int) {
	for _, tile := range e.rested {
		if e.chooser.refineBytes <= 0 || e.isFull(limit) {
			return
		}
		e.codeTile(tile)
	}
}
