package desktoptest

import (
	"context"
	"sync"

	"beside.example/internal/desktop/input"
)

// Watcher is a person's hand that a test moves.
type Watcher struct {
	mu sync.Mutex // guards the following
	// pending is what Next has not returned.
	pending input.Activity
	closed  bool
	notice  chan struct{}
}

var _ input.Watcher = (*Watcher)(nil)

// NewWatcher returns a hand at rest.
func NewWatcher() *Watcher { return &Watcher{notice: make(chan struct{}, 1)} }

// Do lets the person do something.
func (w *Watcher) Do(a input.Activity) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending |= a
	w.wakeLocked()
}

// Next implements the watcher of desktop/input.
func (w *Watcher) Next(ctx context.Context) (input.Activity, error) {
	for {
		w.mu.Lock()
		seen, closed := w.pending, w.closed
		w.pending = 0
		w.mu.Unlock()
		switch {
		case closed:
			return 0, ErrClosed
		case seen != 0:
			return seen, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-w.notice:
		}
	}
}

// Close implements the watcher of desktop/input.
func (w *Watcher) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.wakeLocked()
	return nil
}

func (w *Watcher) wakeLocked() {
	select {
	case w.notice <- struct{}{}:
	default:
	}
}
