package signalling

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// What we may tune without the other end noticing.
const (
	// pingEvery keeps the way through address translators open; most forget an idle TCP connection after minutes.
	pingEvery = 25 * time.Second
	// pongWithin is how long a living peer may take to answer a ping.
	pongWithin = 10 * time.Second
	// writeWithin is how long a message may wait for a peer that does not read.
	writeWithin = 10 * time.Second
	// finishWithin is how long the last messages of a conversation may take.
	finishWithin = 2 * time.Second
	// queueLength is how many messages may wait to be written: a burst of pushed ones, not a peer that stopped reading.
	queueLength = 64
)

// Socket carries envelopes over a WebSocket, with a bounded queue and pings, for the client here and for the relay's hub.
type Socket struct {
	ws    *websocket.Conn
	queue chan []byte

	mu       sync.Mutex    // guards the following
	finished bool          // nothing may be queued any more
	finish   chan struct{} // closed with finished
}

// NewSocket returns a socket over ws, which it owns from now on.
func NewSocket(ws *websocket.Conn) *Socket {
	ws.SetReadLimit(MaxMessage)
	return &Socket{ws: ws, queue: make(chan []byte, queueLength), finish: make(chan struct{})}
}

// Send queues an envelope and never blocks. It fails with ErrSlow when the queue is full, which ends the socket too, and with
// ErrLost after the end.
func (s *Socket) Send(e Envelope) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.finished {
		return ErrLost
	}
	select {
	case s.queue <- e.Append(nil):
		return nil
	default:
		s.end()
		return ErrSlow
	}
}

// Finish ends the conversation after what is queued was written, last the given messages. It does not wait; Run returns soon after.
func (s *Socket) Finish(last ...Message) {
	for _, m := range last {
		_ = s.Send(Envelope{Message: m}) // when it cannot be told, the end tells
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end()
}

func (s *Socket) end() {
	if !s.finished {
		s.finished = true
		close(s.finish)
	}
}

// Receive reads one envelope. Its Message is nil when the type is unknown. It must not be called while Run runs.
func (s *Socket) Receive(ctx context.Context) (Envelope, error) {
	kind, data, err := s.ws.Read(ctx)
	if err != nil {
		return Envelope{}, fmt.Errorf("read a message: %w", err)
	}
	if kind != websocket.MessageBinary {
		return Envelope{}, fmt.Errorf("read a message: %w", ErrUnexpected)
	}
	e, err := Parse(data)
	if err != nil && !errors.Is(err, ErrUnknownType) {
		return Envelope{}, err
	}
	return e, nil
}

// Run reads envelopes into handle, one after the other, until handle or the socket fails, ctx ends or Finish is called; then it
// writes what is still queued and closes the WebSocket. It returns nil only after Finish.
func (s *Socket) Run(ctx context.Context, handle func(context.Context, Envelope) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var tasks sync.WaitGroup
	written := make(chan error, 1)
	tasks.Go(func() {
		written <- s.write(ctx)
		cancel()
	})
	tasks.Go(func() {
		s.ping(ctx)
		cancel()
	})
	err := s.read(ctx, handle)
	s.Finish()
	if err != nil { // the peer is gone, has said its last word or broke the rules: there is nobody to take leave of
		s.Abort()
	}
	writeErr := <-written // after Finish the writer ends by itself, once it has written what was queued
	cancel()
	s.Abort()
	tasks.Wait()
	if writeErr != nil && (err == nil || errors.Is(err, context.Canceled)) {
		return writeErr
	}
	return err
}

// read reads until an error; it returns nil when Finish ended the conversation.
func (s *Socket) read(ctx context.Context, handle func(context.Context, Envelope) error) error {
	for {
		e, err := s.Receive(ctx)
		select {
		case <-s.finish:
			return nil // whatever came after the end is not heard
		default:
		}
		if err == nil {
			err = handle(ctx, e)
		}
		if err != nil {
			return err
		}
	}
}

// write writes the queue until Finish; it returns nil when the last message was written.
func (s *Socket) write(ctx context.Context) error {
	for {
		select {
		case data := <-s.queue:
			if err := s.writeOne(ctx, writeWithin, data); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil // the reader knows why
		case <-s.finish:
			return s.writeLast(ctx)
		}
	}
}

// writeLast writes what the queue still holds, after which nothing is added, and says goodbye.
func (s *Socket) writeLast(ctx context.Context) error {
	for {
		select {
		case data := <-s.queue:
			if err := s.writeOne(ctx, finishWithin, data); err != nil {
				return err
			}
		default:
			_ = s.ws.Close(websocket.StatusNormalClosure, "") // bounded by the library; a peer that is gone needs no goodbye
			return nil
		}
	}
}

func (s *Socket) writeOne(ctx context.Context, within time.Duration, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if err := s.ws.Write(ctx, websocket.MessageBinary, data); err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	return nil
}

// ping pings until the peer does not answer, ctx ends or Finish is called.
func (s *Socket) ping(ctx context.Context) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		pong, cancel := context.WithTimeout(ctx, pongWithin)
		err := s.ws.Ping(pong)
		cancel()
		if err != nil {
			return
		}
	}
}

// Abort closes the socket at once, without a farewell. Whoever called NewSocket and not Run must call it.
func (s *Socket) Abort() { _ = s.ws.CloseNow() } // nothing can be done about a socket that fails to close
