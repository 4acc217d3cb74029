package signalling

import (
	"math/rand/v2"
	"time"
)

// When a lost relay is tried again. Every pause is drawn evenly between zero and its bound (full jitter), so that a thousand apps that
// lost the same relay do not come back in step.
const (
	// firstRetry bounds the first pause: most losses are a moment's.
	firstRetry = 500 * time.Millisecond
	// quickRetry bounds the pauses while the outage is young: a relay that comes back within seconds is found within seconds.
	quickRetry = 2 * time.Second
	// quickFor is how long an outage is young, unless the relay said how long it would take.
	quickFor = time.Minute
	// slowRetry bounds the pauses of an old outage.
	slowRetry = 30 * time.Second
	// settledAfter is how long a connection must have lasted for its loss to be a new outage: a relay that welcomes and drops at once is
	// not tried in a circle.
	settledAfter = 10 * time.Second

	// maxReconnectIn and maxTryFor bound what a relay may ask for before it restarts.
	maxReconnectIn = 10 * time.Minute
	maxTryFor      = time.Hour
)

// outage is the time during which the relay cannot be reached. The zero outage has not begun.
type outage struct {
	began    time.Time
	attempts int
	// notice is what the relay said before it went, if it did.
	notice *Restarting
}

// pause returns how long to wait before the next attempt.
func (o *outage) pause(now time.Time) time.Duration {
	if o.began.IsZero() {
		o.began = now
	}
	o.attempts++
	if o.notice != nil && o.attempts == 1 {
		in := min(o.notice.ReconnectIn, maxReconnectIn)
		return in + jitter(max(in, firstRetry))
	}
	if now.Sub(o.began) > quickFor && !o.announced(now) {
		return jitter(slowRetry)
	}
	const doublings = 4 // by then the bound is over quickRetry
	return jitter(min(firstRetry<<min(o.attempts-1, doublings), quickRetry))
}

// announced reports whether the relay said that it would be away for as long as it is by now.
func (o *outage) announced(now time.Time) bool {
	return o.notice != nil && now.Sub(o.began) <= min(o.notice.ReconnectIn, maxReconnectIn)+min(o.notice.TryFor, maxTryFor)
}

func jitter(bound time.Duration) time.Duration { return rand.N(bound + 1) }
