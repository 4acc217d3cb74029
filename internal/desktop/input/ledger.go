package input

import "sync"

// Ledger knows what the injectors that share it inject, so that the watchers that share it take none of it for the person's hand,
// however many of either there are. The zero Ledger is ready; it may be used by several goroutines.
type Ledger struct {
	mu sync.Mutex // guards the following
	// watches has one for each watcher, since each hears every event.
	watches map[*watch]struct{}
	// injectors counts them.
	injectors int
}

// watch is what one watcher expects to come back, of each injector in the order in which that one injects.
type watch struct {
	mu     sync.Mutex // guards the following
	awaits map[int]*expected
}

// enter returns a number for a new injector.
func (l *Ledger) enter() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.injectors++
	return l.injectors
}

// add notes an event that an injector is about to inject.
func (l *Ledger) add(injector int, a act) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for w := range l.watches {
		w.of(injector).add(a)
	}
}

// watch returns what a new watcher expects.
func (l *Ledger) watch() *watch {
	w := &watch{awaits: map[int]*expected{}}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.watches == nil {
		l.watches = map[*watch]struct{}{}
	}
	l.watches[w] = struct{}{}
	return w
}

// leave forgets a watcher.
func (l *Ledger) leave(w *watch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.watches, w)
}

func (w *watch) of(injector int) *expected {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := w.awaits[injector]
	if e == nil {
		e = &expected{}
		w.awaits[injector] = e
	}
	return e
}

// claim tells whether an event that came from the system is an injector's.
func (w *watch) claim(a act) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	busy := 0
	for _, e := range w.awaits {
		if !e.empty() {
			busy++
		}
	}
	for _, e := range w.awaits {
		if e.claim(a, busy > 1) {
			return true
		}
	}
	return false
}
