//go:build !amd64 || purego

package samples

func fromPixels(luma []byte, lumaStride int, blue, red []byte, chromaStride int, from []byte, stride int) {
	plainFromPixels(luma, lumaStride, blue, red, chromaStride, from, stride)
}

func halve(to *Pixels, from []byte, stride int) { plainHalve(to, from, stride) }
