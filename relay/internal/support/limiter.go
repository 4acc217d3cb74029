package support

import (
	"sync"
	"time"
)

// maxLimiterKeys bounds the memory of one Limiter: at about 100 bytes a key, under 2 MiB.
const maxLimiterKeys = 16_384

// Limiter allows each key, such as an address or an account, so many attempts in a period, refilled evenly, all at once if
// none were made before. It is safe for concurrent use and bounded in memory.
type Limiter[K comparable] struct {
	burst time.Duration // the whole allowance, as the time in which it refills
	each  time.Duration // what one attempt takes of it

	mu sync.Mutex // guards the following
	// full holds when the allowance of each key will be whole again. Without an entry it is.
	full map[K]time.Time
}

// NewLimiter returns a Limiter that allows count attempts in each period.
func NewLimiter[K comparable](count int, period time.Duration) *Limiter[K] {
	each := period / time.Duration(max(count, 1))
	return &Limiter[K]{burst: period, each: each, full: map[K]time.Time{}}
}

// Take counts an attempt. It returns 0 when the attempt is allowed, else how long to wait for the next one; an attempt
// that is refused costs nothing.
func (l *Limiter[K]) Take(key K) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	full := l.full[key]
	if full.Before(now) {
		full = now
	}
	full = full.Add(l.each)
	if wait := full.Sub(now) - l.burst; wait > 0 {
		return wait
	}
	if _, known := l.full[key]; !known && len(l.full) >= maxLimiterKeys {
		l.forget(now)
	}
	l.full[key] = full
	return 0
}

// Return gives back one attempt.
func (l *Limiter[K]) Return(key K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if full, ok := l.full[key]; ok {
		l.full[key] = full.Add(-l.each)
	}
}

// forget makes room: whoever's allowance is whole again needs no entry. When nobody's is, some are given theirs early;
// an attacker with that many keys is not held by a limit per key anyway.
func (l *Limiter[K]) forget(now time.Time) {
	for key, full := range l.full {
		if full.Before(now) {
			delete(l.full, key)
		}
	}
	const spare = maxLimiterKeys / 8 // so that the sweep is not made anew for every attempt
	for key := range l.full {
		if len(l.full) <= maxLimiterKeys-spare {
			break
		}
		delete(l.full, key)
	}
}
