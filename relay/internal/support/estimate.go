package support

import (
	"slices"
	"time"
)

// Wait is what one accepted request tells about waiting.
type Wait struct {
	Place  int           // how many waited when it was posted, itself counted
	Waited time.Duration // until it was accepted
}

// What an estimate rests upon.
const (
	estimateFrom = time.Hour // older acceptances say little about now
	minWaits     = 3         // fewer are chance
	maxWaits     = 200       // more change nothing
)

// estimateWait tells how long whoever is at a position will wait, from the waits of others. Each wait is taken per place, and
// the median of them is the pace: one customer who was forgotten, or whose agent was quick, does not change it.
func estimateWait(waits []Wait, position int) (time.Duration, bool) {
	if len(waits) < minWaits || position < 1 {
		return 0, false
	}
	paces := make([]time.Duration, len(waits))
	for i, w := range waits {
		paces[i] = max(w.Waited, 0) / time.Duration(max(w.Place, 1))
	}
	slices.Sort(paces)
	middle := len(paces) / 2
	pace := paces[middle]
	if len(paces)%2 == 0 {
		pace = (paces[middle-1] + pace) / 2
	}
	return pace * time.Duration(position), true
}
