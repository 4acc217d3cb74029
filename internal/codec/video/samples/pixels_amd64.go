//go:build !purego

package samples

func fromPixels(luma []byte, lumaStride int, blue, red []byte, chromaStride int, from []byte, stride int) {
	if !wide {
		plainFromPixels(luma, lumaStride, blue, red, chromaStride, from, stride)
		return
	}
	convertPixels(&luma[0], lumaStride, &blue[0], &red[0], chromaStride, &from[0], stride)
}

func halve(to *Pixels, from []byte, stride int) {
	if !wide {
		plainHalve(to, from, stride)
		return
	}
	halvePixels(&to[0], &from[0], stride)
}

// convertPixels reads 16 rows of 16 pixels and writes 16 × 16 samples of luma and 8 × 8 of each chroma.
//
//go:noescape
func convertPixels(luma *byte, lumaStride int, blue, red *byte, chromaStride int, from *byte, stride int)

// halvePixels reads 32 rows of 32 pixels and writes 16 × 16 pixels in one piece.
//
//go:noescape
func halvePixels(to, from *byte, stride int)
