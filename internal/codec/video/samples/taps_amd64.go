//go:build !purego

package samples

func sixTaps(to, from []byte, step int) {
	if !wide {
		plainSixTaps(to, from, step)
		return
	}
	filterSixTaps(&to[0], &from[0], step, len(to)/Side)
}

// filterSixTaps fills groups of 8 samples, at least one; for the last it reads 8 samples at 5 steps from the first, and nothing beyond.
//
//go:noescape
func filterSixTaps(to, from *byte, step, groups int)
