package codec

import (
	"encoding/binary"
	"fmt"
	"image"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// tileEncoder makes updates of protocol.EncodingTiles.
type tileEncoder struct {
	// shown is the picture that the decoder has, or will have when the updates made so far arrive.
	shown *framebuffer.Framebuffer
	backlog
	// last is the tile coded last in this update, or -1.
	last int

	window  *deflater
	finder  damage.Finder
	palette palette
	body    []byte
}

var _ Encoder = (*tileEncoder)(nil)

func newTileEncoder() *tileEncoder { return &tileEncoder{} }

// Encoding implements Encoder.
func (e *tileEncoder) Encoding() protocol.Encoding { return protocol.EncodingTiles }

// Pending implements Encoder.
func (e *tileEncoder) Pending() bool { return e.dirtyLeft > 0 }

// Lossy implements Encoder.
func (e *tileEncoder) Lossy() bool { return false }

// Debt implements Encoder.
func (e *tileEncoder) Debt() Debt { return Debt{} }

// Close implements Encoder.
func (e *tileEncoder) Close() {
	if e.window != nil {
		e.window.close()
		e.window = nil
	}
	e.shown = nil
}

// Encode implements Encoder.
func (e *tileEncoder) Encode(dst []byte, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints Hints) ([]byte, error) {
	keyframe := hints.Keyframe || hints.Restart || e.shown == nil || e.shown.Width != fb.Width || e.shown.Height != fb.Height
	if keyframe {
		if err := e.restart(fb); err != nil {
			e.shown = nil
			return dst, err
		}
	} else {
		e.mark(fb.Grid(), damaged)
	}
	e.findChanged(e.shown, fb)
	e.prefer(fb.Grid(), hints.First)
	if len(e.changed) == 0 {
		return dst, nil
	}
	// Moves are looked for when something is new: what is still pending was searched before.
	out, err := e.encode(dst, fb, keyframe, !damaged.Empty(), hints.MaxBytes)
	if err != nil {
		e.shown = nil
		return dst, err
	}
	return out, nil
}

// restart prepares for a keyframe.
func (e *tileEncoder) restart(fb *framebuffer.Framebuffer) error {
	if e.window == nil {
		window, err := newDeflater()
		if err != nil {
			return err
		}
		e.window = window
	} else {
		e.window.restart()
	}
	if e.shown == nil {
		shown, err := framebuffer.New(fb.Width, fb.Height)
		if err != nil {
			return err
		}
		e.shown = shown
	} else if err := e.shown.Resize(fb.Width, fb.Height); err != nil {
		return err
	}
	e.backlog.restart(fb.Grid())
	return nil
}

// flushEvery is how much of the body is compressed at once, so that a limit on the update's length can be kept, and minFlush how
// much at least: below it blocks compress badly.
const (
	flushEvery = 64 << 10
	minFlush   = 4 << 10
)

// encode writes the update for the changed tiles.
func (e *tileEncoder) encode(dst []byte, fb *framebuffer.Framebuffer, keyframe, search bool, limit int) ([]byte, error) {
	start := len(dst)
	flags := byte(0)
	if keyframe {
		flags = flagKeyframe
	}
	dst = append(dst, flags)
	if keyframe {
		dst = binary.BigEndian.AppendUint16(dst, uint16(fb.Width))
		dst = binary.BigEndian.AppendUint16(dst, uint16(fb.Height))
	}
	lengthAt := len(dst)
	dst = append(dst, 0, 0, 0, 0)

	step := flushEvery
	if limit > 0 {
		step = min(step, max(minFlush, limit))
	}
	e.body = e.appendMoves(e.body[:0], fb, search)
	e.last = -1
	total, painted := 0, 0
	order, echo := e.inOrder()
	for i, tile := range order {
		if !e.dirty[tile] {
			continue // it was part of the echo
		}
		e.body = e.appendTile(e.body, fb, tile)
		if i >= echo {
			e.next = tile + 1
		}
		painted += framebuffer.TileSide * framebuffer.TileSide
		full := painted+framebuffer.TileSide*framebuffer.TileSide > MaxPainted
		if len(e.body) < step && !full {
			continue
		}
		total += len(e.body)
		var err error
		if dst, err = e.window.deflate(dst, e.body); err != nil {
			return dst, err
		}
		e.body = e.body[:0]
		if full || limit > 0 && len(dst)-start >= limit || total+flushEvery+maxTileSize > MaxBody {
			break
		}
	}
	total += len(e.body)
	var err error
	if dst, err = e.window.deflate(dst, e.body); err != nil {
		return dst, err
	}
	if total > MaxBody {
		return dst, fmt.Errorf("update with a body of %d bytes", total)
	}
	binary.BigEndian.PutUint32(dst[lengthAt:], uint32(total))
	return dst, nil
}

// appendMoves writes the copies, applies them to shown, and takes what they settle from the changed tiles.
func (e *tileEncoder) appendMoves(body []byte, fb *framebuffer.Framebuffer, search bool) []byte {
	if !search || e.unknownLeft > 0 {
		return appendCopies(body, nil)
	}
	copies := affordable(e.finder.Find(e.shown, fb, e.changed, e.parts))
	for _, c := range copies {
		e.take(fb, c.Dst) // what the decoder's copy will make of it
	}
	return appendCopies(body, copies)
}

// take notes that the decoder has, or will have, the pixels of box.
func (e *tileEncoder) take(fb *framebuffer.Framebuffer, box image.Rectangle) {
	for y := box.Min.Y; y < box.Max.Y; y++ {
		copy(e.shown.Row(y, box.Min.X, box.Max.X), fb.Row(y, box.Min.X, box.Max.X))
	}
}

// maxTileSize bounds a coded tile: its head and box, and raw pixels.
const maxTileSize = 16 + framebuffer.TileSide*framebuffer.TileSide*colourBytes

// appendTile writes what changed in a tile, if a copy has not settled it, and notes that the decoder has it.
func (e *tileEncoder) appendTile(body []byte, fb *framebuffer.Framebuffer, index int) []byte {
	grid := fb.Grid()
	tile := grid.Tile(index)
	box := tile
	if !e.settle(index) {
		box = damage.Changed(e.shown, fb, tile)
	}
	if box.Empty() {
		return body
	}
	e.take(fb, box)
	n := grid.Tiles()
	gap := (index - e.last - 1 + n) % n
	e.last = index
	return e.appendPixels(body, fb, tile, box, gap)
}

// appendPixels chooses the encoding of a box: the cheapest that can express its colours.
func (e *tileEncoder) appendPixels(body []byte, fb *framebuffer.Framebuffer, tile, box image.Rectangle, gap int) []byte {
	head := func(encoding tileEncoding) []byte {
		if box == tile {
			return binary.AppendUvarint(append(body, byte(encoding)|wholeTile), uint64(gap))
		}
		b := binary.AppendUvarint(append(body, byte(encoding)), uint64(gap))
		at := box.Min.Sub(tile.Min)
		return append(b, byte(at.X), byte(at.Y), byte(box.Dx()-1), byte(box.Dy()-1))
	}
	switch {
	case !e.palette.collect(fb, box):
		return appendRaw(head(tileRaw), fb, box)
	case len(e.palette.colours) == 1:
		return appendColour(head(tileSolid), e.palette.colours[0])
	default:
		return e.palette.append(head(tilePalette), box.Dx())
	}
}
