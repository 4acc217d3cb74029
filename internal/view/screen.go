package view

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"log/slog"
	"sync"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/internal/streams"
	"beside.example/protocol"
)

const (
	// readStep is how much room is made for an update at first: a claimed length is believed no further than it is filled.
	readStep = 64 << 10
	// maxEarly is how long an update waits for what it continues: longer than a lost packet takes to be sent again.
	maxEarly = 2 * time.Second
)

// ScreenConfig says how a Screen works.
type ScreenConfig struct {
	// Listener is told what changed.
	Listener Listener
	// NewDecoder makes the decoder for an encoding; nil takes the codec's.
	NewDecoder func(protocol.Encoding) (codec.Decoder, error)
	// Logger takes what is worth knowing; nil discards it.
	Logger *slog.Logger
}

// Screen is the picture of the display that a sharer shows. Its methods may be called from any goroutine.
type Screen struct {
	cfg ScreenConfig

	mu       sync.Mutex // guards the following
	decoder  codec.Decoder
	encoding protocol.Encoding
	size     image.Point
	display  uint32
	exact    bool // after the last update
	meter    meter
	// begun tells that the stream has brought an update, broken that the last one was refused, missing that one was given up, and wrong
	// that a check found the picture to be another. A keyframe mends all of that.
	begun, broken, missing, wrong bool
	refused                       refusals
	// progress is closed, and replaced, when an update was applied or refused.
	progress chan struct{}
	// regions are what the last update of each lane changed.
	regions [2]framebuffer.Region

	telling sync.Mutex // held while the listener is told what changed, taken with mu unlocked
}

// NewScreen returns a Screen without a picture.
func NewScreen(cfg ScreenConfig) *Screen {
	if cfg.NewDecoder == nil {
		cfg.NewDecoder = codec.NewDecoder
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return &Screen{cfg: cfg, progress: make(chan struct{})}
}

// Read calls f with the picture, which is nil before the first update. F must neither keep nor change it, and should return
// soon, since no update is decoded meanwhile.
func (s *Screen) Read(f func(fb *framebuffer.Framebuffer)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.decoder == nil {
		f(nil)
		return
	}
	f(s.decoder.Framebuffer())
}

// Display returns the number of the display in the picture, for the events of an Input.
func (s *Screen) Display() uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.display
}

// Stats returns figures about the updates of about the last second, and how the picture is now.
func (s *Screen) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats := s.meter.read(time.Now())
	stats.Encoding, stats.Exact = s.encoding, s.exact
	return stats
}

// Close forgets the picture. Serve must have returned.
func (s *Screen) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.decoder != nil {
		s.decoder.Close()
		s.decoder = nil
	}
	s.size, s.encoding, s.exact = image.Point{}, 0, false
}

// Serve applies the updates that arrive and acknowledges them, until ctx ends or the stream fails; it returns why, nil when the
// sharer ended the stream in order. An update that cannot be decoded is answered with the wish for a keyframe, and so is a picture that is
// not what the sharer says that it must be. After a reconnection Serve is called again with the new stream, which begins with a keyframe;
// the last picture stays meanwhile. There is one Serve at a time.
func (s *Screen) Serve(ctx context.Context, stream Stream) error {
	s.expect()
	return s.serve(ctx, stream, false)
}

// ServeVideo does as Serve does with the stream on which the sharer sends what moves like video. It runs beside Serve.
func (s *Screen) ServeVideo(ctx context.Context, stream Stream) error {
	return s.serve(ctx, stream, true)
}

func (s *Screen) serve(ctx context.Context, stream Stream, video bool) error {
	defer streams.UnblockReads(ctx, stream)()
	defer streams.UnblockWrites(ctx, stream)()
	frames := protocol.NewFrameReader(stream, protocol.StreamScreen)
	var update, answer []byte
	for {
		m, err := frames.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return streams.Cause(ctx, fmt.Errorf("read screen update: %w", err))
		}
		answer = answer[:0]
		var done applied
		switch m := m.(type) {
		case protocol.UpdateHeader:
			if err := s.admits(m); err != nil {
				return err
			}
			if update, err = readUpdate(stream, update[:0], m.Length, codec.MaxUpdate(m.Encoding)); err != nil {
				return streams.Cause(ctx, fmt.Errorf("read screen update %d: %w", m.Number, err))
			}
			done = s.apply(ctx, m, update, video)
			answer = protocol.AppendFrame(answer, protocol.Ack{Number: m.Number, Decode: uint32(done.took.Microseconds())})
			if done.err != nil {
				asks, err := s.refuse(m, done)
				if err != nil {
					return err
				}
				if asks {
					s.cfg.Logger.Warn("screen update refused", "number", m.Number, "err", done.err)
					answer = protocol.AppendFrame(answer, protocol.KeyframeRequest{})
				}
			}
		case protocol.PictureCheck:
			if s.check(m) {
				continue
			}
			s.cfg.Logger.Warn("the picture is not what it must be", "row", m.Row)
			answer = protocol.AppendFrame(answer, protocol.KeyframeRequest{})
		default:
			return fmt.Errorf("%w: %s from the sharer", protocol.ErrWrongStream, m.Type())
		}
		if _, err := stream.Write(answer); err != nil {
			return streams.Cause(ctx, fmt.Errorf("acknowledge screen update: %w", err))
		}
		s.tell(done)
	}
}

// readUpdate appends the n coded bytes of an update to b, of which there may be so many.
func readUpdate(r io.Reader, b []byte, n uint32, most int) ([]byte, error) {
	if int64(n) > int64(most) {
		return b, fmt.Errorf("%w: it has %d bytes", protocol.ErrTooLong, n)
	}
	for len(b) < int(n) {
		if len(b) == cap(b) {
			b = append(make([]byte, 0, min(int(n), max(readStep, 2*cap(b)))), b...)
		}
		got, err := io.ReadFull(r, b[len(b):min(int(n), cap(b))])
		b = b[:len(b)+got]
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return b, err
		}
	}
	return b, nil
}

// tell tells the listener.
func (s *Screen) tell(done applied) {
	s.telling.Lock()
	defer s.telling.Unlock()
	switch {
	case done.err != nil:
	case done.resized:
		s.cfg.Listener.Resized(done.size)
	case len(done.region) > 0:
		s.cfg.Listener.Changed(done.region)
	}
}
