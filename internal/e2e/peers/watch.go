package peers

import (
	"sync"
	"time"
)

// slot is the time in which several updates count as one: what comes closer together, nobody sees as two.
const slot = 20 * time.Millisecond

// leastSeen is how many pixels an update must hold to count: a caret, say. Smaller ones tell of the pointer.
const leastSeen = 16

// A watch counts the updates that a viewer has decoded, and knows when one of them turned something.
type watch struct {
	changed chan struct{} // tells that there was one, to one who waits

	mu    sync.Mutex // guards the following
	slots int
	last  int64
	// look tells whether something is white; nil while nobody asks. White is what it told last, turned since when.
	look   func() bool
	white  bool
	turned time.Time
}

func newWatch() *watch { return &watch{changed: make(chan struct{}, 1)} }

// updated notes an update. It looks there and then, by whoever has decoded it: another goroutine that is to wake up first is no part of
// what is measured.
func (w *watch) updated(at time.Time, pixels int) {
	w.mu.Lock()
	if w.look != nil && w.look() != w.white {
		w.white, w.turned = !w.white, time.Now()
	}
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

// follow has each update looked at from now on. Look must not wait for the next one.
func (w *watch) follow(look func() bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.look, w.white, w.turned = look, look(), time.Now()
}

// seen returns what was seen last, and since when.
func (w *watch) seen() (white bool, since time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.white, w.turned
}

// updates returns in how many slots there was an update so far.
func (w *watch) updates() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.slots
}
