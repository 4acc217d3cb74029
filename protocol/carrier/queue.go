package carrier

import (
	"sync"
	"time"
)

// queue holds packets for a connection that may stall. It is bounded in packets and in age, and drops the oldest.
type queue struct {
	packets int
	age     time.Duration

	mu      sync.Mutex // guards the following
	cond    *sync.Cond // signalled when a packet came or went, or the queue was closed
	waiting []queued
	closed  bool
}

type queued struct {
	packet []byte
	at     time.Time
}

func newQueue(packets int, age time.Duration) *queue {
	q := &queue{packets: packets, age: age}
	q.cond = sync.NewCond(&q.mu)
	return q
}

// put copies the packet into the queue, in the place of the oldest if it is full.
func (q *queue) put(packet []byte) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	if len(q.waiting) == q.packets {
		q.waiting = q.waiting[1:]
	}
	q.waiting = append(q.waiting, queued{append([]byte(nil), packet...), time.Now()})
	q.cond.Broadcast()
}

// next waits for a packet that is not too old. It returns false once the queue is closed.
func (q *queue) next() ([]byte, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		for len(q.waiting) > 0 {
			first := q.waiting[0]
			q.waiting = q.waiting[1:]
			q.cond.Broadcast()
			if time.Since(first.at) <= q.age {
				return first.packet, true
			}
		}
		if q.closed {
			return nil, false
		}
		q.cond.Wait()
	}
}

// drain waits until the queue is empty, but not longer than this.
func (q *queue) drain(timeout time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	late := false
	timer := time.AfterFunc(timeout, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		late = true
		q.cond.Broadcast()
	})
	defer timer.Stop()
	for len(q.waiting) > 0 && !q.closed && !late {
		q.cond.Wait()
	}
}

// close drops what is queued.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.waiting = nil
	q.cond.Broadcast()
}
