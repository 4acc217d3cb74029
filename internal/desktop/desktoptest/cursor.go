package desktoptest

import (
	"context"
	"image"
	"sync"

	"beside.example/internal/framebuffer"
)

// CursorSource is a pointer that a test moves and shapes.
type CursorSource struct {
	mu sync.Mutex // guards the following
	// state is what Next returns; fresh says that it has not returned it yet.
	state  framebuffer.CursorState
	fresh  bool
	closed bool
	notice chan struct{}
}

// NewCursorSource returns a hidden pointer in the corner of the desktop.
func NewCursorSource() *CursorSource {
	return &CursorSource{fresh: true, notice: make(chan struct{}, 1)}
}

// Set moves the pointer and gives it a shape, nil to hide it.
func (c *CursorSource) Set(position image.Point, shape *framebuffer.Cursor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state, c.fresh = framebuffer.CursorState{Position: position, Shape: shape}, true
	c.wakeLocked()
}

// Next implements the cursor sources of desktop/capture and share.
func (c *CursorSource) Next(ctx context.Context) (framebuffer.CursorState, error) {
	for {
		c.mu.Lock()
		state, fresh, closed := c.state, c.fresh, c.closed
		c.fresh = false
		c.mu.Unlock()
		switch {
		case closed:
			return framebuffer.CursorState{}, ErrClosed
		case fresh:
			return state, nil
		}
		select {
		case <-ctx.Done():
			return framebuffer.CursorState{}, ctx.Err()
		case <-c.notice:
		}
	}
}

// Close implements the cursor sources of desktop/capture and share.
func (c *CursorSource) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.wakeLocked()
	return nil
}

func (c *CursorSource) wakeLocked() {
	select {
	case c.notice <- struct{}{}:
	default:
	}
}
