package share

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"beside.example/internal/streams"
	"beside.example/protocol"
)

// slowPause is how long a viewer that fell behind goes at a pace of its own before it is with the others again. It doubles every time, as
// often as maxSlow: each time costs a keyframe.
const (
	slowPause = 10 * time.Second
	maxSlow   = 5
)

// serving is one run of Serve: one viewer.
type serving struct {
	screen   *Screen
	stream   Stream
	encoding protocol.Encoding
	end      context.CancelCauseFunc
	// wake tells Serve that something below has changed.
	wake chan struct{}
	// told is the scene whose failure was reported, buffer what is written; they belong to Serve.
	told   *scene
	buffer []byte

	// Stage.mu guards the following.
	group *group // nil while nothing is shown
	// live tells that the viewer follows the group's updates, starting that it does from the one that is being made. Of who does not,
	// fresh has just come, wanted has asked for a keyframe, and others fell behind.
	live, starting, fresh, wanted bool
	// outbox is what waits for room, and owed how many bytes that is.
	outbox []*parcel
	owed   int
	// lagging is since when others had room and this one had not, keyed when its picture last began, mergeable when it may be with
	// the others again after it fell behind, for the slow-th time.
	lagging, keyed, mergeable time.Time
	slow                      int
	// flight is what the viewer has not acknowledged, decode how long it takes to decode an update.
	flight flight
	decode time.Duration
}

// Serve sends updates on the stream and takes acknowledgements from it, beginning with a keyframe, until ctx ends or the
// stream fails, and returns why; io.EOF when the viewer has ended its half. After a reconnection it is called again with the new stream;
// there is one Serve at a time. The stream is of no use afterwards.
func (s *Screen) Serve(ctx context.Context, stream Stream) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer streams.UnblockWrites(ctx, stream)()
	defer streams.UnblockReads(ctx, stream)()
	v := &serving{screen: s, stream: stream, encoding: s.cfg.Encoding(), end: cancel, wake: make(chan struct{}, 1)}
	s.attach(v)

	var listening sync.WaitGroup
	listening.Add(1)
	go func() {
		defer listening.Done()
		cancel(v.listen())
	}()
	cancel(v.run(ctx))
	s.detach()
	listening.Wait()
	return context.Cause(ctx)
}

// listen reads what the viewer answers until the stream ends.
func (v *serving) listen() error {
	frames := protocol.NewFrameReader(v.stream, protocol.StreamScreen)
	for {
		m, err := frames.Read()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return io.EOF
			}
			return fmt.Errorf("read the viewer's answers: %w", err)
		}
		if err := v.answer(m); err != nil {
			return err
		}
		v.kick()
	}
}

func (v *serving) answer(m protocol.Message) error {
	mu := &v.screen.stage.mu
	mu.Lock()
	defer mu.Unlock()
	switch m := m.(type) {
	case protocol.Ack:
		v.decode = min(time.Duration(m.Decode)*time.Microsecond, maxDecode)
		if err := v.flight.ack(m); err != nil {
			return err
		}
	case protocol.KeyframeRequest:
		v.wanted = true
		v.fallOut()
	default:
		return fmt.Errorf("unexpected %s from the viewer", m.Type())
	}
	if v.group != nil {
		v.group.audience.main.kick()
		v.group.audience.late.kick()
	}
	return nil
}

// run sends what comes into the outbox when there is room for it.
func (v *serving) run(ctx context.Context) error {
	for {
		v.report()
		if message := v.next(); message != nil {
			if _, err := v.stream.Write(message); err != nil {
				return fmt.Errorf("send screen update: %w", err)
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-v.wake:
		}
	}
}

// report tells once that the display which is shown has failed.
func (v *serving) report() {
	s := v.screen
	s.stage.mu.Lock()
	scene := s.scene
	var failure error
	if scene != nil && scene != v.told {
		failure = scene.failure
	}
	s.stage.mu.Unlock()
	if failure == nil {
		return
	}
	v.told = scene
	s.stage.cfg.Logger.Warn("display cannot be grabbed", "display", scene.display, "err", failure)
	s.cfg.SourceFailed(scene.display, failure)
}

// next takes the next update out of the outbox if there is room for it, and returns what to write.
func (v *serving) next() []byte {
	stage := v.screen.stage
	stage.mu.Lock()
	defer stage.mu.Unlock()
	if len(v.outbox) == 0 || !v.room() {
		return nil
	}
	p := v.outbox[0]
	v.outbox = v.outbox[:copy(v.outbox, v.outbox[1:])]
	size := len(p.bytes)
	v.owed -= size
	header := p.header
	header.Number = v.flight.add(size)
	v.buffer = append(protocol.AppendFrame(v.buffer[:0], header), p.bytes...)
	stage.drop(p)
	stats := &v.screen.stats
	stats.Updates++
	stats.Bytes += int64(size)
	if header.Flags&protocol.UpdateKeyframe != 0 {
		stats.Keyframes++
	}
	if v.group != nil {
		v.group.kick() // it may have waited for this one to catch up
	}
	return v.buffer
}
