package share

import (
	"context"
	"io"
	"log/slog"
	"time"

	"beside.example/internal/codec"
)

// Stream is one stream to the viewing side. A deadline in the past ends reads and writes that block.
type Stream interface {
	io.ReadWriter
	SetDeadline(t time.Time) error
}

// ScreenConfig says how a Screen works.
type ScreenConfig struct {
	// NewEncoder makes the encoder of a stream.
	NewEncoder func() codec.Encoder
	// Budget returns how many bytes of updates may be on their way to the viewer unacknowledged. Nil sets a fixed one.
	Budget func() int
	// Logger takes what is worth knowing; nil discards it.
	Logger *slog.Logger
}

// Screen shows one display to one viewer. Its methods may be called from any goroutine.
type Screen struct{ cfg ScreenConfig }

// NewScreen returns a Screen that shows nothing until Show gives it a source and Serve a stream.
func NewScreen(cfg ScreenConfig) *Screen { return &Screen{cfg: cfg} }

// Show makes source the display that is shown, beginning with a keyframe, and owns it from now on: it is closed when
// another takes its place and when the Screen is closed. A nil source shows nothing.
func (s *Screen) Show(display uint32, source Source) {}

// Pause stops grabbing: when it returns no Grab is under way and none begins before Resume.
func (s *Screen) Pause() {}

// Resume ends a pause with a full update.
func (s *Screen) Resume() {}

// Serve sends updates on the stream and takes acknowledgements from it, beginning with a keyframe, until ctx ends or the
// stream fails. After a reconnection it is called again with the new stream; there is one Serve at a time.
func (s *Screen) Serve(ctx context.Context, stream Stream) error { return nil }

// Close ends the screen and its source. Serve must have returned.
func (s *Screen) Close() error { return nil }
