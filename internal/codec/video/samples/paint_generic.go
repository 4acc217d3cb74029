//go:build !amd64 || purego

package samples

func paint(to []byte, stride int, luma []byte, lumaStride int, blue, red []byte, chromaStride, pairs int) {
	plainPaint(to, stride, luma, lumaStride, blue, red, chromaStride, pairs)
}
