package video

import "beside.example/internal/codec/video/samples"

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

// aim finds the planes of all quarters, once luma and its half samples are there.
func (r *reference) aim() {
	for i := range quarters {
		for j, q := range quarters[i] {
			p := &r.luma
			if q.plane != whole {
				p = &r.halves[q.plane-1]
			}
			r.pairs[i][j] = p.pix[int(q.right)+int(q.down)*p.stride:]
		}
	}
}

// sources returns the luma of which the prediction of a block at a place is the mean.
func (r *reference) sources(x, y int, v vector) (a, b []byte) {
	pair := &r.pairs[v.y&3<<2|v.x&3]
	at := r.luma.at(x+int(v.x>>2), y+int(v.y>>2))
	return pair[0][at:], pair[1][at:]
}

// predictLuma writes the prediction of a block of n × n samples, 8 or 16, into another picture.
func (r *reference) predictLuma(to *plane, x, y, n int, v vector) {
	a, b := r.sources(x, y, v)
	samples.Mean(to.from(x, y), a, b, to.stride, n)
}

// predictChroma writes the prediction of a block of both chromas into another picture, n × n samples at a place of theirs, 4 or 8:
// the mean of the four samples around, weighted in eighths by how near they are.
func (r *reference) predictChroma(to *picture, x, y, n int, v vector) {
	for i := range r.chroma {
		p := &r.chroma[i]
		from, dst := p.from(x+int(v.x>>3), y+int(v.y>>3)), to.chroma[i].from(x, y)
		if n == side {
			samples.Weigh(dst, from, p.stride, int(v.x&7), int(v.y&7))
		} else {
			samples.WeighQuarter(dst, from, p.stride, int(v.x&7), int(v.y&7))
		}
	}
}
