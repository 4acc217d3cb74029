package video

import "fmt"

// header is what a frame begins with.
type header struct {
	key       bool
	quantiser int
	slices    int
}

const (
	flagKey = 1
	// slicesShift is where the number of slices, less one, lies among the flags.
	slicesShift = 1
	knownFlags  = flagKey | (MaxSlices-1)<<slicesShift
	headerSize  = 2
	lengthSize  = 3
)

func (h header) append(dst []byte) []byte {
	return append(dst, byte(one(h.key)|(h.slices-1)<<slicesShift), byte(h.quantiser))
}

// parseHeader returns the header of a frame and the bytes of its slices.
func parseHeader(data []byte, blocksY int) (h header, bodies [MaxSlices][]byte, err error) {
	if len(data) < headerSize || data[0]&^knownFlags != 0 || data[1] > QuantiserMax {
		return h, bodies, fmt.Errorf("%w: header", ErrCorrupt)
	}
	h = header{key: data[0]&flagKey != 0, quantiser: int(data[1]), slices: int(data[0]>>slicesShift) + 1}
	rest := data[headerSize:]
	if h.slices > blocksY || len(rest) < (h.slices-1)*lengthSize {
		return h, bodies, fmt.Errorf("%w: %d slices", ErrCorrupt, h.slices)
	}
	lengths := rest[:(h.slices-1)*lengthSize]
	rest = rest[len(lengths):]
	for i := range h.slices - 1 {
		l := lengths[i*lengthSize:]
		n := int(l[0])<<16 | int(l[1])<<8 | int(l[2])
		if n > len(rest) {
			return h, bodies, fmt.Errorf("%w: slice %d is cut", ErrCorrupt, i)
		}
		bodies[i], rest = rest[:n], rest[n:]
	}
	bodies[h.slices-1] = rest
	return h, bodies, nil
}
