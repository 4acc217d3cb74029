//go:build !purego

package samples

import "golang.org/x/sys/cpu"

// wide tells that the processor has AVX2, whose registers hold 32 samples. Some small ones of ten years ago have not.
var wide = cpu.X86.HasAVX2
