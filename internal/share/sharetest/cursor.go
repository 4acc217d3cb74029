package sharetest

import (
	"context"
	"sync"

	"beside.example/internal/framebuffer"
)

// Cursor is a pointer that the test moves.
type Cursor struct {
	mu      sync.Mutex // guards the following
	changed chan struct{}
	state   framebuffer.CursorState
	told    bool
}

// NewCursor returns a hidden pointer at the origin.
func NewCursor() *Cursor { return &Cursor{changed: make(chan struct{})} }

// Set gives the pointer a place and a shape.
func (c *Cursor) Set(state framebuffer.CursorState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state, c.told = state, false
	close(c.changed)
	c.changed = make(chan struct{})
}

// Next implements share.CursorSource.
func (c *Cursor) Next(ctx context.Context) (framebuffer.CursorState, error) {
	for {
		c.mu.Lock()
		state, told, changed := c.state, c.told, c.changed
		c.told = true
		c.mu.Unlock()
		if !told {
			return state, nil
		}
		select {
		case <-ctx.Done():
			return framebuffer.CursorState{}, ctx.Err()
		case <-changed:
		}
	}
}
