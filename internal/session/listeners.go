package session

import (
	"image"
	"sync"

	"beside.example/internal/framebuffer"
	"beside.example/internal/view"
)

// listenerRelay passes a screen's news on to the listener that is there just now, and tells a new one what it missed.
type listenerRelay struct {
	mu       sync.Mutex // guards the following, and the listener's calls against its replacement
	listener view.Listener
	size     image.Point
	at       image.Point
	shape    *framebuffer.Cursor
	pointers []framebuffer.Pointer
}

var (
	_ view.Listener        = (*listenerRelay)(nil)
	_ view.PointerListener = (*listenerRelay)(nil)
)

// set makes l the listener; nil is none. When it returns the old one is called no more.
func (r *listenerRelay) set(l view.Listener) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.listener = l
	if l == nil {
		return
	}
	if r.size != (image.Point{}) {
		l.Resized(r.size)
	}
	l.CursorMoved(r.at)
	l.CursorShaped(r.shape)
	r.tellPointers()
}

// Resized passes the new size on.
func (r *listenerRelay) Resized(size image.Point) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.size = size
	if r.listener != nil {
		r.listener.Resized(size)
	}
}

// Changed passes the changed region on.
func (r *listenerRelay) Changed(region framebuffer.Region) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.listener != nil {
		r.listener.Changed(region)
	}
}

// CursorMoved passes the pointer's place on.
func (r *listenerRelay) CursorMoved(at image.Point) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = at
	if r.listener != nil {
		r.listener.CursorMoved(at)
	}
}

// CursorShaped passes the pointer's shape on.
func (r *listenerRelay) CursorShaped(shape *framebuffer.Cursor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shape = shape
	if r.listener != nil {
		r.listener.CursorShaped(shape)
	}
}

// Pointed passes on where others who see the picture point.
func (r *listenerRelay) Pointed(others []framebuffer.Pointer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(others) == 0 && len(r.pointers) == 0 {
		return
	}
	r.pointers = others
	r.tellPointers()
}

// tellPointers tells a listener that wants to know where others point.
func (r *listenerRelay) tellPointers() {
	if l, ok := r.listener.(view.PointerListener); ok {
		l.Pointed(r.pointers)
	}
}
