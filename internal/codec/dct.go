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

// forward turns values of at most ±512 into frequencies.
func (b *transformBlock) forward() {
	for i := 0; i < transformArea; i += transformSide {
		forward8(b, i, 1, forwardRowShift)
	}
	for i := range transformSide {
		forward8(b, i, transformSide, forwardColumnShift)
	}
}

// inverse turns frequencies back into values.
func (b *transformBlock) inverse() {
	for i := range transformSide {
		inverse8(b, i, transformSide, inverseColumnShift)
	}
	for i := 0; i < transformArea; i += transformSide {
		inverse8(b, i, 1, inverseRowShift)
	}
}

// forward8 transforms eight values, step apart from start on.
func forward8(b *transformBlock, start, step, shift int) {
	at := func(i int) *int32 { return &b[(start+i*step)%transformArea] }
	half := int32(1) << (shift - 1)
	s0, d0 := *at(0)+*at(7), *at(0)-*at(7)
	s1, d1 := *at(1)+*at(6), *at(1)-*at(6)
	s2, d2 := *at(2)+*at(5), *at(2)-*at(5)
	s3, d3 := *at(3)+*at(4), *at(3)-*at(4)
	e0, e1, o0, o1 := s0+s3, s1+s2, s0-s3, s1-s2
	*at(0) = (cos4*(e0+e1) + half) >> shift
	*at(4) = (cos4*(e0-e1) + half) >> shift
	*at(2) = (cos2*o0 + cos6*o1 + half) >> shift
	*at(6) = (cos6*o0 - cos2*o1 + half) >> shift
	*at(1) = (cos1*d0 + cos3*d1 + cos5*d2 + cos7*d3 + half) >> shift
	*at(3) = (cos3*d0 - cos7*d1 - cos1*d2 - cos5*d3 + half) >> shift
	*at(5) = (cos5*d0 - cos1*d1 + cos7*d2 + cos3*d3 + half) >> shift
	*at(7) = (cos7*d0 - cos5*d1 + cos3*d2 - cos1*d3 + half) >> shift
}

// inverse8 is the inverse of forward8.
func inverse8(b *transformBlock, start, step, shift int) {
	at := func(i int) *int32 { return &b[(start+i*step)%transformArea] }
	half := int32(1) << (shift - 1)
	f1, f3, f5, f7 := *at(1), *at(3), *at(5), *at(7)
	d0 := cos1*f1 + cos3*f3 + cos5*f5 + cos7*f7
	d1 := cos3*f1 - cos7*f3 - cos1*f5 - cos5*f7
	d2 := cos5*f1 - cos1*f3 + cos7*f5 + cos3*f7
	d3 := cos7*f1 - cos5*f3 + cos3*f5 - cos1*f7
	f0, f2, f4, f6 := *at(0), *at(2), *at(4), *at(6)
	e0, e1 := cos4*(f0+f4), cos4*(f0-f4)
	o0, o1 := cos2*f2+cos6*f6, cos6*f2-cos2*f6
	s0, s3, s1, s2 := e0+o0, e0-o0, e1+o1, e1-o1
	*at(0), *at(7) = (s0+d0+half)>>shift, (s0-d0+half)>>shift
	*at(1), *at(6) = (s1+d1+half)>>shift, (s1-d1+half)>>shift
	*at(2), *at(5) = (s2+d2+half)>>shift, (s2-d2+half)>>shift
	*at(3), *at(4) = (s3+d3+half)>>shift, (s3-d3+half)>>shift
}
