package codec

import (
	"encoding/binary"
	"image"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// contextEncoder makes updates of protocol.EncodingContext.
type contextEncoder struct {
	// canvas holds the picture that the decoder has, or will have when the updates made so far arrive; nil before the first.
	canvas *canvas
	backlog
	finder damage.Finder
	// moved is for each block the update in which a copy made all of it right.
	moved []uint32
}

var _ Encoder = (*contextEncoder)(nil)

func newContextEncoder() *contextEncoder { return &contextEncoder{} }

// Encoding implements Encoder.
func (e *contextEncoder) Encoding() protocol.Encoding { return protocol.EncodingContext }

// Pending implements Encoder.
func (e *contextEncoder) Pending() bool { return e.dirtyLeft > 0 }

// Close implements Encoder.
func (e *contextEncoder) Close() { e.canvas = nil }

// Encode implements Encoder.
func (e *contextEncoder) Encode(dst []byte, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints Hints) ([]byte, error) {
	keyframe := hints.Keyframe || e.canvas == nil || e.canvas.fb.Width != fb.Width || e.canvas.fb.Height != fb.Height
	if keyframe {
		if err := e.restart(fb); err != nil {
			e.canvas = nil
			return dst, err
		}
	} else {
		e.mark(fb.Grid(), damaged)
	}
	e.findChanged(e.canvas.fb, fb)
	if len(e.changed) == 0 {
		return dst, nil
	}
	start := len(dst)
	dst = appendContextHead(dst, fb, keyframe)
	c := e.canvas
	c.begin()
	c.coder.StartEncoding(dst)
	// Moves are looked for when something is new: what is still pending was searched before.
	e.codeMoves(fb, !damaged.Empty())
	e.codeTiles(fb, start, hints.MaxBytes)
	return c.coder.Finish(), nil
}

// restart prepares for a keyframe.
func (e *contextEncoder) restart(fb *framebuffer.Framebuffer) error {
	if e.canvas == nil {
		e.canvas = &canvas{}
		e.canvas.cache.index = &cacheIndex{}
	}
	if err := e.canvas.restart(fb.Width, fb.Height); err != nil {
		return err
	}
	e.backlog.restart(fb.Grid().Tiles())
	e.moved = resized(e.moved, len(e.canvas.blocks))
	clear(e.moved)
	return nil
}

// appendContextHead writes what stands before the coded decisions.
func appendContextHead(dst []byte, fb *framebuffer.Framebuffer, keyframe bool) []byte {
	if !keyframe {
		return append(dst, 0)
	}
	dst = append(dst, flagKeyframe)
	dst = binary.BigEndian.AppendUint16(dst, uint16(fb.Width))
	return binary.BigEndian.AppendUint16(dst, uint16(fb.Height))
}

// codeMoves codes the copies, and notes that the decoder has what they settle.
func (e *contextEncoder) codeMoves(fb *framebuffer.Framebuffer, search bool) {
	var copies []damage.Copy
	if search && e.unknownLeft == 0 {
		copies = atMost(e.finder.Find(e.canvas.fb, fb, e.changed), MaxCopied)
	}
	c := e.canvas
	copies, _ = c.layout.moves.code(&c.coder, copies, image.Pt(fb.Width, fb.Height))
	c.replaceMoved(copies)
	for _, m := range copies {
		take(c.fb, fb, m.Dst) // what the decoder's copy will make of it
		e.noteMoved(m.Dst)
	}
}

// noteMoved notes the blocks that lie inside of what a copy made right.
func (e *contextEncoder) noteMoved(dst image.Rectangle) {
	for y := blocksAlong(dst.Min.Y); (y+1)*blockSide <= dst.Max.Y; y++ {
		for x := blocksAlong(dst.Min.X); (x+1)*blockSide <= dst.Max.X; x++ {
			e.moved[y*e.canvas.columns+x] = e.canvas.now
		}
	}
}

// allMoved reports whether copies made all of a tile right.
func (e *contextEncoder) allMoved(tile image.Rectangle) bool {
	for y := tile.Min.Y; y < tile.Max.Y; y += blockSide {
		for x := tile.Min.X; x < tile.Max.X; x += blockSide {
			if e.moved[y/blockSide*e.canvas.columns+x/blockSide] != e.canvas.now {
				return false
			}
		}
	}
	return true
}

// atMost returns as many of the copies as have together no more than the given number of pixels.
func atMost(copies []damage.Copy, pixels int) []damage.Copy {
	for i, m := range copies {
		if pixels -= m.Dst.Dx() * m.Dst.Dy(); pixels < 0 {
			return copies[:i]
		}
	}
	return copies
}

// take copies the pixels of box from one picture to another of the same size.
func take(to, from *framebuffer.Framebuffer, box image.Rectangle) {
	for y := box.Min.Y; y < box.Max.Y; y++ {
		copy(to.Row(y, box.Min.X, box.Max.X), from.Row(y, box.Min.X, box.Max.X))
	}
}

// codeTiles codes the changed tiles until all are done or the update is long enough.
func (e *contextEncoder) codeTiles(fb *framebuffer.Framebuffer, start, limit int) {
	c := e.canvas
	ch := chooser{source: fb, moved: e.moved}
	grid := fb.Grid()
	tiles := grid.Tiles()
	last, adjacent := tiles-1, 0
	order, echo := e.inOrder()
	for i, tile := range order {
		if !e.dirty[tile] {
			continue // it was part of the echo
		}
		if e.allMoved(grid.Tile(tile)) {
			e.settle(tile)
			continue
		}
		c.layout.codeGap(&c.coder, true, (tile-last-1+tiles)%tiles, &adjacent)
		c.codeTile(tile, &ch)
		e.settle(tile)
		last = tile
		if i >= echo {
			e.next = tile + 1
		}
		if length := c.coder.Len() - start; limit > 0 && length >= limit || length > MaxUpdate/2 || c.work > maxWork-tileWork {
			break
		}
	}
	c.layout.codeGap(&c.coder, false, 0, &adjacent)
	c.end()
}
