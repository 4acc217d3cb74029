package codec

import (
	"image"

	"beside.example/internal/codec/rangecoder"
	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// maxFullBlocks bounds the rectangle around a video of full resolution, in blocks: a display of 1080p, and as many more as make the number
// round. Of half the resolution it may have four times as many, a 4K display.
const (
	maxFullBlocks  = 8704
	maxVideoBlocks = 4 * maxFullBlocks
)

// What blocks cost the decoder: one in the rectangle of a video that begins, and one that is video no longer and takes its pixels from the
// video's last picture.
const (
	beginWork  = 80
	returnWork = 80
)

// areaModel is what is learned of the blocks that are video.
type areaModel struct {
	change rangecoder.Prob
	rect   [4]rangecoder.Number
	half   rangecoder.Prob
	owned  [4]rangecoder.Prob
	taken  [4]rangecoder.Prob
}

// videoArea is the part of the picture that is video, as both ends know it. What the updates of Encode say of the other blocks never
// depends on pixels in it: to whatever looks at them they are black.
type videoArea struct {
	model areaModel
	// epoch counts the videos since the encoder was made, and those of others before. It outlives keyframes, so that a frame which comes late
	// is known for what it is.
	epoch uint32
	// live tells that there is a video now, rect where it lies, in blocks, and left how many of them are its own.
	live bool
	rect image.Rectangle
	left int
	// lane holds its picture, from the update on with which it begins.
	lane *videoLane
	// owned is scratch for which blocks of the rectangle are video.
	owned []bool
}

// areaChange is what the encoder wants to become of the area.
type areaChange struct {
	// ends tells that the video ends after so many frames.
	ends   bool
	frames uint32
	// rect is where another begins if there is none, in blocks; wanted has for each block of the picture whether it becomes video.
	begins bool
	rect   image.Rectangle
	half   bool
	grows  bool
	wanted []bool
}

// some reports whether anything is to become of it.
func (p *areaChange) some() bool { return p.ends || p.begins || p.grows }

// restart forgets the video; a keyframe begins.
func (a *videoArea) restart() {
	a.model = areaModel{}
	a.live, a.left, a.lane = false, 0, nil
}

// bounds returns the pixels of the area's rectangle.
func (a *videoArea) bounds(fb *framebuffer.Framebuffer) image.Rectangle {
	return image.Rectangle{Min: a.rect.Min.Mul(blockSide), Max: a.rect.Max.Mul(blockSide)}.Intersect(fb.Bounds())
}

// codeArea codes whether a video begins or grows. The plan has no meaning when reading.
func (c *canvas) codeArea(plan *areaChange) {
	a := &c.area
	if !c.coder.Bit(&a.model.change, plan.begins || plan.grows) {
		return
	}
	if c.unknown > 0 {
		c.fail("video of what is unknown")
		return
	}
	begins := !a.live
	if begins && !c.codeAreaRect(plan.rect) {
		c.fail("video out of bounds")
		return
	}
	if begins {
		half := c.coder.Bit(&a.model.half, plan.half)
		size := a.rect.Dx() * a.rect.Dy()
		c.work += beginWork * size
		if !half && size > maxFullBlocks {
			c.fail("video of full resolution out of bounds")
			return
		}
		a.epoch++
		a.live = true
		a.lane = newVideoLane(c, half)
	}
	c.codeOwned(plan.wanted)
}

// codeAreaRect codes where a video lies and reports whether that may be.
func (c *canvas) codeAreaRect(rect image.Rectangle) bool {
	m := &c.area.model.rect
	x := int(c.coder.Unsigned(&m[0], uint32(rect.Min.X)))
	y := int(c.coder.Unsigned(&m[1], uint32(rect.Min.Y)))
	w := int(c.coder.Unsigned(&m[2], uint32(rect.Dx())))
	h := int(c.coder.Unsigned(&m[3], uint32(rect.Dy())))
	c.area.rect = image.Rect(x, y, x+w, y+h)
	return w > 0 && h > 0 && w*h <= maxVideoBlocks && x+w <= c.columns && y+h <= len(c.blocks)/c.columns
}

// codeOwned codes which blocks become video of those in the area that are not.
func (c *canvas) codeOwned(wanted []bool) {
	a := &c.area
	for y := a.rect.Min.Y; y < a.rect.Max.Y; y++ {
		left := 0
		for x := a.rect.Min.X; x < a.rect.Max.X; x++ {
			at := y*c.columns + x
			s := &c.blocks[at]
			if s.video == 0 {
				above := 0
				if y > a.rect.Min.Y {
					above = one(c.blocks[at-c.columns].video != 0)
				}
				if c.coder.Bit(&a.model.owned[left+2*above], wanted != nil && wanted[at]) {
					*s = blockState{video: c.now}
					a.left++
				}
			}
			left = one(s.video != 0)
		}
	}
}

// ownedBlocks returns for each block of the area's rectangle whether it has been video since an update, or before. The result is valid
// until the next call.
func (c *canvas) ownedBlocks(since uint32) []bool {
	a := &c.area
	a.owned = a.owned[:0]
	for y := a.rect.Min.Y; y < a.rect.Max.Y; y++ {
		for x := a.rect.Min.X; x < a.rect.Max.X; x++ {
			s := &c.blocks[y*c.columns+x]
			a.owned = append(a.owned, s.video != 0 && s.video <= since)
		}
	}
	return a.owned
}

// endArea gives the blocks of a video that ends back, with the pixels of its last frame.
func (c *canvas) endArea() {
	a := &c.area
	owned := c.ownedBlocks(c.now)
	a.lane.paint(c.fb, owned)
	for i, is := range owned {
		if !is {
			continue
		}
		x, y := a.rect.Min.X+i%a.rect.Dx(), a.rect.Min.Y+i/a.rect.Dx()
		c.blocks[y*c.columns+x] = blockState{replaced: c.now}
		c.work += returnWork
	}
	a.live, a.left, a.lane = false, 0, nil
}

// codeTaken codes whether a block that is video is coded in this update, and is video no longer.
func (c *canvas) codeTaken(s *blockState, taken bool, left, above *blockState) bool {
	m := &c.area.model.taken[one(left.kind != kindSame)+2*one(above.kind != kindSame)]
	if !c.coder.Bit(m, taken) {
		return false
	}
	*s = blockState{}
	c.area.left--
	return true
}

// blank makes black what of a patch are pixels of video, and the block itself if it was video until now.
func (p *patch) blank(c *canvas, box image.Rectangle) {
	if c.area.left == 0 && !c.block.taken {
		return
	}
	x, y := box.Min.X/blockSide, box.Min.Y/blockSide
	p.blankIf(c.isVideo(x-1, y-1), image.Rect(-patchMargin, -patchMargin, 0, 0))
	p.blankIf(c.isVideo(x, y-1), image.Rect(0, -patchMargin, blockSide, 0))
	p.blankIf(c.isVideo(x+1, y-1), image.Rect(blockSide, -patchMargin, blockSide+1, 0))
	p.blankIf(c.isVideo(x-1, y), image.Rect(-patchMargin, 0, 0, blockSide))
	p.blankIf(c.isVideo(x+1, y), image.Rect(blockSide, 0, blockSide+1, blockSide))
	p.blankIf(c.block.taken, image.Rect(0, 0, blockSide, blockSide))
}

// blankIf makes a part of a patch black.
func (p *patch) blankIf(wanted bool, part image.Rectangle) {
	if !wanted {
		return
	}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		at := patchOrigin + y*patchStride
		clear(p[at+part.Min.X : at+part.Max.X])
	}
}

