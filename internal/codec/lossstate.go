package codec

import (
	"image"

	"beside.example/internal/framebuffer"
)

// lossState is the part of a canvas that lossy blocks need.
type lossState struct {
	model lossModel
	block lossyBlock
	steps quantiser
	// lossy and motion tell what the update may hold.
	lossy, motion bool
	// before is the picture as it was before the tiles of this update, but for tiles that are stale.
	before *framebuffer.Framebuffer
	stale  []bool
}

// restart forgets everything; a picture of so many tiles begins.
func (l *lossState) restart(tiles int) {
	l.model = lossModel{}
	l.before = nil
	l.stale = resized(l.stale, tiles)
	for i := range l.stale {
		l.stale[i] = true
	}
}

// codeLoss codes, after the moves, whether the update may hold lossy blocks, at which scale, and whether some of them continue the
// picture as it is now.
func (c *canvas) codeLoss(lossy bool, scale int, motion bool) {
	l := &c.loss
	l.motion = false
	l.lossy = c.coder.Bit(&c.layout.lossy, lossy)
	if !l.lossy {
		return
	}
	scale = int(c.coder.Tree(c.layout.scale[:], uint32(scale), scaleBits))
	l.steps = quantiserOf(scale)
	l.motion = c.coder.Bit(&c.layout.motion, motion)
	if !l.motion {
		return
	}
	if c.unknown > 0 {
		c.fail("motion of what is unknown")
		return
	}
	if c.area.left > 0 {
		c.fail("motion beside a video")
		return
	}
	c.keepBefore()
}

// keepBefore brings loss.before up to date.
func (c *canvas) keepBefore() {
	l := &c.loss
	if l.before == nil {
		l.before = &framebuffer.Framebuffer{Width: c.fb.Width, Height: c.fb.Height, Pix: make([]byte, len(c.fb.Pix))}
	}
	grid := c.fb.Grid()
	for i, stale := range l.stale {
		if stale {
			take(l.before, c.fb, grid.Tile(i))
			l.stale[i] = false
		}
	}
}

// codeLossy codes a lossy block.
func (c *canvas) codeLossy(box image.Rectangle, s *blockState, left, above blockState) {
	l := &c.loss
	if !l.lossy || box.Dx() != blockSide || box.Dy() != blockSide {
		c.fail("a lossy block where none may be")
		return
	}
	l.model.code(&c.coder, &l.block, left, above)
	c.work += lossWork + l.model.takeWork()
	if c.coder.Decoding() {
		c.block.patch.load(c, box)
		if !l.block.inter {
			l.block.guessAround(&c.block.patch)
		} else if from := box.Add(l.block.vector); !l.motion || !from.In(c.fb.Bounds()) {
			c.fail("motion from outside")
			return
		} else {
			l.block.guess.load(l.before, from)
		}
	}
	s.detailed = l.block.paint(&c.block.patch, &l.steps)
	if l.block.inter {
		s.vector = [2]int16{int16(l.block.vector.X), int16(l.block.vector.Y)}
	}
}
