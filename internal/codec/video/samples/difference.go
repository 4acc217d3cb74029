package samples

// Difference16 adds up how far 16 × 16 samples of a plane are from the means, rounded up, of those of another plane and others there: at most
// 256 × 255. Once that is no less than most, the rest need not count. What is the same twice is its own mean.
func Difference16(of []byte, ofStride int, one, other []byte, stride, most int) int {
	return difference16(span(of, ofStride, BlockSide, BlockSide), ofStride,
		span(one, stride, BlockSide, BlockSide), span(other, stride, BlockSide, BlockSide), stride, most)
}

// Difference8 is the same of 8 × 8 samples, to the end.
func Difference8(of []byte, ofStride int, one, other []byte, stride int) int {
	return difference8(span(of, ofStride, Side, Side), ofStride, span(one, stride, Side, Side), span(other, stride, Side, Side), stride)
}

// lookAfter is after how many rows it is looked whether there is enough of a difference.
const lookAfter = 4

func plainDifference16(of []byte, ofStride int, one, other []byte, stride, most int) int {
	var sum uint64
	difference := 0
	for y := 0; y < BlockSide && difference < most; {
		for end := y + lookAfter; y < end; y++ {
			row, first, second := of[y*ofStride:][:BlockSide], one[y*stride:][:BlockSide], other[y*stride:][:BlockSide]
			v, w := load8(row), mean8(load8(first), load8(second))
			sum += nearness(v&lanes, w&lanes) + nearness(v>>8&lanes, w>>8&lanes)
			v, w = load8(row[Side:]), mean8(load8(first[Side:]), load8(second[Side:]))
			sum += nearness(v&lanes, w&lanes) + nearness(v>>8&lanes, w>>8&lanes)
		}
		difference = int(uint16(y*BlockSide*256 - sumLanes(sum))) // 256 for each sample less what they are near
	}
	return difference
}

func plainDifference8(of []byte, ofStride int, one, other []byte, stride int) int {
	var sum uint64
	for y := range Side {
		v, w := load8(of[y*ofStride:]), mean8(load8(one[y*stride:]), load8(other[y*stride:]))
		sum += nearness(v&lanes, w&lanes) + nearness(v>>8&lanes, w>>8&lanes)
	}
	return area*256 - sumLanes(sum)
}
