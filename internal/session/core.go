package session

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"beside.example/internal/codec"
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// core is what every part may use of its session. All of it but post belongs to the loop.
type core struct {
	log  *slog.Logger
	role protocol.Role
	// agent is the number of this session's agent.
	agent protocol.AttendeeID
	// told tells the sessions of other agents; never nil.
	told func(m protocol.Message)
	// send sends a message on the control stream; while no conn is open it is dropped.
	send func(m protocol.Message)
	// pass is send for what somebody behind this side wrote. It reports whether that person's older lines begin to give way.
	pass func(m protocol.Message, from protocol.AttendeeID) (loses bool)
	// post runs f on the loop, soon, and reports false when the session is over. Not for the loop itself.
	post func(f func()) bool
	// status adds a line to everyone's log, where this side is the one that writes them.
	status func(kind protocol.StatusKind, from protocol.AttendeeID, p protocol.Permission)
	// violated ends the session because of what arrived on a stream of the peer's.
	violated func(err error)
	// trouble shows a fault of this machine.
	trouble func(f protocol.Fault)
	// mended takes that fault away again.
	mended func(f protocol.Fault)
	// derive returns a context that ends with the session.
	derive func() (context.Context, context.CancelFunc)
	// tasks are the goroutines that the session waits for.
	tasks sync.WaitGroup
}

// task is one goroutine of a part. A nil task is none.
type task struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// spawn starts f, after previous was told to stop and has returned: for work of which there is one at a time.
func (c *core) spawn(previous *task, f func(ctx context.Context)) *task {
	previous.stop()
	ctx, cancel := c.derive()
	t := &task{cancel: cancel, done: make(chan struct{})}
	c.tasks.Go(func() {
		defer close(t.done)
		defer cancel()
		if previous != nil {
			<-previous.done
		}
		f(ctx)
	})
	return t
}

// stop tells the task to stop; it does not wait.
func (t *task) stop() {
	if t != nil {
		t.cancel()
	}
}

// judge takes the error with which a stream of the peer's ended: a broken network is nobody's fault, broken messages are.
func (c *core) judge(ctx context.Context, stream protocol.StreamKind, err error) {
	switch {
	case err == nil || ctx.Err() != nil:
	case isViolation(err):
		c.post(func() { c.violated(err) })
	default:
		c.log.Info("a stream ended", "stream", stream.String(), "error", err)
	}
}

// isViolation reports whether a peer that follows the protocol cannot have caused err.
func isViolation(err error) bool {
	for _, e := range [...]error{
		protocol.ErrUnknownType, protocol.ErrTooLong, protocol.ErrWrongStream, wire.ErrShort,
		wire.ErrTooLong, wire.ErrNotUTF8, wire.ErrValue, wire.ErrTrailing, codec.ErrCorrupt, // which ends a stream when it came again and again
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
