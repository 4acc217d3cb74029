package codec

import "math/bits"

// abs has no branch: what it is asked for is as often negative as not, which no processor foresees.
func abs(v int) int {
	sign := v >> (bits.UintSize - 1)
	return (v ^ sign) - sign
}
