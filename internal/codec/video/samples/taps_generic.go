//go:build !amd64 || purego

package samples

func sixTaps(to, from []byte, step int) { plainSixTaps(to, from, step) }
