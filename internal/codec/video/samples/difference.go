package samples

// Load takes a block from a plane.
func (b *Block) Load(from []byte, stride int) {
	from = span(from, stride, BlockSide, BlockSide)
	for i := 0; i < blockArea; i += BlockSide {
		copy(b[i:i+BlockSide], from[i/BlockSide*stride:])
	}
}

// Difference adds up how far the block is from the mean, rounded up, of one in a plane and another: at most 256 × 255. Once it is no less
// than most, the rest need not count. The same block twice is its own mean.
func (b *Block) Difference(one, other []byte, stride, most int) int {
	return difference16(b, span(one, stride, BlockSide, BlockSide), span(other, stride, BlockSide, BlockSide), stride, most)
}

// Difference8 adds up how far 8 × 8 samples of a plane are from the means, rounded up, of those of another plane and others there.
func Difference8(of []byte, ofStride int, one, other []byte, stride int) int {
	return difference8(span(of, ofStride, Side, Side), ofStride, span(one, stride, Side, Side), span(other, stride, Side, Side), stride)
}

// lookAfter is after how many samples it is looked whether a block differs enough.
const lookAfter = 4 * BlockSide

func plainDifference16(b *Block, one, other []byte, stride, most int) int {
	var sum uint64
	difference := 0
	for i := 0; i < blockArea && difference < most; {
		for end := i + lookAfter; i < end; i += BlockSide {
			at := i / BlockSide * stride
			first, second := one[at:][:BlockSide], other[at:][:BlockSide]
			v, w := load8(b[i:i+BlockSide]), mean8(load8(first), load8(second))
			sum += nearness(v&lanes, w&lanes) + nearness(v>>8&lanes, w>>8&lanes)
			v, w = load8(b[i+Side:i+BlockSide]), mean8(load8(first[Side:]), load8(second[Side:]))
			sum += nearness(v&lanes, w&lanes) + nearness(v>>8&lanes, w>>8&lanes)
		}
		difference = int(uint16(i*256 - sumLanes(sum))) // 256 for each sample less what they are near
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
