//go:build !purego

package samples

// Every amd64 has SSE2, which is enough here.

func difference16(of []byte, ofStride int, one, other []byte, stride, _ int) int {
	return sumDifferences16(&of[0], ofStride, &one[0], &other[0], stride)
}

func difference8(of []byte, ofStride int, one, other []byte, stride int) int {
	return sumDifferences8(&of[0], ofStride, &one[0], &other[0], stride)
}

// sumDifferences16 reads 16 × 16 samples from each.
//
//go:noescape
func sumDifferences16(of *byte, ofStride int, one, other *byte, stride int) int

// sumDifferences8 reads 8 × 8 samples from each.
//
//go:noescape
func sumDifferences8(of *byte, ofStride int, one, other *byte, stride int) int
