package forward

import (
	"sync"
	"time"

	"beside.example/protocol/leg"
)

const (
	queuePackets = 64                     // what waits at most for a slow TLS connection
	queueAge     = 100 * time.Millisecond // and for how long: what is older was sent again by QUIC
)

// queue holds the packets that wait for a TLS connection. When it is full the oldest goes: the newest state of a screen
// matters. Its buffers are used again and again.
type queue struct {
	ready chan struct{} // holds a token when packets may be waiting

	mu    sync.Mutex // guards the following
	ring  [queuePackets]queued
	first int
	count int
}

type queued struct {
	data []byte
	at   time.Time
}

func newQueue() *queue { return &queue{ready: make(chan struct{}, 1)} }

// push copies a packet into the queue.
func (q *queue) push(packet []byte, now time.Time, m *metrics) {
	q.mu.Lock()
	if q.count == queuePackets {
		q.drop()
		m.droppedQueue.Inc()
	}
	slot := &q.ring[(q.first+q.count)%queuePackets]
	if slot.data == nil {
		slot.data = make([]byte, 0, leg.MaxPacket)
	}
	slot.data = append(slot.data[:0], packet...)
	slot.at = now
	q.count++
	q.mu.Unlock()
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

// pop copies the oldest packet that is not too old into buffer; ok is false when there is none.
func (q *queue) pop(buffer []byte, now time.Time, m *metrics) (packet []byte, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.count > 0 {
		slot := &q.ring[q.first]
		q.drop()
		if now.Sub(slot.at) <= queueAge {
			return append(buffer[:0], slot.data...), true
		}
		m.droppedQueue.Inc()
	}
	return nil, false
}

func (q *queue) drop() {
	q.first = (q.first + 1) % queuePackets
	q.count--
}
