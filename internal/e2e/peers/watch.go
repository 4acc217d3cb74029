package peers

import (
	"sync"
	"time"
)

// slot is the time in which several updates count as one: what comes closer together, nobody sees as two.
const slot = 20 * time.Millisecond

// leastSeen is how many pixels an update must hold to count: a caret, say. Smaller ones tell of the pointer.
const leastSeen = 16

// A watch counts the updates that a viewer has decoded.
type watch struct {
	changed chan struct{} // tells that there was one, to one who waits

	mu    sync.Mutex // guards the following
	slots int
	last  int64
}

func newWatch() *watch { return &watch{changed: make(chan struct{}, 1)} }

// updated notes an update.
func (w *watch) updated(at time.Time, pixels int) {
	w.mu.Lock()
	if now := at.UnixNano() / int64(slot); pixels >= leastSeen && now != w.last {
		w.slots++
		w.last = now
	}
	w.mu.Unlock()
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// updates returns in how many slots there was an update so far.
func (w *watch) updates() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.slots
}
