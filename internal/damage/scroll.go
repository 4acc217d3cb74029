package damage

import (
	"bytes"
	"encoding/binary"
	"image"

	"beside.example/internal/framebuffer"
)

const (
	// scrollSamples is how many segments decide about a vertical scroll: each is looked for in a column of the old picture.
	scrollSamples = 48
	// scrollMin is how many samples are too few to be sure of anything.
	scrollMin = 3
	// scrollVectors is how many different scrolls are looked for at once, such as two panes.
	scrollVectors = 3
	// scrollSure is after how many samples those that the move with the most votes explains are looked for nowhere else: going down a column
	// costs a cache line for each row.
	scrollSure = 12
	// furtherScroll is how many samples a further scroll must explain: few are left where most moved otherwise.
	furtherScroll = 2
)

// scrolls returns the vertical moves that explain most of the samples, or nothing when the change is something else.
// It looks no further than the rows of box.
func (f *Finder) scrolls(c *changes, box image.Rectangle) []image.Point {
	f.samples = c.samples(f.samples[:0], max(1, len(c.tiles)/scrollSamples), 1)
	if len(f.samples) < scrollMin {
		return nil
	}
	clear(f.votes)
	unexplained := 0
	var leader image.Point
	for i, s := range f.samples {
		if i == scrollSure {
			leader = f.leader()
		}
		if leader != (image.Point{}) && sameShifted(c.prev, c.next, image.Rectangle{Min: s.at, Max: s.at.Add(image.Pt(segment, 1))}, leader) {
			f.votes[leader]++
			continue
		}
		seg := c.next.Row(s.at.Y, s.at.X, s.at.X+segment)
		if f.voteColumn(c.prev, seg, s.at, box) {
			continue
		}
		if unexplained++; unexplained*3 > len(f.samples) {
			return nil
		}
	}
	// A scroll explains half of the samples; what repeats in the picture by chance explains few.
	return f.elect(scrollVectors, len(f.samples)/2+1, furtherScroll)
}

// voteColumn votes for every vertical move that could have brought seg to its place.
func (f *Finder) voteColumn(prev *framebuffer.Framebuffer, seg []byte, at image.Point, box image.Rectangle) bool {
	middle := segmentBytes / 2
	key := binary.LittleEndian.Uint64(seg[middle:])
	stride := prev.Stride()
	start := box.Min.Y*stride + at.X*framebuffer.BytesPerPixel
	found := false
	for y := box.Min.Y; y < box.Max.Y; y, start = y+1, start+stride {
		if binary.LittleEndian.Uint64(prev.Pix[start+middle:]) == key && bytes.Equal(prev.Pix[start:start+segmentBytes], seg) {
			f.votes[image.Pt(0, at.Y-y)]++
			found = true
		}
	}
	return found
}
