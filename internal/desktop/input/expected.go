package input

import (
	"slices"
	"sync"
	"time"
)

const (
	// expectedLife is how long an injected event may take to come back from the system. What takes longer counts as the
	// person's own: the safe side, since that only pauses the one who injects.
	expectedLife = 2 * time.Second

	// maxExpected bounds the events on their way, many times what a hand can do in expectedLife.
	maxExpected = 4096
)

// act is one event as both the injector and the system tell it.
type act struct {
	kind   uint16
	detail uint32
	x, y   int
}

// expected holds the events that were injected and have not come back yet. The injector fills it, the watcher empties it; both
// see events in one order.
type expected struct {
	mu sync.Mutex // guards the following
	// queue has the oldest event first.
	queue []expectation
}

type expectation struct {
	act
	at time.Time
}

// add notes an event that is about to be injected.
func (e *expected) add(a act) {
	now := time.Now()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.expire(now)
	if len(e.queue) >= maxExpected {
		e.queue = e.queue[1:]
	}
	e.queue = append(e.queue, expectation{act: a, at: now})
}

// claim tells whether an event that came from the system is one of ours. Events that were injected before it did not come back
// at all, and are forgotten, unless they are to be kept: where others inject as well, this one may have been theirs.
func (e *expected) claim(a act, keep bool) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.expire(time.Now())
	for i, known := range e.queue {
		if known.act == a {
			if keep {
				e.queue = slices.Delete(e.queue, i, i+1)
			} else {
				e.queue = e.queue[i+1:]
			}
			return true
		}
	}
	return false
}

// empty reports whether nothing is on its way.
func (e *expected) empty() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.expire(time.Now())
	return len(e.queue) == 0
}

// expire forgets what is too old. Its caller holds mu.
func (e *expected) expire(now time.Time) {
	for len(e.queue) > 0 && now.Sub(e.queue[0].at) > expectedLife {
		e.queue = e.queue[1:]
	}
}
