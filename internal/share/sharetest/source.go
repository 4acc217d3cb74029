// Package sharetest has scripted sources, cursors and injectors for the tests of package share and of those who own its parts.
//
// They do as the real ones do, without a desktop, and never sleep.
package sharetest

import (
	"context"
	"errors"
	"image"
	"sync"

	"beside.example/internal/framebuffer"
)

// ErrClosed is what a Source returns after Close.
var ErrClosed = errors.New("source is closed")

// Source is a display on which the test paints.
type Source struct {
	// changed is closed, and replaced, when something changes.
	mu      sync.Mutex // guards the following
	changed chan struct{}
	picture *framebuffer.Framebuffer
	damaged framebuffer.Region
	grabs   int
	busy    int
	err     error
	closed  bool
}

// NewSource returns a black display of a size.
func NewSource(width, height int) *Source {
	s := &Source{changed: make(chan struct{})}
	s.picture = &framebuffer.Framebuffer{}
	s.Resize(width, height)
	return s
}

// Resize gives the display another size; it is black afterwards. It panics on sizes that no framebuffer has.
func (s *Source) Resize(width, height int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.picture.Resize(width, height); err != nil {
		panic(err)
	}
	s.damageLocked(s.picture.Bounds())
}

// Paint lets draw change the display, which tells the one who waits.
func (s *Source) Paint(draw func(fb *framebuffer.Framebuffer) framebuffer.Region) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.damageLocked(draw(s.picture)...)
}

// Fill paints a rectangle with one colour.
func (s *Source) Fill(r image.Rectangle, blue, green, red byte) {
	s.Paint(func(fb *framebuffer.Framebuffer) framebuffer.Region {
		r := r.Intersect(fb.Bounds())
		for y := r.Min.Y; y < r.Max.Y; y++ {
			row := fb.Row(y, r.Min.X, r.Max.X)
			for x := 0; x < len(row); x += framebuffer.BytesPerPixel {
				row[x], row[x+1], row[x+2] = blue, green, red
			}
		}
		return framebuffer.Region{r}
	})
}

// Fail makes every further Wait and Grab fail.
func (s *Source) Fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
	s.damageLocked()
}

// Grabs returns how often the display was grabbed.
func (s *Source) Grabs() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.grabs
}

// Closed reports whether the source was closed.
func (s *Source) Closed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// Read calls f with the display's picture.
func (s *Source) Read(f func(fb *framebuffer.Framebuffer)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s.picture)
}

func (s *Source) damageLocked(rects ...image.Rectangle) {
	s.damaged = append(s.damaged, rects...)
	close(s.changed)
	s.changed = make(chan struct{})
}

// enter notes a call, and panics when another one is under way: nobody may use a source twice at a time.
func (s *Source) enter() {
	if s.busy++; s.busy > 1 {
		panic("sharetest: the source is used twice at a time")
	}
}

// Size implements share.Source.
func (s *Source) Size() image.Point {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.picture.Bounds().Size()
}

// Wait implements share.Source.
func (s *Source) Wait(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enter()
	defer func() { s.busy-- }()
	for {
		switch {
		case s.closed:
			return ErrClosed
		case s.err != nil:
			return s.err
		case len(s.damaged) > 0:
			return nil
		}
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-changed:
		}
		s.mu.Lock()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// Grab implements share.Source.
func (s *Source) Grab(fb *framebuffer.Framebuffer) (framebuffer.Region, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enter()
	defer func() { s.busy-- }()
	switch {
	case s.closed:
		return nil, ErrClosed
	case s.err != nil:
		return nil, s.err
	}
	s.grabs++
	region := s.damaged
	if fb.Width != s.picture.Width || fb.Height != s.picture.Height {
		if err := fb.Resize(s.picture.Width, s.picture.Height); err != nil {
			return nil, err
		}
		region = framebuffer.Region{fb.Bounds()}
	}
	copy(fb.Pix, s.picture.Pix)
	s.damaged = nil
	return region, nil
}

// Close implements share.Source.
func (s *Source) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.damageLocked()
	return nil
}
