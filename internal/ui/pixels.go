package ui

import "encoding/binary"

// toRGBA converts pixels of a framebuffer (blue, green, red, nothing) to red, green, blue, opaque. Both are of the same
// length, a multiple of 4. It takes two pixels at a time, which is several times as fast as byte by byte.
func toRGBA(dst, src []byte) {
	const (
		pair   = 8
		green  = 0x0000ff00_0000ff00
		low    = 0x000000ff_000000ff
		opaque = 0xff000000_ff000000
		shift  = 16
	)
	n := len(src) &^ (pair - 1)
	for i := 0; i < n; i += pair {
		v := binary.LittleEndian.Uint64(src[i : i+pair : i+pair])
		v = v&green | v>>shift&low | v&low<<shift | opaque
		binary.LittleEndian.PutUint64(dst[i:i+pair:i+pair], v)
	}
	if n < len(src) {
		dst[n], dst[n+1], dst[n+2], dst[n+3] = src[n+2], src[n+1], src[n], 0xff
	}
}
