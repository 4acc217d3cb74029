package codec

import (
	"encoding/binary"
	"image"
	"slices"
	"sync"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// contextEncoder makes updates of protocol.EncodingContext.
type contextEncoder struct {
	mu sync.Mutex // guards all but what only frames of video need
	// canvas holds the picture that the decoder has, or will have when the updates made so far arrive; nil before the first.
	canvas *canvas
	backlog
	finder damage.Finder
	// chooser decides; its previous picture is the canvas's own where nothing is lossy.
	chooser chooser
	// copier moves the canvas's picture where it may differ from the previous one.
	copier copier
	// kept is scratch for the tiles that are known when an update keeps the picture.
	kept []bool
	// lastTile is the tile coded last in this update, adjacent what codeGap remembers of it.
	lastTile, adjacent int
	// rested are tiles whose lossy blocks are to be made exact.
	rested []int
	// pieces is scratch for copies that leave the video alone.
	pieces []damage.Copy
	watch  areaWatch
	videoEncoder
	// wasLossy is scratch for which blocks were lossy before they moved.
	wasLossy []bool
}

var (
	_ VideoEncoder = (*contextEncoder)(nil)
	_ Checker      = (*contextEncoder)(nil)
)

func newContextEncoder() *contextEncoder {
	e := &contextEncoder{}
	e.chooser.watch = &e.watch
	return e
}

// Encoding implements Encoder.
func (e *contextEncoder) Encoding() protocol.Encoding { return protocol.EncodingContext }

// Pending implements Encoder.
func (e *contextEncoder) Pending() bool { return e.dirtyLeft > 0 }

// Lossy implements Encoder.
func (e *contextEncoder) Lossy() bool {
	return e.canvas != nil && (e.canvas.cache.index.lossyLeft > 0 || e.canvas.area.live)
}

// Debt implements Encoder.
func (e *contextEncoder) Debt() Debt {
	if e.canvas == nil {
		return Debt{}
	}
	return Debt{Pixels: (e.canvas.cache.index.lossyLeft + e.canvas.area.left) * blockPixels, Made: e.chooser.lost}
}

// Close implements Encoder.
func (e *contextEncoder) Close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.canvas = nil
	e.videoDue.Store(false)
}

// Encode implements Encoder.
func (e *contextEncoder) Encode(dst []byte, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints Hints) ([]byte, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	flags, err := e.prepare(fb, damaged, hints)
	if err != nil {
		e.canvas = nil
		return dst, err
	}
	c, ch := e.canvas, &e.chooser
	if flags != 0 {
		c.area.epoch = max(c.area.epoch, hints.Videos)
	}
	switch {
	case !e.Lossy() && c.unknown == 0:
		ch.join(c)
	case hints.Loss != LossNone && flags&flagKept != 0:
		ch.split(c, e.kept)
	case hints.Loss != LossNone && c.unknown > 0:
		ch.split(c, c.known)
	}
	e.loss = hints.Loss
	if !damaged.Empty() {
		e.watch.pass(hints.Idle)
	}
	start := len(dst)
	plan := e.planArea(fb, hints, !damaged.Empty())
	begun := flags != 0 || plan.some()
	if begun {
		e.begin(dst, flags, &plan)
	}
	e.observe(fb, !damaged.Empty())
	e.findChanged(ch.previous, fb)
	e.prefer(fb.Grid(), hints.First)
	e.planRefinement(hints.Quiet && len(e.changed) == 0, hints.Refine)
	if len(e.changed) == 0 && len(e.rested) == 0 && !begun {
		return dst, nil
	}
	if !begun {
		e.begin(dst, flags, &plan)
	}
	ch.source = fb
	// Moves are looked for when something is new: what is still pending was searched before.
	e.codeMoves(fb, !damaged.Empty())
	c.codeLoss(hints.Loss != LossNone, lossScale(hints.Loss))
	limit := maxContextUpdate / 2
	if hints.MaxBytes > 0 {
		limit = min(limit, hints.MaxBytes)
	}
	e.codeTiles(start + limit)
	ch.source = nil
	return c.coder.Finish(), nil
}

