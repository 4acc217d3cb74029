package portal

import (
	"sync"

	"beside.example/relay/internal/support"
)

// occupancy counts how much each request holds open, so that nobody holds too much. It is safe for concurrent use.
type occupancy struct {
	mu sync.Mutex // guards the following
	// held is how many each request holds; who holds none has no entry.
	held map[support.RequestID]int
}

// enter counts one more; ok is false when there are limit already. Whoever entered leaves.
func (o *occupancy) enter(id support.RequestID, limit int) (ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.held[id] >= limit {
		return false
	}
	if o.held == nil {
		o.held = map[support.RequestID]int{}
	}
	o.held[id]++
	return true
}

func (o *occupancy) leave(id support.RequestID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.held[id]--; o.held[id] <= 0 {
		delete(o.held, id)
	}
}
