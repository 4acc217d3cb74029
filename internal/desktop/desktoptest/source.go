package desktoptest

import (
	"context"
	"errors"
	"image"
	"sync"

	"beside.example/internal/framebuffer"
)

// ErrClosed is what the fakes return after Close.
var ErrClosed = errors.New("the fake is closed")

// Source is a display that shows what a test paints. It may be painted and grabbed by different goroutines.
type Source struct {
	mu sync.Mutex // guards the following
	// screen is the picture, dirty what changed since the last grab.
	screen *framebuffer.Framebuffer
	dirty  framebuffer.Region
	closed bool
	grabs  int
	size   image.Point
	notice chan struct{}
}

// NewSource returns a black display of these sides. It panics for sides that no framebuffer may have.
func NewSource(width, height int) *Source {
	s := &Source{notice: make(chan struct{}, 1), size: image.Pt(width, height)}
	s.Resize(width, height)
	return s
}

// Resize gives the display other sides and makes it black.
func (s *Source) Resize(width, height int) {
	screen, err := framebuffer.New(width, height)
	if err != nil {
		panic(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.screen = screen
	s.markLocked(screen.Bounds())
}

// Paint lets a test draw on the display; changed is what it draws on.
func (s *Source) Paint(changed image.Rectangle, draw func(fb *framebuffer.Framebuffer)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	draw(s.screen)
	s.markLocked(changed.Intersect(s.screen.Bounds()))
}

// Fill paints a rectangle in one colour.
func (s *Source) Fill(r image.Rectangle, blue, green, red byte) {
	s.Paint(r, func(fb *framebuffer.Framebuffer) {
		r := r.Intersect(fb.Bounds())
		for y := r.Min.Y; y < r.Max.Y; y++ {
			row := fb.Row(y, r.Min.X, r.Max.X)
			for i := 0; i < len(row); i += framebuffer.BytesPerPixel {
				row[i], row[i+1], row[i+2] = blue, green, red
			}
		}
	})
}

// Grabs tells how often the display was grabbed.
func (s *Source) Grabs() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.grabs
}

// Size implements the sources of desktop/capture and share.
func (s *Source) Size() image.Point {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.size
}

// Wait implements the sources of desktop/capture and share.
func (s *Source) Wait(ctx context.Context) error {
	for {
		s.mu.Lock()
		closed, ready := s.closed, !s.dirty.Empty()
		s.mu.Unlock()
		switch {
		case closed:
			return ErrClosed
		case ready:
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.notice:
		}
	}
}

// Grab implements the sources of desktop/capture and share.
func (s *Source) Grab(fb *framebuffer.Framebuffer) (framebuffer.Region, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	dirty := s.dirty
	if fb.Bounds() != s.screen.Bounds() {
		if err := fb.Resize(s.screen.Width, s.screen.Height); err != nil {
			return nil, err
		}
		dirty = framebuffer.Region{fb.Bounds()}
	}
	copy(fb.Pix, s.screen.Pix)
	s.dirty = nil
	s.size = fb.Bounds().Size()
	s.grabs++
	return dirty, nil
}

// Close implements the sources of desktop/capture and share.
func (s *Source) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.wakeLocked()
	return nil
}

func (s *Source) markLocked(r image.Rectangle) {
	if r.Empty() {
		return
	}
	s.dirty = append(s.dirty, r)
	s.wakeLocked()
}

func (s *Source) wakeLocked() {
	select {
	case s.notice <- struct{}{}:
	default:
	}
}