// begin begins an update that is appended to dst.
func (e *contextEncoder) begin(dst []byte, flags byte, plan *areaChange) {
	c := e.canvas
	c.begin()
	if plan.ends {
		flags |= flagEnds
	}
	c.coder.StartEncoding(c.appendHead(dst, flags, plan.frames))
	if flags&flagKept != 0 {
		c.codeKept(e.kept)
	}
	c.cache.index.source = e.chooser.previous
	e.changeArea(plan)
}

// prepare brings encoder and backlog to what is to be coded, and returns the update's flags.
func (e *contextEncoder) prepare(fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints Hints) (flags byte, err error) {
	switch {
	case hints.Keyframe || e.canvas == nil || e.canvas.fb.Width != fb.Width || e.canvas.fb.Height != fb.Height:
		return flagKeyframe, e.restart(fb)
	case hints.Restart:
		e.mark(fb.Grid(), damaged)
		return flagKeyframe | flagKept, e.relearn()
	default:
		e.mark(fb.Grid(), damaged)
		return 0, nil
	}
}

// lossScale returns the quantiser scale: LossSome keeps most pictures above 36 dB, LossMuch above 32.
func lossScale(loss Loss) int {
	if loss == LossMuch {
		return 2 * scaleUnit
	}
	return scaleUnit
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
	e.canvas.cache.index.restart(len(e.canvas.blocks))
	e.backlog.restart(fb.Grid())
	e.chooser.join(e.canvas)
	e.forget()
	return nil
}

// relearn prepares for an update that keeps the picture and forgets all else.
func (e *contextEncoder) relearn() error {
	c := e.canvas
	e.kept = append(e.kept[:0], c.known...)
	for i := range e.kept {
		if tile := c.fb.Grid().Tile(i); e.kept[i] && c.holdsVideo(blockSpan(tile)) {
			e.kept[i] = false
			e.backlog.forget(c.fb.Grid(), i)
			e.setLossy(tile, false)
			blacken(e.chooser.previous, tile) // as codeTile will make it
		}
	}
	if err := e.canvas.restart(e.canvas.fb.Width, e.canvas.fb.Height); err != nil {
		return err
	}
	e.forget()
	return nil
}

// setLossy marks the blocks of a part of the picture.
func (e *contextEncoder) setLossy(part image.Rectangle, lossy bool) {
	span := blockSpan(part)
	for y := span.Min.Y; y < span.Max.Y; y++ {
		for x := span.Min.X; x < span.Max.X; x++ {
			e.canvas.cache.index.setLossy(y*e.canvas.columns+x, lossy)
		}
	}
}

// forget makes ready for counting updates anew.
func (e *contextEncoder) forget() {
	blocks := len(e.canvas.blocks)
	e.chooser.moved, e.chooser.taking = resized(e.chooser.moved, blocks), resized(e.chooser.taking, blocks)
	clear(e.chooser.moved)
	clear(e.chooser.taking)
	e.watch.restart(e.canvas.columns, blocks)
	e.videoDue.Store(false)
}

// appendHead writes what stands before the coded decisions.
func (c *canvas) appendHead(dst []byte, flags byte, frames uint32) []byte {
	dst = append(dst, flags)
	if flags&flagEnds != 0 {
		return binary.BigEndian.AppendUint32(dst, frames)
	}
	if flags&flagKeyframe == 0 {
		return dst
	}
	dst = binary.BigEndian.AppendUint16(dst, uint16(c.fb.Width))
	dst = binary.BigEndian.AppendUint16(dst, uint16(c.fb.Height))
	return binary.BigEndian.AppendUint32(dst, c.area.epoch)
}

// codeMoves codes the copies, and notes that the decoder has what they settle.
func (e *contextEncoder) codeMoves(fb *framebuffer.Framebuffer, search bool) {
	var copies []damage.Copy
	if search && e.unknownLeft == 0 {
		copies = affordable(e.apart(e.finder.Find(e.chooser.previous, fb, e.changed, e.parts)))
	}
	c := e.canvas
	copies, _ = c.layout.moves.code(&c.coder, copies, image.Pt(fb.Width, fb.Height))
	c.replaceMoved(copies)
	if e.loss != LossNone {
		e.watch.noteMoves(copies)
	}
	if e.chooser.previous != c.fb {
		e.moveLossy(copies)
	}
	for _, m := range copies {
		take(e.chooser.previous, fb, m.Dst) // what the decoder's copy will make of it
		e.noteMoved(m.Dst)
	}
}

