package video

// sourceBlock is a macroblock's luma, row by row.
type sourceBlock [blockArea]byte

// load takes a block from a plane.
func (s *sourceBlock) load(p *plane, x, y int) {
	at := p.at(x, y)
	for i := 0; i < blockArea; i += BlockSide {
		row := p.pix[at : at+BlockSide]
		store8(s[i:], load8(row))
		store8(s[i+side:], load8(row[side:]))
		at += p.stride
	}
}

// difference16 adds up the differences from a block of a plane that starts at ref: at most 256 × 255. Once they are no less than most it looks
// no further.
func (s *sourceBlock) difference16(ref []byte, stride, most int) int {
	var sum uint64
	ref = ref[:stride*(BlockSide-1)+BlockSide]
	difference := 0
	for i := 0; i < blockArea && difference < most; {
		for end := i + lookAfter; i < end; i += BlockSide {
			row := ref[i/BlockSide*stride:][:BlockSide]
			a, b := load8(s[i:i+BlockSide]), load8(row)
			sum += nearness(a&lanes, b&lanes) + nearness(a>>8&lanes, b>>8&lanes)
			a, b = load8(s[i+side:i+BlockSide]), load8(row[side:])
			sum += nearness(a&lanes, b&lanes) + nearness(a>>8&lanes, b>>8&lanes)
		}
		difference = int(uint16(i*256 - sumLanes(sum))) // 256 for each sample less what they are near
	}
	return difference
}

// lookAfter is after how many samples it is looked whether a block differs enough.
const lookAfter = 4 * BlockSide

// meanDifference16 is difference16 from the mean of two blocks.
func (s *sourceBlock) meanDifference16(ref, other []byte, stride, most int) int {
	var sum uint64
	ref, other = ref[:stride*(BlockSide-1)+BlockSide], other[:stride*(BlockSide-1)+BlockSide]
	difference := 0
	for i := 0; i < blockArea && difference < most; {
		for end := i + lookAfter; i < end; i += BlockSide {
			at := i / BlockSide * stride
			row, second := ref[at:][:BlockSide], other[at:][:BlockSide]
			a, b := load8(s[i:i+BlockSide]), mean8(load8(row), load8(second))
			sum += nearness(a&lanes, b&lanes) + nearness(a>>8&lanes, b>>8&lanes)
			a, b = load8(s[i+side:i+BlockSide]), mean8(load8(row[side:]), load8(second[side:]))
			sum += nearness(a&lanes, b&lanes) + nearness(a>>8&lanes, b>>8&lanes)
		}
		difference = int(uint16(i*256 - sumLanes(sum))) // 256 for each sample less what they are near
	}
	return difference
}

// difference8 adds up the differences of a quarter of the block, 8 × 8 samples from at on.
func (s *sourceBlock) difference8(at int, ref []byte, stride int) int {
	var sum uint64
	for y := range side {
		a, b := load8(s[at+y*BlockSide:]), load8(ref[y*stride:])
		sum += nearness(a&lanes, b&lanes) + nearness(a>>8&lanes, b>>8&lanes)
	}
	return area*256 - sumLanes(sum)
}

// meanDifference8 is difference8 from the mean of two blocks.
func (s *sourceBlock) meanDifference8(at int, ref, other []byte, stride int) int {
	var sum uint64
	for y := range side {
		a, b := load8(s[at+y*BlockSide:]), mean8(load8(ref[y*stride:]), load8(other[y*stride:]))
		sum += nearness(a&lanes, b&lanes) + nearness(a>>8&lanes, b>>8&lanes)
	}
	return area*256 - sumLanes(sum)
}

// difference8x8 adds up the differences of two blocks of 8 × 8 samples in planes of the same stride.
func difference8x8(one, other []byte, stride int) int {
	var sum uint64
	for y := range side {
		a, b := load8(one[y*stride:]), load8(other[y*stride:])
		sum += nearness(a&lanes, b&lanes) + nearness(a>>8&lanes, b>>8&lanes)
	}
	return area*256 - sumLanes(sum)
}
