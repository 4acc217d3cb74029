package samples

// The transform of 8 × 8 differences into frequencies and back, after Loeffler, Ligtenberg and Moschytz (1989), in whole numbers. Both
// ways have the same rotations, each a constant of √2 times a cosine in 8192nds. Frequencies are 8 times as large as those of the
// orthonormal transform.
const (
	// FrequencyShift is the logarithm of the scale of frequencies.
	FrequencyShift = 3

	rotationBits = 13
	// firstBits is the precision that the first pass keeps beyond whole numbers.
	firstBits = 2
	// The shifts of both passes where rotations took part.
	firstShift, secondShift = rotationBits - firstBits, rotationBits + firstBits
	inverseShift            = secondShift + 2*FrequencyShift

	rotation0298, rotation0390, rotation0541, rotation0765 = 2446, 3196, 4433, 6270
	rotation0899, rotation1175, rotation1501, rotation1847 = 7373, 9633, 12299, 15137
	rotation1961, rotation2053, rotation2562, rotation3072 = 16069, 16819, 20995, 25172
)

// Frequencies are those of a transform block, row by row.
type Frequencies [area]int32

// Forward makes the frequencies of what 8 × 8 samples differ from others in a plane of the same stride.
func (f *Frequencies) Forward(of, from []byte, stride int) {
	forward(f, span(of, stride, Side, Side), span(from, stride, Side, Side), stride)
}

// Add adds to 8 × 8 samples what frequencies mean, clamped. The frequencies are lost.
func (f *Frequencies) Add(to []byte, stride int) { add(f, span(to, stride, Side, Side), stride) }

// AddFirst is Add where all frequencies but the first, which is v, are zero.
func AddFirst(to []byte, stride int, v int32) {
	v = round(v<<(firstBits+rotationBits), inverseShift) // the same everywhere
	more := uint64(min(laneMargin, max(-laneMargin, v))+laneMargin) * laneOnes
	for y := range Side {
		row := to[y*stride:]
		w := load8(row)
		store8(row, clampLanes(w&lanes+more, laneMargin)|clampLanes(w>>8&lanes+more, laneMargin)<<8)
	}
}

// AtLeast returns which frequencies are of some size, above zero, one way or the other: the bits of the first row first.
func (f *Frequencies) AtLeast(size int32) uint64 { return atLeast(f, size) }

func plainAtLeast(f *Frequencies, size int32) (found uint64) {
	beyond := size - 1
	for i := 0; i < area; i += Side {
		// A row at a time: in most there is none. Below zero is what is below −beyond or above it.
		r := (*[Side]int32)(f[i : i+Side])
		some := (r[0] + beyond) | (beyond - r[0]) | (r[1] + beyond) | (beyond - r[1])
		some |= (r[2] + beyond) | (beyond - r[2]) | (r[3] + beyond) | (beyond - r[3])
		some |= (r[4] + beyond) | (beyond - r[4]) | (r[5] + beyond) | (beyond - r[5])
		some |= (r[6] + beyond) | (beyond - r[6]) | (r[7] + beyond) | (beyond - r[7])
		if some >= 0 {
			continue
		}
		for j, v := range r {
			found |= uint64(uint32(beyond-max(v, -v))>>31) << (i + j)
		}
	}
	return found
}

func plainForward(f *Frequencies, of, from []byte, stride int) {
	for y := range Side {
		s, t := load8(of[y*stride:]), load8(from[y*stride:])
		r := (*[Side]int32)(f[y*Side:])
		difference := func(i int) int32 { return int32(byte(s>>(8*i))) - int32(byte(t>>(8*i))) }
		f0, f2, f4, f6, f1, f3, f5, f7 := forward8(difference(0), difference(1), difference(2), difference(3),
			difference(4), difference(5), difference(6), difference(7))
		r[0], r[4] = f0<<firstBits, f4<<firstBits
		r[2], r[6] = round(f2, firstShift), round(f6, firstShift)
		r[1], r[3], r[5], r[7] = round(f1, firstShift), round(f3, firstShift), round(f5, firstShift), round(f7, firstShift)
	}
	for i := range Side {
		c := f[i : i+57]
		f0, f2, f4, f6, f1, f3, f5, f7 := forward8(c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56])
		c[0], c[32] = round(f0, firstBits), round(f4, firstBits)
		c[16], c[48] = round(f2, secondShift), round(f6, secondShift)
		c[8], c[24], c[40], c[56] = round(f1, secondShift), round(f3, secondShift), round(f5, secondShift), round(f7, secondShift)
	}
}

