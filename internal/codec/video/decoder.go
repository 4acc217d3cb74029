package video

import (
	"fmt"

	"beside.example/internal/framebuffer"
)

// Decoder makes pictures of the frames of one stream. It is not safe for concurrent use.
type Decoder struct {
	stream
	ready bool
}

// NewDecoder returns a decoder for pictures of a size in pixels.
func NewDecoder(width, height int) (*Decoder, error) {
	if err := framebuffer.CheckSize(width, height); err != nil {
		return nil, err
	}
	return &Decoder{stream: newStream(width, height)}, nil
}

// Decode takes the next frame. Mask tells which macroblocks it holds, row by row; nil means all.
func (d *Decoder) Decode(data []byte, mask []bool) error {
	h, bodies, err := parseHeader(data, d.blocksY)
	if err != nil {
		d.ready = false
		return err
	}
	if !h.key && (!d.ready || len(d.slices) != h.slices) {
		return fmt.Errorf("%w: it continues what is not there", ErrCorrupt)
	}
	d.ready = false
	d.divide(h.slices)
	if h.key {
		d.forget()
	}
	q := quantiserOf(h.quantiser)
	for i, c := range d.slices {
		c.coder.StartDecoding(bodies[i])
		if !d.decodeSlice(c, mask, h.key, &q) {
			return fmt.Errorf("%w: slice %d", ErrCorrupt, i)
		}
	}
	d.finish()
	d.ready = true
	return nil
}

func (d *Decoder) decodeSlice(c *slice, mask []bool, key bool, q *quantiser) bool {
	c.begin()
	for by := c.row0; by < c.row1; by++ {
		c.beginRow()
		for bx := range d.blocksX {
			if mask != nil && !mask[by*d.blocksX+bx] {
				d.current.copyBlock(d.before.picture, bx, by)
				c.pass(bx)
				continue
			}
			m := &c.block
			c.code(bx, m, key)
			if !d.possible(bx, by, m) {
				return false
			}
			d.restore(c, bx, by, m, q)
			c.leave(bx, m)
		}
		if c.coder.Exhausted() {
			return false
		}
	}
	return c.coder.Rest() == 0
}

// possible tells whether the vectors of a macroblock stay within reach.
func (d *Decoder) possible(bx, by int, m *macroblock) bool {
	if m.kind == kindIntra {
		return true
	}
	for i, v := range m.vectors {
		if !d.before.luma.inReach(bx*BlockSide+i&1*side, by*BlockSide+i/2*side, side, v) {
			return false
		}
	}
	return true
}

// Paint writes the picture's macroblocks that a mask names, or all, as pixels.
func (s *stream) Paint(to Picture, mask []bool) {
	for by := range s.blocksY {
		for bx := range s.blocksX {
			if mask == nil || mask[by*s.blocksX+bx] {
				s.before.paintBlock(to, s.width, s.height, bx, by)
			}
		}
	}
}
