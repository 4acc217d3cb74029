package share

import "time"

const (
	// eventRate bounds the injected events a second: a fast hand makes 250 at most, and a flood must not freeze the desktop.
	eventRate = 1000
	// eventBurst is how many events may come at once: a pasted line.
	eventBurst = 300
)

// limiter is a token bucket for events.
type limiter struct {
	tokens float64
	last   time.Time
}

// take takes n events, which happened, out of the bucket, and returns how long to wait before the next may.
func (l *limiter) take(now time.Time, n int) time.Duration {
	if l.last.IsZero() {
		l.tokens = eventBurst
	} else {
		l.tokens = min(eventBurst, l.tokens+now.Sub(l.last).Seconds()*eventRate)
	}
	l.last = now
	l.tokens -= float64(n)
	if l.tokens >= 0 {
		return 0
	}
	return time.Duration(-l.tokens / eventRate * float64(time.Second))
}
