package codec

import (
	"image"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// planArea decides what becomes of the video. Nothing does while an update makes the picture known.
func (e *contextEncoder) planArea(fb *framebuffer.Framebuffer, hints Hints, changed bool) (plan areaChange) {
	c, w := e.canvas, &e.watch
	if c.unknown > 0 {
		return plan
	}
	a := &c.area
	switch {
	case !a.live:
		if hints.Loss != LossNone && changed && w.news >= fewHot {
			e.planBegin(&plan)
		}
	case hints.Loss == LossNone || hints.Quiet && !changed || e.videoRests() || a.lane.frames == maxFrames:
		plan.ends = !e.videoBusy // else the frame that is being coded is not counted yet
	case changed && !e.videoBusy && w.looks%panEvery == 0 && e.pans(fb):
		plan.ends = true
		w.cool(a.rect)
	case w.news > 0:
		inside, outside := w.hotAround(c, a.rect)
		switch {
		case outside < max(fewHot, a.left/grownBy):
			plan.grows = inside > 0
		case e.videoBusy:
			w.news = 1 // look again
		default:
			plan.ends = true
			e.planBegin(&plan)
		}
	case a.lane.half != e.halves(a.rect) && !e.videoBusy:
		plan.ends = true
		w.keepOwned(c)
		e.planBegin(&plan)
	}
	if plan.ends {
		plan.frames = a.lane.frames
	}
	plan.wanted = w.wanted
	return plan
}

// panEvery is at every how many grabs it is looked whether a video is rather a picture that is moved about.
const panEvery = 4

// pans reports whether at least half of the video is what stood elsewhere before: to copy that is exact and costs next to nothing.
func (e *contextEncoder) pans(fb *framebuffer.Framebuffer) bool {
	c := e.canvas
	a := &c.area
	grid := fb.Grid()
	e.order = e.order[:0]
	for i := range grid.Tiles() {
		if tile := grid.Tile(i); e.dirty[i] && c.holdsVideo(blockSpan(tile)) && damage.Differs(e.chooser.previous, fb, tile) {
			e.order = append(e.order, i)
		}
	}
	moved := 0
	for _, m := range e.finder.Find(e.chooser.previous, fb, e.order, e.parts) {
		part := m.Dst.Intersect(a.bounds(fb))
		moved += part.Dx() * part.Dy()
	}
	return moved*2 >= a.left*blockPixels
}

// planBegin plans the video that the watch finds, if there is one.
func (e *contextEncoder) planBegin(plan *areaChange) {
	plan.rect = e.watch.find()
	size := plan.rect.Dx() * plan.rect.Dy()
	plan.begins = size > 0 && (!plan.ends || size <= maxFullBlocks) // both at once would be too dear: it begins a grab later
	plan.half = e.halves(plan.rect)
	if plan.ends && !plan.begins && size > 0 {
		e.watch.news = fewHot
	}
}

// halves reports whether a video has half the resolution: if the caller wants that, or it is too large for the full one.
func (e *contextEncoder) halves(rect image.Rectangle) bool {
	return e.wantHalf || rect.Dx()*rect.Dy() > maxFullBlocks
}

// maxFrames bounds the frames of a video: 400 days.
const maxFrames = 1 << 30

// videoRests reports whether nothing of the video has changed for long, while something else did.
func (e *contextEncoder) videoRests() bool { return e.watch.grabs-e.videoChanged > restGrabs }

// changeArea does what was planned, once the update's coder has begun.
func (e *contextEncoder) changeArea(plan *areaChange) {
	c, w := e.canvas, &e.watch
	a := &c.area
	if plan.ends {
		for i, owned := range c.ownedBlocks(c.now) {
			if owned {
				at := (a.rect.Min.Y+i/a.rect.Dx())*c.columns + a.rect.Min.X + i%a.rect.Dx()
				c.cache.index.setLossy(at, true)
			}
		}
		c.endArea()
		clear(e.chooser.taking)
		e.videoDue.Store(false)
	}
	if plan.begins {
		e.chooser.split(c, nil)
	}
	c.codeArea(plan)
	if !plan.begins && !plan.grows {
		return
	}
	e.videoChanged = w.grabs
	e.moving = resized(e.moving, len(c.blocks))
	if plan.begins {
		clear(e.moving)
		e.quantiser = 0
	}
	for at, s := range c.blocks {
		if s.video == c.now {
			e.moving[at], w.changed[at] = true, w.grabs
			c.cache.index.setLossy(at, false)
		}
	}
	e.videoDue.Store(true)
}

// observe looks at the blocks that are video: those that moved on are left to the video lane, those that hold a drawing now or came to
// rest are taken back by the update.
func (e *contextEncoder) observe(fb *framebuffer.Framebuffer, changed bool) {
	c := e.canvas
	a := &c.area
	if !a.live {
		return
	}
	if changed && e.watch.looks%restEvery == 0 {
		e.takeResting()
	}
	grid := fb.Grid()
	var whole image.Rectangle // tiles side by side of which all moved on: long rows are copied faster than many short ones
	for i, dirty := range e.dirty {
		tile := grid.Tile(i)
		if !dirty || !tile.Overlaps(a.bounds(c.fb)) || !e.observeTile(fb, i, tile) {
			continue
		}
		if tile.Min.Y != whole.Min.Y || tile.Min.X != whole.Max.X {
			take(e.chooser.previous, fb, whole)
			whole = tile
		}
		whole.Max = tile.Max
	}
	take(e.chooser.previous, fb, whole)
}

// observeTile observes the blocks of a tile, which is dirty no longer if nothing of it is left to the update. It reports whether all of it is
// to be taken, as what the next frame shows.
func (e *contextEncoder) observeTile(fb *framebuffer.Framebuffer, index int, tile image.Rectangle) bool {
	c := e.canvas
	prev, whole := e.chooser.previous, blockSpan(tile)
	span := whole.Intersect(c.area.rect)
	var moved [blocksPerTile * blocksPerTile]image.Rectangle
	n, alone := 0, span == whole && !e.must[index]
	for y := span.Min.Y; y < span.Max.Y; y++ {
		for x := span.Min.X; x < span.Max.X; x++ {
			at := y*c.columns + x
			if c.blocks[at].video == 0 || e.chooser.taking[at] {
				alone = false
				continue
			}
			box := c.blockBox(x, y)
			if !damage.Differs(prev, fb, box) {
				continue
			}
			if overdrawn(prev, fb, box) {
				e.takeBack(at, index)
				alone = false
				continue
			}
			moved[n] = box
			n++
			e.moving[at] = true
			e.chooser.lost++
			e.watch.changed[at] = e.watch.grabs
		}
	}
	if n > 0 {
		e.videoChanged = e.watch.grabs
		e.videoDue.Store(true)
	}
	if !alone {
		for _, box := range moved[:n] {
			take(prev, fb, box)
		}
		return false
	}
	e.clean(index)
	return n > 0
}

// takeBack notes that a block is to be taken from the video.
func (e *contextEncoder) takeBack(at, tile int) {
	e.chooser.taking[at] = true
	e.watch.heat[at] = 0
	e.force(tile)
}

// takeResting takes blocks that have not changed for long.
func (e *contextEncoder) takeResting() {
	c := e.canvas
	a := &c.area
	left := restBlocks
	for y := a.rect.Min.Y; y < a.rect.Max.Y; y++ {
		for x := a.rect.Min.X; x < a.rect.Max.X; x++ {
			at := y*c.columns + x
			if c.blocks[at].video == 0 || e.chooser.taking[at] || e.watch.grabs-e.watch.changed[at] <= restGrabs {
				continue
			}
			if left--; left < 0 {
				return
			}
			e.takeBack(at, c.tileOf(image.Pt(x, y).Mul(blockSide)))
		}
	}
}

// apart drops what copies have in common with the video, and returns the rest of them.
func (e *contextEncoder) apart(copies []damage.Copy) []damage.Copy {
	c := e.canvas
	if c.area.left == 0 {
		return copies
	}
	whole := image.Rectangle{Min: c.area.rect.Min.Mul(blockSide), Max: c.area.rect.Max.Mul(blockSide)}
	e.pieces = e.pieces[:0]
	for _, m := range copies {
		if !c.touchesVideo(m) {
			e.pieces = append(e.pieces, m)
			continue
		}
		shift := m.Dst.Min.Sub(m.Src)
		for _, part := range framebuffer.Around(m.Dst, whole) {
			for _, piece := range framebuffer.Around(part, whole.Add(shift)) {
				if !piece.Empty() {
					e.pieces = append(e.pieces, damage.Copy{Dst: piece, Src: piece.Min.Sub(shift)})
				}
			}
		}
	}
	return e.pieces[:min(len(e.pieces), damage.MaxCopies)]
}
