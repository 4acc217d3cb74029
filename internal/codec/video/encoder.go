package video

import "beside.example/internal/framebuffer"

// Params are how a frame is coded.
type Params struct {
	// Quantiser is how coarse it is, 0 to QuantiserMax.
	Quantiser int
	// Key asks for a frame that a fresh decoder understands.
	Key bool
	// Slices is into how many parts the frame is divided, which both ends work on at once. It changes only with a key frame.
	Slices int
}

// Encoder turns pictures of one size into frames of a stream. It is not safe for concurrent use.
type Encoder struct {
	stream
	source *picture
	ready  bool
	// lambda is what a bit of a vector costs in differences.
	lambda  int
	workers []worker
}

// worker plans the macroblocks of a slice.
type worker struct {
	source sourceBlock
	coefs  block8
}

// NewEncoder returns an encoder for pictures of a size in pixels.
func NewEncoder(width, height int) (*Encoder, error) {
	if err := framebuffer.CheckSize(width, height); err != nil {
		return nil, err
	}
	e := &Encoder{stream: newStream(width, height)}
	e.source = newPicture(e.blocksX, e.blocksY)
	return e, nil
}

// Encode appends a frame to dst. Mask tells which macroblocks of the picture are coded, row by row; nil means all. The others keep
// what they were.
func (e *Encoder) Encode(dst []byte, from Picture, mask []bool, p Params) []byte {
	n := min(max(1, p.Slices), MaxSlices, e.blocksY)
	key := p.Key || !e.ready || n != len(e.slices)
	quantiserNumber := min(max(0, p.Quantiser), QuantiserMax)
	e.divide(n)
	if len(e.workers) < n {
		e.workers = make([]worker, n)
	}
	if key {
		e.forget()
	}
	e.ready = true
	q := quantiserOf(quantiserNumber)
	e.lambda = int(q[0])
	dst = header{key: key, quantiser: quantiserNumber, slices: n}.append(dst)
	lengths := len(dst)
	for range (n - 1) * lengthSize {
		dst = append(dst, 0)
	}
	for i, c := range e.slices {
		start := len(dst)
		c.coder.StartEncoding(dst)
		e.encodeSlice(c, &e.workers[i], from, mask, key, &q)
		dst = c.coder.Finish()
		if i < n-1 {
			l := len(dst) - start
			dst[lengths+3*i], dst[lengths+3*i+1], dst[lengths+3*i+2] = byte(l>>16), byte(l>>8), byte(l)
		}
	}
	e.finish()
	return dst
}

func (e *Encoder) encodeSlice(c *slice, w *worker, from Picture, mask []bool, key bool, q *quantiser) {
	c.begin()
	for by := c.row0; by < c.row1; by++ {
		c.beginRow()
		for bx := range e.blocksX {
			if mask != nil && !mask[by*e.blocksX+bx] {
				e.current.copyBlock(e.before.picture, bx, by)
				c.pass(bx)
				continue
			}
			e.source.convertBlock(from, e.width, e.height, bx, by)
			e.plan(c, w, bx, by, key, q)
			c.code(bx, &c.block, key)
			c.leave(bx, &c.block)
		}
	}
}
