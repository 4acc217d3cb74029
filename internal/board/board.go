// Package board holds the newest snapshot of something for windows to read, and tells them when there is another one. Whatever owns a
// state and lives apart from windows uses it; it knows nothing of what the snapshots say.
package board

import "sync"

// Board is where a snapshot hangs. Its methods may be called from any goroutine.
type Board[T any] struct {
	same func(a, b T) bool

	mu       sync.Mutex // guards the following
	snapshot T
	watchers map[chan struct{}]struct{}
}

// New returns a board with the zero snapshot. Same reports whether two snapshots show the same: then nobody is told.
func New[T any](same func(a, b T) bool) *Board[T] {
	return &Board[T]{same: same, watchers: map[chan struct{}]struct{}{}}
}

// Put makes s the snapshot.
func (b *Board[T]) Put(s T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.same(b.snapshot, s) {
		return
	}
	b.snapshot = s
	for w := range b.watchers {
		select {
		case w <- struct{}{}:
		default: // it has not seen the last change yet
		}
	}
}

// Get returns the snapshot.
func (b *Board[T]) Get() T {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.snapshot
}

// Watch returns a channel that has a value at once and after each change; changes that nobody has seen yet become one. Stop ends it.
func (b *Board[T]) Watch() (changes <-chan struct{}, stop func()) {
	w := make(chan struct{}, 1)
	w <- struct{}{}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.watchers[w] = struct{}{}
	return w, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.watchers, w)
	}
}
