//go:build !purego

package samples

func forward(f *Frequencies, of, from []byte, stride int) {
	if !wide {
		plainForward(f, of, from, stride)
		return
	}
	forwardBlock(&f[0], &of[0], &from[0], stride)
}

func add(f *Frequencies, to []byte, stride int) {
	if !wide {
		plainAdd(f, to, stride)
		return
	}
	inverseBlock(&f[0], &to[0], stride)
}

func atLeast(f *Frequencies, size int32) uint64 {
	if !wide {
		return plainAtLeast(f, size)
	}
	return findBeyond(&f[0], size-1)
}

// forwardBlock reads 8 × 8 samples of each and writes 64 frequencies.
//
//go:noescape
func forwardBlock(frequencies *int32, of, from *byte, stride int)

// inverseBlock reads 64 frequencies, and reads and writes 8 × 8 samples.
//
//go:noescape
func inverseBlock(frequencies *int32, to *byte, stride int)

// findBeyond reads 64 frequencies and returns which are larger than something, or smaller than its negative.
//
//go:noescape
func findBeyond(frequencies *int32, size int32) uint64
