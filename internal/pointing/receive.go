package pointing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"beside.example/internal/streams"
	"beside.example/protocol"
)

const (
	// Idle is how long somebody who does not move counts as pointing.
	Idle = 4 * time.Second
	// readRate bounds the words a second that are read: all whom a session may have, as often as a Sender tells of each, and half
	// as much again. Whoever writes faster waits.
	readRate = 240
)

// Receive tells heard what arrives on the stream until ctx ends or the stream fails, and returns why; nil when the other side ended it
// in order. Who has not moved for Idle no longer points, and nobody does once Receive returns: heard is told that too. Heard is
// called from one goroutine at a time, and never after Receive has returned.
func Receive(ctx context.Context, stream streams.Receiver, heard func(protocol.Pointing)) error {
	ctx, cancel := context.WithCancel(ctx)
	r := receiver{heard: heard, last: map[protocol.AttendeeID]time.Time{}, arrived: make(chan protocol.Pointing), over: make(chan error, 1)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.over <- r.read(ctx, stream)
	}()
	err := r.follow(ctx)
	cancel() // ends a read that waits
	<-done
	for from := range r.last {
		r.heard(protocol.Pointing{From: from})
	}
	return err
}

// receiver is a Receive under way.
type receiver struct {
	heard   func(protocol.Pointing)
	last    map[protocol.AttendeeID]time.Time // when those who point moved last
	arrived chan protocol.Pointing
	over    chan error
}

// read passes what arrives to follow.
func (r *receiver) read(ctx context.Context, stream streams.Receiver) error {
	defer streams.UnblockReads(ctx, stream)()
	frames := protocol.NewFrameReader(stream, protocol.StreamPointing)
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		for range readRate {
			m, err := frames.Read()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return streams.Cause(ctx, fmt.Errorf("read where people point: %w", err))
			}
			word, ok := m.(protocol.Pointing)
			if !ok {
				return fmt.Errorf("unexpected %s about where people point", m.Type())
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case r.arrived <- word:
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-second.C:
		}
	}
}

// follow tells what arrives, and who no longer points.
func (r *receiver) follow(ctx context.Context) error {
	timer := time.NewTimer(Idle)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-r.over:
			return err
		case m := <-r.arrived:
			r.word(m)
		case <-timer.C:
			r.expire(time.Now())
		}
		timer.Reset(r.next())
	}
}

// word takes one word; that somebody does not point who did not is no news.
func (r *receiver) word(m protocol.Pointing) {
	if _, pointed := r.last[m.From]; !m.Shown && !pointed {
		return
	}
	if m.Shown {
		r.last[m.From] = time.Now()
	} else {
		delete(r.last, m.From)
	}
	r.heard(m)
}

// expire ends the pointing of those who have not moved for long.
func (r *receiver) expire(now time.Time) {
	for from, last := range r.last {
		if now.Sub(last) >= Idle {
			delete(r.last, from)
			r.heard(protocol.Pointing{From: from})
		}
	}
}

// next returns when expire is due.
func (r *receiver) next() time.Duration {
	wait := Idle
	for _, last := range r.last {
		wait = min(wait, time.Until(last.Add(Idle)))
	}
	return max(wait, 0)
}
