package video

import (
	"fmt"

	"beside.example/internal/framebuffer"
)

// Decoder makes pictures of the frames of one stream. It is not safe for concurrent use.
type Decoder struct {
	stream

	// The frame in work, and decodeSlice, kept so that a frame allocates nothing.
	mask     []bool
	key      bool
	steps    quantiser
	decoding func(*slice)
}

// NewDecoder returns a decoder for pictures of a size in pixels.
func NewDecoder(width, height int) (*Decoder, error) { return newDecoder(width, height, false) }

// NewHalfDecoder returns a decoder for what comes from an encoder that halves the resolution of pictures of a size in pixels.
func NewHalfDecoder(width, height int) (*Decoder, error) { return newDecoder(width, height, true) }

func newDecoder(width, height int, half bool) (*Decoder, error) {
	if err := framebuffer.CheckSize(width, height); err != nil {
		return nil, err
	}
	d := &Decoder{}
	d.start(width, height, half)
	d.decoding = d.decodeSlice
	return d, nil
}

// Decode takes the next frame. Mask tells which macroblocks it holds, row by row; nil means all.
func (d *Decoder) Decode(data []byte, mask []bool) error {
	h, bodies, err := parseHeader(data, d.blocksY)
	if err == nil && !h.key && !d.ready {
		err = fmt.Errorf("%w: it continues what is not there", ErrCorrupt)
	}
	d.ready = false
	if err != nil {
		return err
	}
	d.divide(h.slices, h.key)
	d.mask, d.key, d.steps = mask, h.key, quantiserOf(h.quantiser)
	for i, c := range d.slices {
		c.coder.StartDecoding(bodies[i])
	}
	d.crew.run(d.decoding)
	d.mask = nil
	for i, c := range d.slices {
		if c.failed {
			return fmt.Errorf("%w: slice %d", ErrCorrupt, i)
		}
	}
	d.finish()
	d.ready = true
	return nil
}

// decodeSlice makes a slice of its bytes, or tells that it failed.
func (d *Decoder) decodeSlice(c *slice) {
	c.begin()
	c.failed = true
	for by := c.row0; by < c.row1; by++ {
		c.beginRow()
		for bx := range d.blocksX {
			if !d.named(d.mask, bx, by) {
				d.leaveOut(c, bx, by, d.key)
				continue
			}
			m := &c.block
			c.code(bx, m, d.key)
			if !d.possible(bx, by, m) || c.work > c.mostWork+blockWork {
				return
			}
			d.restore(c, bx, by, m, &d.steps)
			c.leave(bx, m)
		}
		if c.coder.Exhausted() {
			return
		}
	}
	c.failed = c.coder.Rest() > 0
	d.current.extend(c.row0, c.row1)
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
