package samples

// TapsBefore and TapsAfter are how many samples the filter of half samples reads before each that it fills, and after it.
const (
	TapsBefore, TapsAfter = 2, 3
	taps                  = TapsBefore + 1 + TapsAfter
)

// SixTaps fills to, in whole groups of 8, with what lies half way between samples: from holds them, TapsBefore of them first, each step
// after the one before. The taps are 1 −5 20 20 −5 1, in 32nds, rounded to the nearest and clamped.
func SixTaps(to, from []byte, step int) {
	groups := len(to) / Side
	if groups == 0 {
		return
	}
	sixTaps(to[:groups*Side], span(from, step, taps, groups*Side), step)
}

func plainSixTaps(to, from []byte, step int) {
	for i := 0; i+Side <= len(to); i += Side {
		r := from[i:]
		store8(to[i:], weighTaps(load8(r), load8(r[step:]), load8(r[2*step:]), load8(r[3*step:]), load8(r[4*step:]), load8(r[5*step:])))
	}
}

// weighTaps filters eight samples.
func weighTaps(a, b, c, d, e, f uint64) uint64 {
	low := weighTapsLanes(a&lanes+f&lanes, b&lanes+e&lanes, c&lanes+d&lanes)
	high := weighTapsLanes(a>>8&lanes+f>>8&lanes, b>>8&lanes+e>>8&lanes, c>>8&lanes+d>>8&lanes)
	return low | high<<8
}

// tapsBias makes the filter's sum positive: a multiple of 32 above 5 × 510.
const tapsBias = 80

// weighTapsLanes filters four lanes from the sums of its outer, inner and middle pairs.
func weighTapsLanes(outer, inner, middle uint64) uint64 {
	const rounding = laneOnes * (16 + tapsBias*32)
	v := (middle*20 + outer + rounding - inner*5) >> 5 & (laneOnes * 0x7ff)
	return clampLanes(v, tapsBias)
}
