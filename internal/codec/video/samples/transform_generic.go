//go:build !amd64 || purego

package samples

func forward(f *Frequencies, of, from []byte, stride int) { plainForward(f, of, from, stride) }

func atLeast(f *Frequencies, size int32) uint64 { return plainAtLeast(f, size) }

func add(f *Frequencies, to []byte, stride int) { plainAdd(f, to, stride) }
