//go:build !amd64 || purego

package samples

func difference16(of []byte, ofStride int, one, other []byte, stride, most int) int {
	return plainDifference16(of, ofStride, one, other, stride, most)
}

func difference8(of []byte, ofStride int, one, other []byte, stride int) int {
	return plainDifference8(of, ofStride, one, other, stride)
}
