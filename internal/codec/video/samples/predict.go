package samples

// Mean writes the means, rounded up, of n × n samples of two planes, which may be the same; n is 8 or 16.
func Mean(to, one, other []byte, stride, n int) {
	mean(span(to, stride, n, n), span(one, stride, n, n), span(other, stride, n, n), stride, n)
}

func plainMean(to, one, other []byte, stride, n int) {
	for y := range n {
		at := y * stride
		for i := at; i < at+n; i += Side {
			store8(to[i:], mean8(load8(one[i:]), load8(other[i:])))
		}
	}
}

// eighths are how finely Weigh tells where a sample lies between others.
const eighths = 8

// Weigh writes 8 × 8 samples that lie x and y eighths, below 8, to the right of those in a plane of the same stride and below them.
func Weigh(to, from []byte, stride, x, y int) {
	weigh(span(to, stride, Side, Side), span(from, stride, Side+1, Side+1), stride, x%eighths, y%eighths)
}

// weighHalf rounds the sum of four weights of eighths by eighths.
const weighHalf = laneOnes * 32

func plainWeigh(to, from []byte, stride, x, y int) {
	fx, fy := uint64(x), uint64(y)
	left, right := load8(from), load8(from[1:])
	low, high := left&lanes*(8-fx)+right&lanes*fx, left>>8&lanes*(8-fx)+right>>8&lanes*fx
	for y := range Side {
		next := from[(y+1)*stride:]
		left, right = load8(next), load8(next[1:])
		nextLow, nextHigh := left&lanes*(8-fx)+right&lanes*fx, left>>8&lanes*(8-fx)+right>>8&lanes*fx
		a := (low*(8-fy) + nextLow*fy + weighHalf) >> 6 & lanes
		b := (high*(8-fy) + nextHigh*fy + weighHalf) >> 6 & lanes
		store8(to[y*stride:], a|b<<8)
		low, high = nextLow, nextHigh
	}
}

// WeighQuarter is Weigh for 4 × 4 samples.
func WeighQuarter(to, from []byte, stride, x, y int) {
	const half = Side / 2
	fx, fy := uint64(x%eighths), uint64(y%eighths)
	lanesOf := func(b []byte) uint64 { return spread4(load4(b))*(8-fx) + spread4(load4(b[1:]))*fx }
	above := lanesOf(from)
	for y := range half {
		below := lanesOf(from[(y+1)*stride:])
		w := (above*(8-fy) + below*fy + weighHalf) >> 6 & lanes
		d := to[y*stride:][:half]
		d[0], d[1], d[2], d[3] = byte(w), byte(w>>16), byte(w>>32), byte(w>>48)
		above = below
	}
}
