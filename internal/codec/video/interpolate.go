package video

import "beside.example/internal/codec/video/samples"

// Half samples lie between samples and are made by a filter of six taps, 1 −5 20 20 −5 1 in 32nds. Those in the middle of four samples
// are made to the right from those between one and the one below. Quarter samples are the mean of the two nearest of them.

// reference is a picture to predict from, with its half samples.
type reference struct {
	*picture
	// halves are luma half a sample to the right, half a sample down, and both.
	halves [3]plane
	// pairs are the planes of quarters, each from the sample on that lies where luma's first does, or to the right of it or below.
	pairs [16][2][]byte
}

func newReference(blocksX, blocksY int) *reference {
	r := &reference{picture: newPicture(blocksX, blocksY)}
	for i := range r.halves {
		r.halves[i] = newPlane(blocksX*BlockSide, blocksY*BlockSide, border)
	}
	r.aim()
	return r
}

// interpolate makes the half samples of some rows of macroblocks of a plane, and those of the border above the first and below the last.
func (r *reference) interpolate(p *plane, row0, row1, rows int) {
	y0, y1 := row0*BlockSide, row1*BlockSide
	if row0 == 0 {
		y0 = -reach - 1
	}
	if row1 == rows {
		y1 += reach + 1
	}
	for y := y0; y < y1; y++ {
		row := (y + border) * p.stride
		down := r.halves[1].pix[row : row+p.stride]
		halfRow(r.halves[0].pix[row:row+p.stride], p.pix[row:row+p.stride])
		samples.SixTaps(down, p.pix[row-samples.TapsBefore*p.stride:], p.stride)
		halfRow(r.halves[2].pix[row:row+p.stride], down)
	}
}

// halfRow filters a row to the right. The ends, where taps are missing, are not filled: nothing is predicted from there.
func halfRow(to, from []byte) {
	samples.SixTaps(to[samples.TapsBefore:len(to)-samples.TapsAfter], from, 1)
}
