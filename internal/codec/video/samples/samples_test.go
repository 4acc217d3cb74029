package samples

import (
	"bytes"
	"testing"
)

// noise draws samples from a seed: of any size, or all at the ends of what they can be, or nearly alike.
type noise struct {
	state uint64
	kind  uint8
}

func (n *noise) next() byte {
	n.state = n.state*6364136223846793005 + 1442695040888963407
	v := byte(n.state >> 56)
	switch n.kind % 4 {
	case 0:
		return v
	case 1:
		return -(v & 1)
	case 2:
		return 126 + v&3
	default:
		return 253 + v%3
	}
}

func (n *noise) bytes(length int) []byte {
	b := make([]byte, length)
	for i := range b {
		b[i] = n.next()
	}
	return b
}

// seeds are the beginnings that every table goes through.
func seeds() []noise {
	var all []noise
	for i := range uint64(24) {
		all = append(all, noise{state: i * 7919, kind: uint8(i)})
	}
	return all
}

// marked returns two buffers of the same samples, which two forms write into: what neither writes must stay.
func marked(n *noise, length int) (a, b []byte) {
	a = n.bytes(length)
	return a, bytes.Clone(a)
}

// strides are some for blocks of 16 samples, the narrowest among them.
func strides() []int { return []int{16, 17, 31, 64, 83} }

// mustPanic checks that something refuses slices that are too short.
func mustPanic(t *testing.T, name string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s took slices that are too short", name)
		}
	}()
	f()
}
