package share

import "time"

const (
	// halfAbove and fullBelow are what frames of full resolution cost, or would, at which it is halved, and is whole again: fifteen frames a
	// second are to be had, rests included, and to change is dear itself.
	halfAbove = 53 * time.Millisecond
	fullBelow = 40 * time.Millisecond
	// halfSaves is how many times as much a frame of full resolution costs as one of half: the pixels are a quarter, and what is done for each of
	// the picture stays.
	halfSaves = 3
	// frameMemory is by which part, as 1/n, the mean cost follows that of the last frame: one that was held up by something else says little.
	frameMemory = 8
	// againPart in againParts is what frames must cost at most of what they did when the full resolution came back in vain, for it to come back
	// once more: else it would come and go all the time.
	againPart, againParts = 3, 4
)

// detail decides at which resolution frames of a video are coded.
type detail struct {
	half bool
	// mean is what the last frames cost.
	mean time.Duration
	// tried is what frames of half resolution cost when the full one last came back, or zero.
	tried time.Duration
}

// note takes note of what a frame cost.
func (d *detail) note(cost time.Duration) {
	d.mean += (cost - d.mean) / frameMemory
	switch {
	case !d.half && d.mean > halfAbove:
		d.half, d.mean = true, d.mean/halfSaves
	case d.half && d.mean*halfSaves < fullBelow && (d.tried == 0 || d.mean < d.tried*againPart/againParts):
		d.half, d.mean, d.tried = false, d.mean*halfSaves, d.mean
	}
}
