package share

import (
	"testing"
	"time"
)

// TestDetail: a frame that was held up changes nothing, frames that are dear for long halve the resolution, and it comes back once they are
// cheap enough.
func TestDetail(t *testing.T) {
	d := detail{}
	note := func(frames int, cost time.Duration) {
		for range frames {
			d.note(cost)
		}
	}
	for _, step := range []struct {
		frames int
		cost   time.Duration
		half   bool
	}{
		{30, 40 * time.Millisecond, false},
		{1, 100 * time.Millisecond, false},
		{30, 45 * time.Millisecond, false},
		{10, 80 * time.Millisecond, true},
		{60, 20 * time.Millisecond, true}, // 60 ms at full
		{1, 5 * time.Millisecond, true},
		{60, 15 * time.Millisecond, true}, // 45 ms
		{60, 11 * time.Millisecond, false},
		{60, 45 * time.Millisecond, false},
		{2, 400 * time.Millisecond, true},
		{200, 10 * time.Millisecond, true}, // it was too dear when they cost that before
		{60, 7 * time.Millisecond, false},
	} {
		note(step.frames, step.cost)
		if d.half != step.half {
			t.Errorf("after %d frames of %v: half is %v", step.frames, step.cost, d.half)
		}
	}
}
