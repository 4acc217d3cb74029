package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"beside.example/protocol"
)

// maxOutbox bounds what waits for a peer that reads nothing, in bytes: hours of a session's control messages.
const maxOutbox = 1 << 20

// errOutboxFull tells that the peer has read nothing for too long.
var errOutboxFull = errors.New("peer reads nothing")

// outbox keeps the control stream's messages until they are written, so that the loop never waits for the network.
type outbox struct {
	wake chan struct{} // holds a value when queue is not empty

	mu    sync.Mutex // guards the following
	queue []byte
}

func newOutbox() *outbox { return &outbox{wake: make(chan struct{}, 1)} }

// put adds a message.
func (o *outbox) put(m protocol.Message) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) > maxOutbox {
		return errOutboxFull
	}
	o.queue = protocol.AppendFrame(o.queue, m)
	select {
	case o.wake <- struct{}{}:
	default:
	}
	return nil
}

// take returns what waits and keeps spare, an earlier result, for what comes next.
func (o *outbox) take(spare []byte) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	waiting := o.queue
	o.queue = spare[:0]
	return waiting
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
		waiting = o.take(waiting)
		if _, err := w.Write(waiting); err != nil {
			return fmt.Errorf("write on the control stream: %w", err)
		}
	}
}
