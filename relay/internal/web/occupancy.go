package web

import "sync"

// Occupancy counts how much each of many holds open, such as streams, so that nobody holds too much. The zero value is ready; it is
// safe for concurrent use.
type Occupancy[K comparable] struct {
	mu sync.Mutex // guards the following
	// held is how many each holds; who holds none has no entry.
	held map[K]int
}

// Enter counts one more; ok is false when there are limit already. Whoever entered leaves.
func (o *Occupancy[K]) Enter(who K, limit int) (ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.held[who] >= limit {
		return false
	}
	if o.held == nil {
		o.held = map[K]int{}
	}
	o.held[who]++
	return true
}

// Leave counts one less.
func (o *Occupancy[K]) Leave(who K) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.held[who]--; o.held[who] <= 0 {
		delete(o.held, who)
	}
}
