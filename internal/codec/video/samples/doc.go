// Package samples has the inner loops of package video: what is done with many samples of a picture at a time.
//
// Each stands in a file of its own, named after it, with its plain form in Go. Where a processor does it faster at a price worth paying, a
// form in assembler stands beside: X_amd64.s is what the processor does, X_amd64.go chooses, and X_generic.go takes the plain form
// everywhere else, and on amd64 too if the build tag purego is set. Both forms give the same bits, which tests and fuzz targets hold
// against each other; so whoever calls need not know which one it was.
//
// The assembler trusts nobody: each function first cuts its slices to exactly what is read and written, which panics where they are
// shorter, as any index of Go's does; only then the assembler is given where they begin. So the decoder may use it too, whatever the bytes
// from outside claim.
//
// The package knows neither frames nor streams.
package samples

// What a block is.
const (
	// Side is the side of a transform block, in samples; a macroblock has twice as many.
	Side = 8
	// BlockSide is the side of a macroblock in samples of luma.
	BlockSide = 2 * Side
	// BytesPerPixel is how many bytes a pixel has: blue, green, red, and one that means nothing.
	BytesPerPixel = 4

	area = Side * Side
)

// span returns as much of a plane as rows of some samples take that are stride apart.
func span(b []byte, stride, rows, samples int) []byte {
	n := stride*(rows-1) + samples
	_ = b[n-1] // a slice alone may reach beyond its length
	return b[:n]
}
