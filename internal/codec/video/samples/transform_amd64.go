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

// forwardBlock reads 8 × 8 samples of each and writes 64 frequencies.
//
//go:noescape
func forwardBlock(frequencies *int32, of, from *byte, stride int)

// inverseBlock reads 64 frequencies, and reads and writes 8 × 8 samples.
//
//go:noescape
func inverseBlock(frequencies *int32, to *byte, stride int)