// moveLossy moves the canvas's picture, of which parts are only nearly right, and the marks of those parts.
func (e *contextEncoder) moveLossy(copies []damage.Copy) {
	c := e.canvas
	e.copier.apply(c.fb, copies)
	index := c.cache.index
	if index.lossyLeft == 0 {
		return
	}
	e.wasLossy = append(e.wasLossy[:0], index.lossy...)
	for _, m := range copies {
		shift := m.Dst.Min.Sub(m.Src)
		span := blockSpan(m.Dst)
		for y := span.Min.Y; y < span.Max.Y; y++ {
			for x := span.Min.X; x < span.Max.X; x++ {
				box := c.blockBox(x, y)
				at := y*c.columns + x
				lossy := anyMarked(e.wasLossy, c.columns, blockSpan(box.Intersect(m.Dst).Sub(shift)))
				index.setLossy(at, lossy || index.lossy[at] && !box.In(m.Dst))
			}
		}
	}
}

// anyMarked reports whether any of the blocks in a span of columns and rows is marked.
func anyMarked(marks []bool, columns int, span image.Rectangle) bool {
	for y := span.Min.Y; y < span.Max.Y; y++ {
		if slices.Contains(marks[y*columns+span.Min.X:y*columns+span.Max.X], true) {
			return true
		}
	}
	return false
}

// noteMoved notes the blocks that lie inside of what a copy made right.
func (e *contextEncoder) noteMoved(dst image.Rectangle) {
	for y := blocksAlong(dst.Min.Y); (y+1)*blockSide <= dst.Max.Y; y++ {
		for x := blocksAlong(dst.Min.X); (x+1)*blockSide <= dst.Max.X; x++ {
			e.chooser.moved[y*e.canvas.columns+x] = e.canvas.now
		}
	}
}

// allMoved reports whether copies made all of a tile right.
func (e *contextEncoder) allMoved(tile image.Rectangle) bool {
	for y := tile.Min.Y; y < tile.Max.Y; y += blockSide {
		for x := tile.Min.X; x < tile.Max.X; x += blockSide {
			if e.chooser.moved[y/blockSide*e.canvas.columns+x/blockSide] != e.canvas.now {
				return false
			}
		}
	}
	return true
}

// take copies the pixels of box from one picture to another of the same size.
func take(to, from *framebuffer.Framebuffer, box image.Rectangle) {
	stride, width := from.Stride(), box.Dx()*framebuffer.BytesPerPixel
	at := box.Min.Y*stride + box.Min.X*framebuffer.BytesPerPixel
	for range box.Dy() {
		t, f := to.Pix[at:at+width], from.Pix[at:at+width]
		if width == blockRow { // most often, and faster than to call for so little
			pixels := *(*[blockRow]byte)(f)
			*(*[blockRow]byte)(t) = pixels
		} else {
			copy(t, f)
		}
		at += stride
	}
}

// codeTiles codes the changed tiles, and then those that rested, until all are done or the update is long enough.
func (e *contextEncoder) codeTiles(limit int) {
	c := e.canvas
	e.lastTile, e.adjacent = c.fb.Grid().Tiles()-1, 0
	order, echo := e.inOrder()
	full := false
	for i, tile := range order {
		if full {
			break
		}
		if !e.dirty[tile] {
			continue // it was part of the echo
		}
		if e.allMoved(c.fb.Grid().Tile(tile)) {
			e.settle(tile)
			continue
		}
		e.codeTile(tile)
		e.settle(tile)
		if i >= echo {
			e.next = tile + 1
		}
		full = e.isFull(limit)
	}
	if !full {
		e.codeRested(limit)
	}
	c.layout.codeGap(&c.coder, false, 0, &e.adjacent)
	c.end()
}

// codeTile codes one tile, and before it where it is.
func (e *contextEncoder) codeTile(tile int) {
	c := e.canvas
	tiles := len(c.known)
	c.layout.codeGap(&c.coder, true, (tile-e.lastTile-1+tiles)%tiles, &e.adjacent)
	e.chooser.part = e.parts[tile]
	c.codeTile(tile, &e.chooser)
	e.lastTile = tile
}

// isFull reports whether the update has reached the length, or cost as much, as it may.
func (e *contextEncoder) isFull(limit int) bool {
	return e.canvas.coder.Len() >= limit || e.canvas.work > e.canvas.mostWork()-tileWork
}