func round(v int32, shift int) int32 { return (v + 1<<(shift-1)) >> shift }

// forward8 returns the frequencies of eight values, even ones first; all but 0 and 4 are multiplied by 8192.
func forward8(v0, v1, v2, v3, v4, v5, v6, v7 int32) (f0, f2, f4, f6, f1, f3, f5, f7 int32) {
	s0, d0, s1, d1 := v0+v7, v0-v7, v1+v6, v1-v6
	s2, d2, s3, d3 := v2+v5, v2-v5, v3+v4, v3-v4
	a, b, c, d := s0+s3, s0-s3, s1+s2, s1-s2
	z := (b + d) * rotation0541
	f0, f2, f4, f6 = a+c, z+b*rotation0765, a-c, z-d*rotation1847

	z1, z2, z3, z4 := d3+d0, d2+d1, d3+d1, d2+d0
	z5 := (z3 + z4) * rotation1175
	z1, z2 = -z1*rotation0899, -z2*rotation2562
	z3, z4 = z5-z3*rotation1961, z5-z4*rotation0390
	f1, f3 = d0*rotation1501+z1+z4, d1*rotation3072+z2+z3
	f5, f7 = d2*rotation2053+z2+z4, d3*rotation0298+z1+z3
	return
}

func plainAdd(f *Frequencies, to []byte, stride int) {
	f.inverse()
	for y := range Side {
		row := to[y*stride:]
		w := load8(row)
		r := (*[Side]int32)(f[y*Side:])
		var out uint64
		out = uint64(clamp(int32(byte(w))+r[0])) | uint64(clamp(int32(byte(w>>8))+r[1]))<<8
		out |= uint64(clamp(int32(byte(w>>16))+r[2]))<<16 | uint64(clamp(int32(byte(w>>24))+r[3]))<<24
		out |= uint64(clamp(int32(byte(w>>32))+r[4]))<<32 | uint64(clamp(int32(byte(w>>40))+r[5]))<<40
		out |= uint64(clamp(int32(byte(w>>48))+r[6]))<<48 | uint64(clamp(int32(byte(w>>56))+r[7]))<<56
		store8(row, out)
	}
}

// inverse turns frequencies back into differences.
func (f *Frequencies) inverse() {
	for i := range Side {
		c := f[i : i+57]
		if c[8]|c[16]|c[24]|c[32]|c[40]|c[48]|c[56] == 0 {
			v := c[0] << firstBits
			c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56] = v, v, v, v, v, v, v, v
			continue
		}
		e0, e1, e2, e3, o0, o1, o2, o3 := inverse8(c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56])
		c[0], c[56] = round(e0+o0, firstShift), round(e0-o0, firstShift)
		c[8], c[48] = round(e1+o1, firstShift), round(e1-o1, firstShift)
		c[16], c[40] = round(e2+o2, firstShift), round(e2-o2, firstShift)
		c[24], c[32] = round(e3+o3, firstShift), round(e3-o3, firstShift)
	}
	for i := 0; i < area; i += Side {
		r := (*[Side]int32)(f[i : i+Side])
		e0, e1, e2, e3, o0, o1, o2, o3 := inverse8(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7])
		r[0], r[7] = round(e0+o0, inverseShift), round(e0-o0, inverseShift)
		r[1], r[6] = round(e1+o1, inverseShift), round(e1-o1, inverseShift)
		r[2], r[5] = round(e2+o2, inverseShift), round(e2-o2, inverseShift)
		r[3], r[4] = round(e3+o3, inverseShift), round(e3-o3, inverseShift)
	}
}

// inverse8 returns the even and the odd parts of the values 0 to 3, times 8192: their sums are those values, and their differences
// the values 7 to 4.
func inverse8(f0, f1, f2, f3, f4, f5, f6, f7 int32) (e0, e1, e2, e3, o0, o1, o2, o3 int32) {
	z := (f2 + f6) * rotation0541
	c, d := z-f6*rotation1847, z+f2*rotation0765
	a, b := (f0+f4)<<rotationBits, (f0-f4)<<rotationBits
	e0, e1, e2, e3 = a+d, b+c, b-c, a-d

	z1, z2, z3, z4 := f7+f1, f5+f3, f7+f3, f5+f1
	z5 := (z3 + z4) * rotation1175
	z1, z2 = -z1*rotation0899, -z2*rotation2562
	z3, z4 = z5-z3*rotation1961, z5-z4*rotation0390
	o0, o1 = f1*rotation1501+z1+z4, f3*rotation3072+z2+z3
	o2, o3 = f5*rotation2053+z2+z4, f7*rotation0298+z1+z3
	return
}
