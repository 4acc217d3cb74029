package pointing

import (
	"context"
	"fmt"
	"sync"
	"time"

	"beside.example/internal/streams"
	"beside.example/protocol"
)

// sendInterval is the shortest time between two words about the same person: smooth enough to follow with the eye.
const sendInterval = time.Second / 20

// Sender sends where people point. Its methods never block and may be called from any goroutine; what is given while no Serve runs is
// dropped.
type Sender struct {
	wake chan struct{} // holds a value when something waits

	mu      sync.Mutex // guards the following
	serving bool
	waiting map[protocol.AttendeeID]protocol.Pointing // the newest of each person, of whom there are as many as have numbers
}

// NewSender returns a Sender.
func NewSender() *Sender {
	return &Sender{wake: make(chan struct{}, 1), waiting: map[protocol.AttendeeID]protocol.Pointing{}}
}

// Put tells where a person points, in place of what waits of the same person.
func (s *Sender) Put(m protocol.Pointing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.serving {
		return
	}
	s.waiting[m.From] = m
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Serve sends on the stream until ctx ends or the stream fails, and returns why. There is one Serve at a time.
func (s *Sender) Serve(ctx context.Context, stream streams.Sender) error {
	defer streams.UnblockWrites(ctx, stream)()
	s.serve(true)
	defer s.serve(false)
	timer := time.NewTimer(0)
	defer timer.Stop()
	var buffer []byte
	for {
		select { // the first word goes out at once
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.wake:
		}
		buffer = s.take(buffer[:0])
		if _, err := stream.Write(buffer); err != nil {
			return streams.Cause(ctx, fmt.Errorf("send where people point: %w", err))
		}
		timer.Reset(sendInterval)
	}
}

// serve notes whether Serve runs; nothing is kept from one stream to the next.
func (s *Sender) serve(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serving = on
	clear(s.waiting)
}

// take appends what waits to b.
func (s *Sender) take(b []byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.waiting {
		b = protocol.AppendFrame(b, m)
	}
	clear(s.waiting)
	return b
}
