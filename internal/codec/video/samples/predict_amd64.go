//go:build !purego

package samples

// Every amd64 has SSE2, which is enough here.

func mean(to, one, other []byte, stride, n int) {
	if n == BlockSide {
		mean16(&to[0], &one[0], &other[0], stride)
	} else {
		plainMean(to, one, other, stride, n)
	}
}

func weigh(to, from []byte, stride, x, y int) { weigh8(&to[0], &from[0], stride, x, y) }

// mean16 reads 16 × 16 samples of each and writes as many.
//
//go:noescape
func mean16(to, one, other *byte, stride int)

// weigh8 reads 9 × 9 samples and writes 8 × 8; x and y are from 0 to 7.
//
//go:noescape
func weigh8(to, from *byte, stride, x, y int)
