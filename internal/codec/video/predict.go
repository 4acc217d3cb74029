package video

// vector says how far away a block is predicted from, in quarters of a sample of luma.
type vector struct{ x, y int16 }

// quarter tells of which two planes a position between samples is the mean, and whether each is taken one sample further right or
// down; a position that is in one plane has it twice.
type quarter struct {
	plane, right, down uint8
}

// The planes of a quarter.
const (
	whole = iota
	halfRight
	halfDown
	halfBoth
)

// quarters holds the pairs by the fractions of a vector, four times that down plus that to the right.
var quarters = [16][2]quarter{
	{{plane: whole}, {plane: whole}},
	{{plane: whole}, {plane: halfRight}},
	{{plane: halfRight}, {plane: halfRight}},
	{{plane: halfRight}, {plane: whole, right: 1}},

	{{plane: whole}, {plane: halfDown}},
	{{plane: halfRight}, {plane: halfDown}},
	{{plane: halfRight}, {plane: halfBoth}},
	{{plane: halfRight}, {plane: halfDown, right: 1}},

	{{plane: halfDown}, {plane: halfDown}},
	{{plane: halfDown}, {plane: halfBoth}},
	{{plane: halfBoth}, {plane: halfBoth}},
	{{plane: halfBoth}, {plane: halfDown, right: 1}},

	{{plane: halfDown}, {plane: whole, down: 1}},
	{{plane: halfDown}, {plane: halfRight, down: 1}},
	{{plane: halfBoth}, {plane: halfRight, down: 1}},
	{{plane: halfRight, down: 1}, {plane: halfDown, right: 1}},
}

// inReach tells whether a block of n samples at a place may be predicted by a vector.
func (p *plane) inReach(x, y, n int, v vector) bool {
	x, y = x+int(v.x>>2), y+int(v.y>>2)
	return x >= -reach && y >= -reach && x+n < p.width+reach && y+n < p.height+reach
}

// sources returns the luma of which the prediction of a block at a place is the mean, and whether they differ.
func (r *reference) sources(x, y int, v vector) (a, b []byte, two bool) {
	pair := &quarters[v.y&3<<2|v.x&3]
	x, y = x+int(v.x>>2), y+int(v.y>>2)
	a = r.samples(&pair[0], x, y)
	if v.x&1|v.y&1 == 0 {
		return a, nil, false
	}
	return a, r.samples(&pair[1], x, y), true
}

func (r *reference) samples(q *quarter, x, y int) []byte {
	p := &r.luma
	if q.plane != whole {
		p = &r.halves[(q.plane-1)%3]
	}
	return p.from(x+int(q.right), y+int(q.down))
}

// predictLuma writes the prediction of a block of n × n samples, 8 or 16, into another picture.
func (r *reference) predictLuma(to *plane, x, y, n int, v vector) {
	a, b, two := r.sources(x, y, v)
	stride := to.stride
	dst := to.from(x, y)
	for row := range n {
		at := row * stride
		for i := at; i < at+n; i += 8 {
			w := load8(a[i:])
			if two {
				w = mean8(w, load8(b[i:]))
			}
			store8(dst[i:], w)
		}
	}
}

// predictChroma writes the prediction of a block of both chromas into another picture, n × n samples at a place of theirs, 4 or 8:
// the mean of the four samples around, weighted in eighths by how near they are.
func (r *reference) predictChroma(to *picture, x, y, n int, v vector) {
	fx, fy := uint64(v.x&7), uint64(v.y&7)
	for i := range r.chroma {
		p := &r.chroma[i]
		from := p.from(x+int(v.x>>3), y+int(v.y>>3))
		dst := to.chroma[i].from(x, y)
		if n == side {
			weigh8(dst, from, p.stride, fx, fy)
		} else {
			weigh4(dst, from, p.stride, fx, fy)
		}
	}
}

// chromaHalf rounds the sum of four weights of eighths by eighths.
const chromaHalf = laneOnes * 32

func weigh8(dst, from []byte, stride int, fx, fy uint64) {
	if fx|fy == 0 {
		for y := range side {
			store8(dst[y*stride:], load8(from[y*stride:]))
		}
		return
	}
	left := load8(from)
	right := load8(from[1:])
	low, high := left&lanes*(8-fx)+right&lanes*fx, left>>8&lanes*(8-fx)+right>>8&lanes*fx
	for y := range side {
		next := from[(y+1)*stride:]
		left, right = load8(next), load8(next[1:])
		nextLow, nextHigh := left&lanes*(8-fx)+right&lanes*fx, left>>8&lanes*(8-fx)+right>>8&lanes*fx
		a := (low*(8-fy) + nextLow*fy + chromaHalf) >> 6 & lanes
		b := (high*(8-fy) + nextHigh*fy + chromaHalf) >> 6 & lanes
		store8(dst[y*stride:], a|b<<8)
		low, high = nextLow, nextHigh
	}
}

func weigh4(dst, from []byte, stride int, fx, fy uint64) {
	const half = 4
	lanesOf := func(b []byte) uint64 { return spread4(load4(b))*(8-fx) + spread4(load4(b[1:]))*fx }
	above := lanesOf(from)
	for y := range half {
		below := lanesOf(from[(y+1)*stride:])
		w := (above*(8-fy) + below*fy + chromaHalf) >> 6 & lanes
		d := dst[y*stride:][:half]
		d[0], d[1], d[2], d[3] = byte(w), byte(w>>16), byte(w>>32), byte(w>>48)
		above = below
	}
}
