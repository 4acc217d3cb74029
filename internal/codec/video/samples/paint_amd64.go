//go:build !purego

package samples

func paint(to []byte, stride int, luma []byte, lumaStride int, blue, red []byte, chromaStride, pairs int) {
	if !wide {
		plainPaint(to, stride, luma, lumaStride, blue, red, chromaStride, pairs)
		return
	}
	paintPairs(&to[0], stride, &luma[0], lumaStride, &blue[0], &red[0], chromaStride, pairs)
}

// paintPairs writes 16 pixels of each row, and reads as many samples of luma and 9 of each row of chroma.
//
//go:noescape
func paintPairs(to *byte, stride int, luma *byte, lumaStride int, blue, red *byte, chromaStride, pairs int)
