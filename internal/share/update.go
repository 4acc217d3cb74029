package share

import (
	"fmt"
	"time"

	"beside.example/internal/codec"
	"beside.example/protocol"
)

// update grabs, codes and sends once. Nothing is sent when the picture turns out to be the same.
func (v *serving) update() error {
	message, err := v.encode()
	if err != nil || len(message) == 0 {
		return err
	}
	if _, err := v.stream.Write(message); err != nil {
		return fmt.Errorf("send screen update: %w", err)
	}
	return nil
}

// encode grabs what changed and returns the message to send, header and coded bytes, or nothing.
func (v *serving) encode() ([]byte, error) {
	s := v.screen
	s.grabbing.Lock()
	feed := s.current()
	if feed == nil {
		s.grabbing.Unlock()
		return nil, nil
	}
	message, err := v.encodeFeed(feed, time.Now())
	s.grabbing.Unlock()
	if _, failed := feed.state(); failed != nil {
		v.failed = feed
		s.cfg.Logger.Warn("display cannot be grabbed", "display", feed.display, "err", failed)
		s.cfg.SourceFailed(feed.display, failed)
		return nil, nil
	}
	return message, err
}

// encodeFeed does encode's work on the feed while grabbing is held.
func (v *serving) encodeFeed(feed *feed, now time.Time) ([]byte, error) {
	first := feed != v.shown
	v.shown = feed
	width, height := feed.fb.Width, feed.fb.Height
	loss := v.screen.lossNow()
	if changed, _ := feed.state(); changed && (first || now.Sub(v.grabbed) >= rest(loss)) {
		v.grabbed = now
		if feed.grab() != nil {
			return nil, nil // the feed keeps its failure, which is not the stream's, for encode
		}
	}
	keyframe := first || feed.fb.Width != width || feed.fb.Height != height || v.keyframeDue(now)
	quiet := now.Sub(v.grabbed) >= settles(loss)
	limit := v.limit()
	if quiet && v.encoder.Lossy() {
		limit = min(limit, quietUpdate)
	}
	if cap(v.buffer) < v.headLength {
		v.buffer = make([]byte, v.headLength)
	}
	buffer, err := v.encoder.Encode(v.buffer[:v.headLength], feed.fb, feed.region, codec.Hints{
		Keyframe: keyframe, MaxBytes: limit, Loss: loss, Quiet: quiet,
	})
	if err != nil {
		return nil, fmt.Errorf("encode display %d: %w", feed.display, err)
	}
	v.buffer = buffer
	feed.region = feed.region[:0]
	if len(buffer) == v.headLength {
		return nil, nil
	}
	v.putHeader(feed, keyframe, now)
	return v.buffer, nil
}

// keyframeDue reports whether the viewer's wish for a keyframe is to be granted now, and takes note of it.
func (v *serving) keyframeDue(now time.Time) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.wanted || now.Sub(v.keyed) < keyframeInterval {
		return false
	}
	v.wanted = false
	return true
}

// limit returns how long the next update may become.
func (v *serving) limit() int {
	budget := v.screen.cfg.Budget()
	v.mu.Lock()
	defer v.mu.Unlock()
	return max(minUpdate, min(budget-v.flight.bytes, budget/budgetParts))
}

// putHeader writes the header's frame in front of the coded bytes in buffer, and counts the update as sent.
func (v *serving) putHeader(feed *feed, keyframe bool, now time.Time) {
	size := len(v.buffer) - v.headLength
	var flags protocol.UpdateFlags
	if keyframe {
		flags |= protocol.UpdateKeyframe
		v.keyed = now
	}
	if !v.encoder.Pending() && !v.encoder.Lossy() {
		flags |= protocol.UpdateLossless
	}
	captured := v.grabbed
	if captured.IsZero() {
		captured = now // the picture was grabbed before this stream began
	}
	v.mu.Lock()
	number := v.flight.add(size)
	v.mu.Unlock()
	protocol.AppendFrame(v.buffer[:0], protocol.UpdateHeader{
		Number: number, Display: feed.display, Width: uint16(feed.fb.Width), Height: uint16(feed.fb.Height),
		Encoding: v.encoder.Encoding(), Flags: flags, Captured: uint32(captured.Sub(v.started).Milliseconds()), Length: uint32(size),
	})
	s := v.screen
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Updates++
	s.stats.Bytes += int64(size)
	if keyframe {
		s.stats.Keyframes++
	}
}
