package codec

import "beside.example/internal/codec/zigzag"

// The transform of blocks of 8 × 8 values into frequencies and back, in whole numbers, so that all machines agree. Its rows are cosines
// in 64ths of √2 and a half of that; both ways together multiply by 2¹⁵ twice, which the shifts take out again. Frequencies are 16 times
// as large as those of the orthonormal transform.
const (
	transformSide = zigzag.Side
	transformArea = transformSide * transformSide

	// cosines of 1 to 7 sixteenths of a half turn, times 64·√2; the fourth is 64.
	cos1, cos2, cos3, cos4, cos5, cos6, cos7 = 89, 83, 75, 64, 50, 36, 18

	forwardRowShift, forwardColumnShift = 2, 9
	inverseColumnShift, inverseRowShift = 7, 12
	// frequencyScale is by how much frequencies are larger than orthonormal ones.
	frequencyScale = 16
)

// transformBlock is a block of values or of frequencies, row by row.
type transformBlock [transformArea]int32

// lane is eight values of a block one after the other, column those of which each stands below the one before.
type (
	lane   [transformSide]int32
	column [transformArea - transformSide + 1]int32
)

// forward turns values of at most ±512 into frequencies.
func (b *transformBlock) forward() {
	for i := 0; i < transformArea; i += transformSide {
		r := (*lane)(b[i:])
		r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7] = forward8(forwardRowShift, r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7])
	}
	for i := range transformSide {
		c := (*column)(b[i:])
		c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56] = forward8(forwardColumnShift, c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56])
	}
}

// inverse turns frequencies back into values.
func (b *transformBlock) inverse() {
	for i := range transformSide {
		c := (*column)(b[i:])
		if c[8]|c[16]|c[24]|c[32]|c[40]|c[48]|c[56] == 0 { // as mostly, where frequencies are high
			if c[0] != 0 {
				v := (cos4*c[0] + 1<<(inverseColumnShift-1)) >> inverseColumnShift
				c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56] = v, v, v, v, v, v, v, v
			}
			continue
		}
		c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56] = inverse8(inverseColumnShift, c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56])
	}
	for i := 0; i < transformArea; i += transformSide {
		r := (*lane)(b[i:])
		r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7] = inverse8(inverseRowShift, r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7])
	}
}

// forward8 transforms eight values.
func forward8(shift uint, v0, v1, v2, v3, v4, v5, v6, v7 int32) (f0, f1, f2, f3, f4, f5, f6, f7 int32) {
	half := int32(1) << (shift - 1)
	s0, d0 := v0+v7, v0-v7
	s1, d1 := v1+v6, v1-v6
	s2, d2 := v2+v5, v2-v5
	s3, d3 := v3+v4, v3-v4
	e0, e1, o0, o1 := s0+s3, s1+s2, s0-s3, s1-s2
	return (cos4*(e0+e1) + half) >> shift,
		(cos1*d0 + cos3*d1 + cos5*d2 + cos7*d3 + half) >> shift,
		(cos2*o0 + cos6*o1 + half) >> shift,
		(cos3*d0 - cos7*d1 - cos1*d2 - cos5*d3 + half) >> shift,
		(cos4*(e0-e1) + half) >> shift,
		(cos5*d0 - cos1*d1 + cos7*d2 + cos3*d3 + half) >> shift,
		(cos6*o0 - cos2*o1 + half) >> shift,
		(cos7*d0 - cos5*d1 + cos3*d2 - cos1*d3 + half) >> shift
}

// inverse8 is the inverse of forward8.
func inverse8(shift uint, f0, f1, f2, f3, f4, f5, f6, f7 int32) (v0, v1, v2, v3, v4, v5, v6, v7 int32) {
	half := int32(1) << (shift - 1)
	d0 := cos1*f1 + cos3*f3 + cos5*f5 + cos7*f7
	d1 := cos3*f1 - cos7*f3 - cos1*f5 - cos5*f7
	d2 := cos5*f1 - cos1*f3 + cos7*f5 + cos3*f7
	d3 := cos7*f1 - cos5*f3 + cos3*f5 - cos1*f7
	e0, e1 := cos4*(f0+f4)+half, cos4*(f0-f4)+half
	o0, o1 := cos2*f2+cos6*f6, cos6*f2-cos2*f6
	s0, s3, s1, s2 := e0+o0, e0-o0, e1+o1, e1-o1
	return (s0 + d0) >> shift, (s1 + d1) >> shift, (s2 + d2) >> shift, (s3 + d3) >> shift,
		(s3 - d3) >> shift, (s2 - d2) >> shift, (s1 - d1) >> shift, (s0 - d0) >> shift
}
