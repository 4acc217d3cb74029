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

	// The frame in work, and encodeSlice, kept so that a frame allocates nothing.
	from     Picture
	mask     []bool
	key      bool
	steps    quantiser
	encoding func(*slice)
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
	e.encoding = e.encodeSlice
	return e, nil
}

// Encode appends a frame to dst. Mask tells which macroblocks of the picture are coded, row by row; nil means all. The others keep
// what they were. The picture is not kept.
func (e *Encoder) Encode(dst []byte, from Picture, mask []bool, p Params) []byte {
	h := header{key: p.Key, quantiser: min(max(0, p.Quantiser), QuantiserMax), slices: min(max(1, p.Slices), MaxSlices, e.blocksY)}
	h.key = h.key || !e.ready
	e.divide(h.slices, h.key)
	e.ready = true
	e.from, e.mask, e.key, e.steps = from, mask, h.key, quantiserOf(h.quantiser)
	e.crew.run(e.encoding)
	e.from, e.mask = Picture{}, nil
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
	c.seeker = seeker{before: e.before, source: &c.source, bit: int(e.steps[0]) >> bitShift}
	for by := c.row0; by < c.row1; by++ {
		c.beginRow()
		for bx := range e.blocksX {
			if !e.named(e.mask, bx, by) {
				e.leaveOut(c, bx, by, e.key)
				continue
			}
			e.convert(e.source, e.from, bx, by)
			e.plan(c, bx, by)
			c.code(bx, &c.block, e.key)
			c.leave(bx, &c.block)
		}
	}
	c.out = c.coder.Finish()
	e.current.extend(c.row0, c.row1)
}
