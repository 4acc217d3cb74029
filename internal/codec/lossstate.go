package codec

import "image"

// lossState is the part of a canvas that lossy blocks need.
type lossState struct {
	model lossModel
	block lossyBlock
	steps quantiser
	// lossy tells whether the update may hold any.
	lossy bool
}

// codeLoss codes, after the moves, whether the update may hold lossy blocks and at which scale.
func (c *canvas) codeLoss(lossy bool, scale int) {
	l := &c.loss
	l.lossy = c.coder.Bit(&c.layout.lossy, lossy)
	if l.lossy {
		l.steps = quantiserOf(int(c.coder.Tree(c.layout.scale[:], uint32(scale), scaleBits)))
	}
}

// codeLossy codes a lossy block, which the encoder has planned.
func (c *canvas) codeLossy(box image.Rectangle, s *blockState, left, above *blockState) {
	l := &c.loss
	if !l.lossy || box.Dx() != blockSide || box.Dy() != blockSide {
		c.fail("a lossy block where none may be")
		return
	}
	l.model.code(&c.coder, &l.block, left, above)
	c.work += lossWork + l.model.takeWork()
	if c.coder.Decoding() {
		c.block.patch.load(c, box)
		l.block.continueFrom(&c.block.patch)
	}
	s.mode, s.detailed = l.block.mode, l.block.paint(&c.block.patch, &l.steps)
}
