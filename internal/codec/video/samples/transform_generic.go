//go:build !amd64 || purego

package samples

func forward(f *Frequencies, of, from []byte, stride int) { plainForward(f, of, from, stride) }

func add(f *Frequencies, to []byte, stride int) { plainAdd(f, to, stride) }
