package session

import "time"

// bucket limits how often something happens: it holds tokens that come back over time.
type bucket struct {
	tokens float64
	last   time.Time
}

const (
	// floodBurst lets a resumed session send all that it kept at once, twice.
	floodBurst = 2 * (resendMax*2 + 64)
	// floodPerSecond is far beyond what people do: messages on the control stream come from hands.
	floodPerSecond = 50
)

// newBucket returns a full bucket.
func newBucket(now time.Time) bucket { return bucket{tokens: floodBurst, last: now} }

// take takes a token and reports whether there was one.
func (b *bucket) take(now time.Time) bool {
	b.tokens = min(floodBurst, b.tokens+now.Sub(b.last).Seconds()*floodPerSecond)
	b.last = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}
