// Package view is the viewing side of a shown display: it decodes updates into a framebuffer, tells a listener what
// changed, and sends the local pointer, wheel, keys and text to the sharing side.
//
// A session owns one Screen and one Input for each display it watches. The package knows neither whose display it is nor
// how it is painted.
package view

import (
	"context"
	"image"
	"io"
	"log/slog"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
)

// Listener is told what became of the picture. Its methods are called one at a time, from the goroutines that serve the
// streams, and must return soon; they may call Read.
type Listener interface {
	// Resized tells that the picture has a new size; all of it changed.
	Resized(size image.Point)
	// Changed tells which part of the picture changed.
	Changed(region framebuffer.Region)
	// CursorMoved tells where the sharer's pointer is, in pixels of the picture.
	CursorMoved(at image.Point)
	// CursorShaped tells what the sharer's pointer looks like; nil means that it is hidden.
	CursorShaped(shape *framebuffer.Cursor)
}

// Stream is one stream to the sharing side. A deadline in the past ends reads and writes that block.
type Stream interface {
	io.ReadWriter
	SetDeadline(t time.Time) error
}

// ScreenConfig says how a Screen works.
type ScreenConfig struct {
	// NewDecoder makes the decoder of a stream.
	NewDecoder func() codec.Decoder
	// Listener is told what changed.
	Listener Listener
	// Logger takes what is worth knowing; nil discards it.
	Logger *slog.Logger
}

// Screen is the picture of one display of the sharer. Its methods may be called from any goroutine.
type Screen struct{ cfg ScreenConfig }

// NewScreen returns a Screen without a picture.
func NewScreen(cfg ScreenConfig) *Screen { return &Screen{cfg: cfg} }

// Serve applies the updates that arrive and acknowledges them, until ctx ends or the stream fails. After a reconnection
// it is called again with the new stream; the last picture stays meanwhile.
func (s *Screen) Serve(ctx context.Context, stream Stream) error { return nil }

// ServeCursor takes the sharer's cursor messages from r until it ends.
func (s *Screen) ServeCursor(ctx context.Context, r Stream) error { return nil }

// Read calls f with the picture, which is nil before the first update. F must neither keep nor change it.
func (s *Screen) Read(f func(fb *framebuffer.Framebuffer)) {}

// Stats returns the figures of the last second.
func (s *Screen) Stats() Stats { return Stats{} }

// Stats are figures about the updates of the last second.
type Stats struct {
	// Updates and Bytes are what arrived per second.
	Updates, Bytes int
	// DecodeTime is the mean time that an update took to decode.
	DecodeTime time.Duration
}
