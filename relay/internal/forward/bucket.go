package forward

import (
	"sync"
	"time"
)

const (
	// burst is how much of its rate a leg may send at once: a keyframe comes in one go.
	burst = 250 * time.Millisecond
	// leastBurst lets the slowest leg still send a handful of packets in a row.
	leastBurst = 64 << 10
)

// bucket limits what one side sends, in bytes per second. Its zero value does not limit.
type bucket struct {
	mu     sync.Mutex // guards the following
	rate   float64    // bytes per second; 0 is no limit
	size   float64
	tokens float64
	last   time.Time
}

// set changes the rate, in kbit/s; 0 is no limit.
func (b *bucket) set(kbits uint32, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	const bytesPerKBit = 1000 / 8
	b.rate = float64(kbits) * bytesPerKBit
	b.size = max(b.rate*burst.Seconds(), leastBurst)
	b.tokens = b.size
	b.last = now
}

// take reports whether n bytes may pass now.
func (b *bucket) take(n int, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rate == 0 {
		return true
	}
	if d := now.Sub(b.last); d > 0 {
		b.tokens = min(b.size, b.tokens+b.rate*d.Seconds())
		b.last = now
	}
	if b.tokens < float64(n) {
		return false
	}
	b.tokens -= float64(n)
	return true
}
