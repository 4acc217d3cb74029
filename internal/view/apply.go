package view

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// applied is what became of an update.
type applied struct {
	err error
	// follows tells that it continues one that was refused.
	follows bool
	took    time.Duration
	resized bool
	size    image.Point
	region  framebuffer.Region
}

// apply decodes an update into the picture. One that continues what the other lane has not brought yet waits for that.
func (s *Screen) apply(ctx context.Context, header protocol.UpdateHeader, update []byte, video bool) applied {
	var timeout <-chan time.Time
	for {
		done, progress := s.try(header, update, video)
		if !errors.Is(done.err, codec.ErrEarly) {
			return done
		}
		if timeout == nil {
			timer := time.NewTimer(maxEarly)
			defer timer.Stop()
			timeout = timer.C
		}
		select {
		case <-progress:
		case <-ctx.Done():
			return done
		case <-timeout:
			s.miss()
			return done
		}
	}
}

// errMissing refuses what continues an update that was given up.
var errMissing = fmt.Errorf("%w: an update before it was given up", codec.ErrCorrupt)

// miss gives an update up: what follows continues a picture that is not there.
func (s *Screen) miss() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missing, s.broken = true, true
	s.wake()
}

// wake lets what waits for the other lane try again. It is called with mu held.
func (s *Screen) wake() {
	close(s.progress)
	s.progress = make(chan struct{})
}

// try is one attempt of apply; what it returns besides is closed when the picture has got on.
func (s *Screen) try(header protocol.UpdateHeader, update []byte, video bool) (done applied, progress <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	keyframe := header.Flags&protocol.UpdateKeyframe != 0
	done.follows = s.follows(header)
	switch {
	case s.missing && !keyframe:
		done.err = errMissing
		return done, s.progress
	case video && !s.begun:
		done.err = codec.ErrEarly
		return done, s.progress
	}
	start := time.Now()
	region, err := s.decode(header, update)
	now := time.Now()
	done.err, done.took = err, now.Sub(start)
	if errors.Is(err, codec.ErrEarly) {
		return done, s.progress
	}
	s.wake() // after a failure as well: what waits for this one waits in vain
	s.meter.add(now, len(update), done.took)
	s.exact = err == nil && header.Flags&protocol.UpdateLossless != 0
	s.broken = err != nil
	if err != nil {
		return done, s.progress
	}
	lane := &s.regions[0]
	if video {
		lane = &s.regions[1]
	}
	*lane = append((*lane)[:0], region...)
	done.region = *lane
	s.display = header.Display
	done.size = image.Pt(int(header.Width), int(header.Height))
	done.resized = done.size != s.size
	s.size = done.size
	s.begun, s.refused = true, refusals{}
	if keyframe {
		s.wrong, s.missing = false, false
	}
	return done, s.progress
}

// expect notes that a stream begins, before whose first update there is no video. What was refused on the last one is not forgotten by that, but
// a wish for a keyframe is, which may not have come through.
func (s *Screen) expect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun, s.wrong, s.missing, s.refused.asked = false, false, false, time.Time{}
}

// check reports whether the picture is what it must be. Where it is not, that is found once: a keyframe is on its way then.
func (s *Screen) check(m protocol.PictureCheck) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	checker, ok := s.decoder.(codec.Checker)
	if !ok || !s.begun || s.wrong || s.broken || checker.Checksum(int(m.Row)) == m.Sum {
		return true
	}
	s.wrong = true
	return false
}

// decode applies an update with the decoder that it names.
func (s *Screen) decode(header protocol.UpdateHeader, update []byte) (framebuffer.Region, error) {
	if s.decoder == nil || s.encoding != header.Encoding {
		if s.decoder != nil && s.broken {
			// Nobody forgets that way what was refused before.
			return nil, fmt.Errorf("%w: another encoding instead of a keyframe", codec.ErrDear)
		}
		decoder, err := s.cfg.NewDecoder(header.Encoding)
		if err != nil {
			return nil, err
		}
		if s.decoder != nil {
			s.decoder.Close()
		}
		s.decoder, s.encoding, s.size = decoder, header.Encoding, image.Point{}
	}
	// Before the decoder has worked for it.
	if size, known := codec.SizeAfter(s.decoder, update); known && size != image.Pt(int(header.Width), int(header.Height)) {
		s.missing = true
		return nil, fmt.Errorf("%w: a picture of %v pixels under a header of %d × %d", codec.ErrCorrupt, size, header.Width, header.Height)
	}
	return s.decoder.Decode(update)
}
