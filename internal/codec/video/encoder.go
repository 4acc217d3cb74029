package video

import "beside.example/internal/framebuffer"

// Params are how a frame is coded.
type Params struct {
	// Quantiser is how coarse it is, 0 to QuantiserMax.
	Quantiser int
	// Key asks for a frame that a fresh decoder understands.
	Key bool
	// Slices is into how many parts the frame is divided, which both ends work on at once. A frame with another number than the one before costs more.
	Slices int
}

// Encoder turns pictures of one size into frames of a stream. It is not safe for concurrent use.
type Encoder struct {
	stream
	source *picture

	// The frame in work, and takeSlice and encodeSlice, kept so that a frame allocates nothing.
	from             Picture
	mask             []bool
	key              bool
	steps            quantiser
	taking, encoding func(*slice)
}

// NewEncoder returns an encoder for pictures of a size in pixels.
func NewEncoder(width, height int) (*Encoder, error) { return newEncoder(width, height, false) }

// NewHalfEncoder returns an encoder that halves the resolution of pictures of a size in pixels.
func NewHalfEncoder(width, height int) (*Encoder, error) { return newEncoder(width, height, true) }

func newEncoder(width, height int, half bool) (*Encoder, error) {
	if err := framebuffer.CheckSize(width, height); err != nil {
		return nil, err
	}
	e := &Encoder{}
	e.start(width, height, half)
	e.source = newPicture(e.blocksX, e.blocksY)
	e.taking, e.encoding = e.takeSlice, e.encodeSlice
	return e, nil
}

// Take takes the picture that the next frame is to show, which is not kept. Mask tells which macroblocks of it are coded, row by row; nil
// means all. The others stay what they were. The mask is kept until the frame is coded.
func (e *Encoder) Take(from Picture, mask []bool) {
	e.from, e.mask = from, mask
	e.crew.run(e.taking)
	e.from = Picture{}
}

// takeSlice takes the rows of a slice, however the frame will be divided.
func (e *Encoder) takeSlice(c *slice) {
	for by := c.row0; by < c.row1; by++ {
		for bx := range e.blocksX {
			if e.named(e.mask, bx, by) {
				e.convert(e.source, e.from, bx, by)
			}
		}
	}
}

// Encode appends to dst a frame of the picture that was taken.
func (e *Encoder) Encode(dst []byte, p Params) []byte {
	h := header{key: p.Key, quantiser: min(max(0, p.Quantiser), QuantiserMax), slices: min(max(1, p.Slices), MaxSlices, e.blocksY)}
	h.key = h.key || !e.ready
	e.divide(h.slices, h.key)
	e.ready = true
	e.key, e.steps = h.key, quantiserOf(h.quantiser)
	e.crew.run(e.encoding)
	e.mask = nil
	dst = h.append(dst)
	for _, c := range e.slices[:h.slices-1] {
		n := len(c.out)
		dst = append(dst, byte(n>>16), byte(n>>8), byte(n))
	}
	for _, c := range e.slices {
		dst = append(dst, c.out...)
	}
	e.finish()
	return dst
}

func (e *Encoder) encodeSlice(c *slice) {
	c.begin()
	c.coder.StartEncoding(c.out[:0])
	c.seeker = seeker{before: e.before, source: &e.source.luma, bit: int(e.steps[0]) >> bitShift}
	for by := c.row0; by < c.row1; by++ {
		c.beginRow()
		for bx := range e.blocksX {
			if !e.named(e.mask, bx, by) {
				e.leaveOut(c, bx, by, e.key)
				continue
			}
			e.plan(c, bx, by)
			c.code(bx, &c.block, e.key)
			c.leave(bx, &c.block)
		}
	}
	c.out = c.coder.Finish()
	e.current.extend(c.row0, c.row1)
}
