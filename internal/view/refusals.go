package view

import (
	"errors"
	"fmt"
	"time"

	"beside.example/internal/codec"
	"beside.example/protocol"
)

const (
	// maxFailures is how many updates may be refused in a row, each asked for anew as a keyframe, before the stream is given up.
	maxFailures = 5
	// askAgain is how long what continues a refused update is no reason to ask anew: it was under way already.
	askAgain = time.Second
	// maxUnderWay bounds the bytes of what continues a refused update. Who sends by the protocol stops when the wish for a keyframe comes, and
	// has no more under way until then than the connection's window, 6 MiB, and what is half written on each lane.
	maxUnderWay = 8 << 20
	// maxFollowing bounds how many they are: 32 may be under way, and the other lane goes on for a round trip.
	maxFollowing = 256
)

// refusals is what is known of the updates that were refused since the last which was taken.
type refusals struct {
	// failures is how often a keyframe was asked for, asked when that was the last time.
	failures int
	asked    time.Time
	// bytes are those of all that were refused, but for what continues one that was: of that there are following, of underWay bytes.
	bytes, following, underWay int
}

// admits fails, before an update is read, if the viewer is not to go on with a sharer who sends it: because of the bytes it would take.
func (s *Screen) admits(header protocol.UpdateHeader) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, n := &s.refused, int(header.Length)
	if s.follows(header) {
		if r.following == maxFollowing || r.underWay+n > maxUnderWay {
			return fmt.Errorf("%w: more and more continues what was refused", codec.ErrDear)
		}
		return nil
	}
	if r.bytes > 0 && r.bytes+n > codec.MaxRefused(header.Encoding) {
		return fmt.Errorf("%w: another %d bytes after %d were refused", codec.ErrDear, n, r.bytes)
	}
	return nil
}

// follows reports whether an update continues one that was refused. It is called with mu held.
func (s *Screen) follows(header protocol.UpdateHeader) bool {
	return s.broken && header.Flags&protocol.UpdateKeyframe == 0
}

// refuse notes that an update is refused and reports whether that is a reason to ask for a keyframe. It fails when there were enough of them,
// or when they cost too much.
func (s *Screen) refuse(header protocol.UpdateHeader, done applied) (asks bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &s.refused
	if done.follows {
		r.following++
		r.underWay += int(header.Length)
	} else {
		r.bytes += int(header.Length)
	}
	now := time.Now()
	switch {
	case errors.Is(done.err, codec.ErrDear):
		return false, done.err
	case header.Flags&protocol.UpdateKeyframe == 0 && now.Sub(r.asked) < askAgain:
		return false, nil
	case r.failures == maxFailures:
		return false, done.err
	}
	r.failures++
	r.asked = now
	return true, nil
}