// isVideo reports whether the block in a column and a row is video.
func (c *canvas) isVideo(x, y int) bool {
	return image.Pt(x, y).In(c.area.rect) && c.blocks[y*c.columns+x].video != 0
}

// isNearVideo reports whether a block has a neighbour that is video.
func (c *canvas) isNearVideo(at int) bool {
	x, y := at%c.columns, at/c.columns
	return c.isVideo(x-1, y) || c.isVideo(x+1, y) || c.isVideo(x, y-1) || c.isVideo(x, y+1)
}

// touchesVideo reports whether a copy reads or writes pixels of video.
func (c *canvas) touchesVideo(m damage.Copy) bool {
	src := image.Rectangle{Min: m.Src, Max: m.Src.Add(m.Dst.Size())}
	return c.holdsVideo(blockSpan(m.Dst)) || c.holdsVideo(blockSpan(src))
}

// holdsVideo reports whether any block in a span of columns and rows is video.
func (c *canvas) holdsVideo(span image.Rectangle) bool {
	span = span.Intersect(c.area.rect)
	for y := span.Min.Y; y < span.Max.Y; y++ {
		for x := span.Min.X; x < span.Max.X; x++ {
			if c.blocks[y*c.columns+x].video != 0 {
				return true
			}
		}
	}
	return false
}
