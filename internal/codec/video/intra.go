package video

import "encoding/binary"

// mode is how a block continues the samples above and to the left of it.
type mode uint8

const (
	modeMean  mode = iota // the mean of them
	modeDown              // each column that above it
	modeRight             // each row that to the left of it
	modePlane             // left and above, less the corner
	modes     = 4
	modeBits  = 2
)

// continueBlock writes the continuation of a block of 8 × 8 samples; above and left tell whether there is anything.
func (p *plane) continueBlock(x, y int, m mode, above, left bool) {
	var top, side8 [side]byte
	corner := int32(grey)
	if above {
		copy(top[:], p.from(x, y-1))
	} else {
		fill(top[:], grey)
	}
	at := p.at(x-1, y)
	for i := range side8 {
		side8[i] = grey
		if left {
			side8[i] = p.pix[at]
		}
		at += p.stride
	}
	if above && left {
		corner = int32(p.pix[p.at(x-1, y-1)])
	}
	dst := p.from(x, y)
	word := binary.LittleEndian.Uint64(top[:])
	if m == modeMean {
		word = meanWord(&top, &side8, above, left)
	}
	for i := range side {
		row := dst[i*p.stride:][:side]
		switch m {
		case modeRight:
			word = uint64(side8[i]) * bytes8
		case modePlane:
			d := int32(side8[i]) - corner
			for j := range row {
				row[j] = byte(min(255, max(0, int32(top[j])+d)))
			}
			continue
		}
		binary.LittleEndian.PutUint64(row, word)
	}
}

// bytes8 has a one in each byte.
const bytes8 = 0x0101010101010101

// meanWord returns the mean of what there is of the samples above and to the left, eight times over.
func meanWord(top, left *[side]byte, hasTop, hasLeft bool) uint64 {
	sum, n := 0, 0
	for i := range side {
		if hasTop {
			sum, n = sum+int(top[i]), n+1
		}
		if hasLeft {
			sum, n = sum+int(left[i]), n+1
		}
	}
	if n == 0 {
		return grey * bytes8
	}
	return uint64((sum+n/2)/n) * bytes8
}
