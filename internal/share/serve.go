package share

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/streams"
	"beside.example/protocol"
)

const (
	// grabInterval is the shortest time between two grabs: no display in common use shows more pictures, and the first change after
	// quiet never waits.
	grabInterval = time.Second / 60
	// keyframeInterval is the shortest time between two keyframes that the viewer asks for: they are dear, and one that fails is
	// rarely cured by another at once.
	keyframeInterval = time.Second
	// maxFlight bounds the updates under way, however small: 60 a second on a round trip of half a second.
	maxFlight = 32
	// maxDecode bounds how far a viewer that claims to decode slowly can slow down the updates.
	maxDecode = time.Second / 2
	// budgetParts is into how many updates the budget is divided when there is much to send, so that one is on its way while
	// another is acknowledged.
	budgetParts = 3
	// quietAfter is how long nothing must have changed before what was coded with loss is made exact: long enough that scrolling and
	// videos do not pause for it, too short to look for what is missing.
	quietAfter = 300 * time.Millisecond
	// quietUpdate bounds an update that makes up for loss, in bytes: whatever changes next waits no longer than for that.
	quietUpdate = 32 << 10
	// minUpdate is the least that an update may grow to, in bytes: smaller ones waste their heads.
	minUpdate = 4 << 10
)

// serving is one run of Serve.
type serving struct {
	screen  *Screen
	stream  Stream
	encoder codec.Encoder
	started time.Time
	// shown is the feed of the last update, failed the one whose failure was reported.
	shown, failed *feed
	// grabbed and keyed are the times of the last grab and the last keyframe.
	grabbed, keyed time.Time
	buffer         []byte
	headLength     int

	mu sync.Mutex // guards the following
	// flight is what the viewer has not acknowledged, decode how long it takes to decode an update.
	flight flight
	decode time.Duration
	// wanted tells that the viewer asked for a keyframe.
	wanted bool
}

// Serve sends updates on the stream and takes acknowledgements from it, beginning with a keyframe, until ctx ends or the
// stream fails, and returns why; io.EOF when the viewer has ended its half. After a reconnection it is called again with the new stream;
// there is one Serve at a time. The stream is of no use afterwards.
func (s *Screen) Serve(ctx context.Context, stream Stream) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer streams.UnblockWrites(ctx, stream)()
	defer streams.UnblockReads(ctx, stream)()
	v := &serving{screen: s, stream: stream, encoder: s.cfg.NewEncoder(), started: time.Now()}
	defer v.encoder.Close()
	v.headLength = len(protocol.AppendFrame(nil, protocol.UpdateHeader{}))

	var listening sync.WaitGroup
	listening.Add(1)
	go func() {
		defer listening.Done()
		cancel(v.listen())
	}()
	err := v.run(ctx)
	cancel(err)
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
		v.screen.kick()
	}
}

func (v *serving) answer(m protocol.Message) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch m := m.(type) {
	case protocol.Ack:
		v.decode = min(time.Duration(m.Decode)*time.Microsecond, maxDecode)
		return v.flight.ack(m)
	case protocol.KeyframeRequest:
		v.wanted = true
		return nil
	default:
		return fmt.Errorf("unexpected %s from the viewer", m.Type())
	}
}

// run sends updates whenever there is something to send and room for it. It has no clock of its own: it sleeps until a change, an
// answer or a call wakes it, or until the time is up that pacing asks for.
func (v *serving) run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		wait, due := v.due(time.Now())
		if due && wait <= 0 {
			if err := v.update(); err != nil {
				return err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue
		}
		timer.Stop()
		if due {
			timer.Reset(wait)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-v.screen.wake:
		case <-timer.C:
		}
	}
}

// due reports whether there is something to send and room for it, and how long pacing still holds it back.
func (v *serving) due(now time.Time) (wait time.Duration, due bool) {
	feed := v.screen.current()
	if feed == nil {
		return 0, false
	}
	loss := v.screen.lossNow()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.flight.bytes >= v.screen.cfg.Budget() && v.flight.bytes > 0 || len(v.flight.sizes) >= maxFlight {
		return 0, false
	}
	changed, err := feed.state()
	switch {
	case err != nil:
		return 0, feed != v.failed
	case feed != v.shown, v.encoder.Pending():
		return 0, true
	case changed:
		return max(rest(loss), v.decode) - now.Sub(v.grabbed), true
	case v.wanted:
		return keyframeInterval - now.Sub(v.keyed), true
	case v.encoder.Lossy() && v.flight.bytes == 0:
		return settles(loss) - now.Sub(v.grabbed), true
	default:
		return 0, false
	}
}
