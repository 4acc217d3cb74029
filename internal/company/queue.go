package company

import (
	"context"
	"sync"
)

// queue brings functions to the loop. It has no bound of its own: what sessions put in is bounded by the messages that they let in.
type queue struct {
	wake chan struct{} // holds a value when the list is not empty

	mu   sync.Mutex // guards the following
	list []func(ctx context.Context)
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

func (q *queue) put(f func(ctx context.Context)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = append(q.list, f)
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

func (q *queue) take() []func(ctx context.Context) {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := q.list
	q.list = nil
	return list
}
