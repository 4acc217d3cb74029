package capture

import (
	"image"

	"beside.example/internal/framebuffer"
)

const (
	// maxBoxes is how many parts of a display are fetched one by one at most: each is a question to the system, which answers in a tenth
	// of a millisecond or two.
	maxBoxes = 4
	// looseness is how many times larger than what changed in it a box may be: fetching pixels in vain costs less than another question.
	looseness = 2
)

// boxes returns some rectangles that cover a region and little else: a letter in one corner and a caret in the other are not fetched with
// all that lies between them.
func boxes(region framebuffer.Region) framebuffer.Region {
	var out framebuffer.Region
	for _, r := range region {
		if r.Empty() {
			continue
		}
		best, waste := -1, 0
		for i, b := range out {
			union := b.Union(r)
			if w := area(union) - area(b) - area(r); best < 0 || w < waste {
				best, waste = i, w
			}
		}
		if best >= 0 && (len(out) == maxBoxes || waste <= (looseness-1)*(area(out[best])+area(r))) {
			out[best] = out[best].Union(r)
			continue
		}
		out = append(out, r)
	}
	return merged(out)
}

// merged joins boxes that grew into each other.
func merged(list framebuffer.Region) framebuffer.Region {
	for i := 0; i < len(list); i++ {
		for j := i + 1; j < len(list); j++ {
			union := list[i].Union(list[j])
			if area(union) > looseness*(area(list[i])+area(list[j])) {
				continue
			}
			list[i] = union
			list = append(list[:j], list[j+1:]...)
			i, j = 0, 0 // the larger one may reach others
		}
	}
	return list
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }
