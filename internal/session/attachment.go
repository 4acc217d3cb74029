package session

import (
	"context"
	"errors"
	"sync"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/transport"
)

// readGrace is how long a conn has to end after its control stream failed; a stream that fails alone is a violation.
const readGrace = 2 * time.Second

// attachment is one conn of the session with the goroutines that serve it. It reports to the loop through its events.
type attachment struct {
	conn   Conn
	out    *outbox
	events attachmentEvents
	cancel context.CancelFunc
	ended  chan struct{} // closed once the conn is closed and all goroutines have returned

	mu   sync.Mutex         // guards the following
	code protocol.CloseCode // with which the conn is closed

	// The following belong to the loop.
	hello    bool // the peer's Hello has come
	identity bool // and the agent's Identity
	open     bool // consent stands: every message is allowed
	early    []earlyStream
	bucket   bucket
	since    time.Time
}

// attachmentEvents are called by an attachment's goroutines. Those with a result wait for it.
type attachmentEvents struct {
	frame     func(a *attachment, t protocol.MessageType, payload []byte) bool
	stream    func(a *attachment, kind protocol.StreamKind, s transport.Stream) bool
	uniStream func(a *attachment, kind protocol.StreamKind, s transport.ReceiveStream) bool
	state     func(a *attachment, state transport.State)
	violation func(a *attachment, err error)
	gone      func(a *attachment, err error)
}

// earlyStream is a stream of the peer's that overtook the message which allows it.
type earlyStream struct {
	kind   protocol.StreamKind
	stream transport.Stream        // or nil
	uni    transport.ReceiveStream // or nil
}

func newAttachment(conn Conn, events attachmentEvents, now time.Time) *attachment {
	return &attachment{
		conn: conn, out: newOutbox(), events: events, ended: make(chan struct{}),
		code: protocol.CloseGone, bucket: newBucket(now), since: now,
	}
}

// stop ends the conn with a code. It does not wait; see ended.
func (a *attachment) stop(code protocol.CloseCode) {
	a.mu.Lock()
	a.code = code
	a.mu.Unlock()
	a.cancel()
}

func (a *attachment) closeCode() protocol.CloseCode {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.code
}

// run serves the conn until it has ended or ctx ends, and closes it.
func (a *attachment) run(ctx context.Context) {
	defer close(a.ended)
	defer a.cancel()
	var group sync.WaitGroup
	group.Go(func() { a.read(ctx) })
	group.Go(func() { a.write(ctx) })
	group.Go(func() { a.accept(ctx) })
	group.Go(func() { a.acceptUni(ctx) })
	group.Go(func() { a.watch(ctx) })
	select {
	case <-a.conn.Done():
	case <-ctx.Done():
	}
	err := a.conn.Err()
	a.cancel()
	code := a.closeCode()
	if closeErr := a.conn.Close(code, code.String()); err == nil {
		err = closeErr
	}
	group.Wait()
	a.events.gone(a, err)
}

// write writes the control stream. When that fails the reader notices too and judges.
func (a *attachment) write(ctx context.Context) {
	_ = a.out.run(ctx, a.conn.Control())
}

// read reads the control stream, a frame at a time: the next is not read before the loop has dealt with the last.
func (a *attachment) read(ctx context.Context) {
	frames := protocol.NewFrameReader(a.conn.Control(), protocol.StreamControl)
	for {
		t, payload, err := frames.Next()
		if err == nil {
			if !a.events.frame(a, t, payload) {
				return
			}
			continue
		}
		if !isViolation(err) {
			// The conn's end is the usual cause, and it is told by Done.
			timer := time.NewTimer(readGrace)
			defer timer.Stop()
			select {
			case <-ctx.Done():
				return
			case <-a.conn.Done():
				return
			case <-timer.C:
			}
		}
		a.events.violation(a, err)
		return
	}
}

func (a *attachment) accept(ctx context.Context) {
	for {
		kind, stream, err := a.conn.AcceptStream(ctx)
		if err != nil || !a.events.stream(a, kind, stream) {
			return
		}
	}
}

func (a *attachment) acceptUni(ctx context.Context) {
	for {
		kind, stream, err := a.conn.AcceptUniStream(ctx)
		if err != nil || !a.events.uniStream(a, kind, stream) {
			return
		}
	}
}

// watch reports every change of the conn's phase.
func (a *attachment) watch(ctx context.Context) {
	for {
		state, changed := a.conn.State()
		a.events.state(a, state)
		select {
		case <-ctx.Done():
			return
		case <-a.conn.Done():
			return
		case <-changed:
		}
	}
}

// closedBy returns the code with which the peer closed the conn on purpose.
func closedBy(err error) (protocol.CloseCode, bool) {
	var closed *transport.CloseError
	if !errors.As(err, &closed) || !closed.Remote {
		return 0, false
	}
	return closed.Code, true
}
