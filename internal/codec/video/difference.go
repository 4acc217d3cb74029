package video

// sourceBlock is a macroblock's luma, row by row.
type sourceBlock [blockArea]byte

// load takes a block from a plane.
func (s *sourceBlock) load(p *plane, x, y int) {
	at := p.at(x, y)
	for i := 0; i < blockArea; i += BlockSide {
		row := p.pix[at : at+BlockSide]
		store8(s[i:], load8(row))
		store8(s[i+8:], load8(row[8:]))
		at += p.stride
	}
}

// difference16 adds up the differences from a block of a plane that starts at ref.
func (s *sourceBlock) difference16(ref []byte, stride int) int {
	var sum uint64
	for i := 0; i < blockArea; i += BlockSide {
		row := ref[:BlockSide]
		a := s[i : i+BlockSide]
		sum += differences(load8(a), load8(row)) + differences(load8(a[8:]), load8(row[8:]))
		if i < blockArea-BlockSide {
			ref = ref[stride:]
		}
	}
	return sumLanes(sum) // at most 256 × 255
}

// meanDifference16 is difference16 from the mean of two blocks.
func (s *sourceBlock) meanDifference16(ref, other []byte, stride int) int {
	var sum uint64
	for i := 0; i < blockArea; i += BlockSide {
		row, second := ref[:BlockSide], other[:BlockSide]
		a := s[i : i+BlockSide]
		sum += differences(load8(a), mean8(load8(row), load8(second))) + differences(load8(a[8:]), mean8(load8(row[8:]), load8(second[8:])))
		if i < blockArea-BlockSide {
			ref, other = ref[stride:], other[stride:]
		}
	}
	return sumLanes(sum) // at most 256 × 255
}

// difference8 adds up the differences of a quarter of the block, 8 × 8 samples from at on.
func (s *sourceBlock) difference8(at int, ref []byte, stride int) int {
	var sum uint64
	for y := range side {
		sum += differences(load8(s[at+y*BlockSide:]), load8(ref))
		if y < side-1 {
			ref = ref[stride:]
		}
	}
	return sumLanes(sum)
}

// meanDifference8 is difference8 from the mean of two blocks.
func (s *sourceBlock) meanDifference8(at int, ref, other []byte, stride int) int {
	var sum uint64
	for y := range side {
		sum += differences(load8(s[at+y*BlockSide:]), mean8(load8(ref), load8(other)))
		if y < side-1 {
			ref, other = ref[stride:], other[stride:]
		}
	}
	return sumLanes(sum)
}
