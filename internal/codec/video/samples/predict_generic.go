//go:build !amd64 || purego

package samples

func mean(to, one, other []byte, stride, n int) { plainMean(to, one, other, stride, n) }

func weigh(to, from []byte, stride, x, y int) { plainWeigh(to, from, stride, x, y) }
