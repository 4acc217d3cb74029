package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"beside.example/protocol"
)

const (
	// maxOutbox bounds what waits for a peer that reads nothing, in bytes, besides what is passed on: hours of a session's control
	// messages.
	maxOutbox = 1 << 20
	// maxPassed bounds what of one writer's waits to be passed on, in bytes: eight of the longest messages. More costs that writer's
	// oldest lines, and never the reader's session: who writes a lot is not who reads nothing.
	maxPassed = 128 << 10
)

// errOutboxFull tells that the peer has read nothing for too long.
var errOutboxFull = errors.New("peer reads nothing")

// outbox keeps the control stream's messages until they are written, so that the loop never waits for the network.
type outbox struct {
	wake chan struct{} // holds a value when queue is not empty

	mu    sync.Mutex // guards the following
	queue []queued
	own   int                          // bytes in queue that are not passed on
	lost  map[protocol.AttendeeID]bool // whose lines gave way since the queue was empty
}

// queued is a frame that waits.
type queued struct {
	kind   protocol.MessageType
	frame  []byte
	passed bool
	from   protocol.AttendeeID // who wrote what is passed on
}

func newOutbox() *outbox {
	return &outbox{wake: make(chan struct{}, 1), lost: map[protocol.AttendeeID]bool{}}
}

// put adds a message of this side's own.
func (o *outbox) put(m protocol.Message) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.own > maxOutbox {
		return errOutboxFull
	}
	frame := protocol.AppendFrame(nil, m)
	o.own += len(frame)
	o.add(queued{kind: m.Type(), frame: frame})
	return nil
}

// pass adds a message of somebody behind this side, and reports whether it is the first for which that person's older lines give way.
func (o *outbox) pass(m protocol.Message, from protocol.AttendeeID) (loses bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	added := queued{kind: m.Type(), frame: protocol.AppendFrame(nil, m), passed: true, from: from}
	if newestCounts(added.kind) {
		o.queue = slices.DeleteFunc(o.queue, func(q queued) bool { return q.passed && q.from == from && q.kind == added.kind })
	}
	o.add(added)
	waits := 0
	for _, q := range o.queue {
		if q.passed && q.from == from {
			waits += len(q.frame)
		}
	}
	for waits > maxPassed {
		i := slices.IndexFunc(o.queue, func(q queued) bool { return q.passed && q.from == from && !newestCounts(q.kind) })
		waits -= len(o.queue[i].frame)
		o.queue = slices.Delete(o.queue, i, i+1)
		loses = loses || !o.lost[from]
		o.lost[from] = true
	}
	return loses
}

// newestCounts reports whether of a person's messages of a kind only the newest means anything.
func newestCounts(kind protocol.MessageType) bool {
	return kind == protocol.TypeTyping || kind == protocol.TypeAgentKey
}

// add appends to the queue, with mu held.
func (o *outbox) add(q queued) {
	o.queue = append(o.queue, q)
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// take appends what waits to b.
func (o *outbox) take(b []byte) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, q := range o.queue {
		b = append(b, q.frame...)
	}
	clear(o.queue)
	o.queue, o.own = o.queue[:0], 0
	clear(o.lost)
	return b
}

// run writes what is put until ctx ends or w fails.
func (o *outbox) run(ctx context.Context, w io.Writer) error {
	var waiting []byte
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-o.wake:
		}
		waiting = o.take(waiting[:0])
		if len(waiting) == 0 {
			continue
		}
		if _, err := w.Write(waiting); err != nil {
			return fmt.Errorf("write on the control stream: %w", err)
		}
	}
}
