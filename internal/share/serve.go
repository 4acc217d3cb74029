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
	screen  *Screen
	decodes Decodes
	end     context.CancelCauseFunc
	// told is the scene whose failure was reported; it belongs to Serve.
	told  *scene
	lanes [lanes]lane

	// Stage.mu guards the following.
	group *group // nil while nothing is shown
	// live tells that the viewer follows the group's updates, starting that it does from the one that is being made. Of who does not,
	// fresh has just come, wanted has asked for a keyframe, and others fell behind.
	live, starting, fresh, wanted bool
	// owed is how many bytes wait for room.
	owed int
	// lagging is since when others had room and this one had not, keyed when its picture last began, mergeable when it may be with
	// the others again after it fell behind, for the slow-th time.
	lagging, keyed, mergeable time.Time
	slow                      int
}

// Serve sends updates on the stream and takes acknowledgements from it, beginning with a keyframe, until ctx ends or the
// stream fails, and returns why; io.EOF when the viewer has ended its half. Video goes out on a stream of its own; where that is nil, on
// the same. After a reconnection it is called again with new streams; there is one Serve at a time. The streams are of no use afterwards.
func (s *Screen) Serve(ctx context.Context, screen, video Stream) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	v := &serving{screen: s, decodes: s.cfg.Decodes(), end: cancel}
	v.lanes[screenLane].stream, v.lanes[videoLane].stream = screen, video
	for i := range v.lanes {
		v.lanes[i].wake = make(chan struct{}, 1) // before anybody may wake them
	}
	var serving sync.WaitGroup
	s.attach(v)
	defer s.detach()
	for i := range v.lanes {
		l := &v.lanes[i]
		if l.stream == nil {
			continue
		}
		defer streams.UnblockWrites(ctx, l.stream)()
		defer streams.UnblockReads(ctx, l.stream)()
		serving.Go(func() { cancel(v.listen(l)) })
		serving.Go(func() { cancel(v.run(ctx, l)) })
	}
	<-ctx.Done()
	serving.Wait()
	return context.Cause(ctx)
}

// listen reads what the viewer answers until the stream ends.
func (v *serving) listen(l *lane) error {
	frames := protocol.NewFrameReader(l.stream, protocol.StreamScreen)
	for {
		m, err := frames.Read()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return io.EOF
			}
			return fmt.Errorf("read the viewer's answers: %w", err)
		}
		if err := v.answer(l, m); err != nil {
			return err
		}
	}
}

func (v *serving) answer(l *lane, m protocol.Message) error {
	mu := &v.screen.stage.mu
	mu.Lock()
	defer mu.Unlock()
	switch m := m.(type) {
	case protocol.Ack:
		l.decode = min(time.Duration(m.Decode)*time.Microsecond, maxDecode)
		if err := l.flight.ack(m); err != nil {
			return err
		}
	case protocol.KeyframeRequest:
		v.wanted = true
		v.fallOut()
		if v.group != nil {
			v.group.audience.kick()
		}
	default:
		return fmt.Errorf("unexpected %s from the viewer", m.Type())
	}
	v.answered()
	return nil
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
