package capture

import (
	"testing"
	"time"
)

// TestCostDecidesTheRate: where every look takes the whole display, looking takes a fifth of a core at most, and nobody waits for long.
func TestCostDecidesTheRate(t *testing.T) {
	for cost, want := range map[time.Duration]time.Duration{
		0:                      portableMinPause,
		5 * time.Millisecond:   portableMinPause,
		20 * time.Millisecond:  80 * time.Millisecond,
		100 * time.Millisecond: 400 * time.Millisecond,
		time.Second:            portableMaxPause,
	} {
		if got := portablePause(cost); got != want {
			t.Errorf("after a grab of %v the pause is %v, want %v", cost, got, want)
		}
	}
}
