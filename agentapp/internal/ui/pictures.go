package ui

import (
	"image"
	"sync"

	"beside.example/internal/framebuffer"
	"beside.example/internal/ui"
	"beside.example/internal/view"
)

var _ view.Listener = (*pictures)(nil)

// pictures brings what happens to the customer's picture to the viewer while it is open, else to the small one beside the
// chat: a picture is uploaded once, not twice. Its methods may be called from any goroutine.
type pictures struct {
	small *ui.Feed

	mu    sync.Mutex // guards the following
	large *ui.Feed   // nil while the viewer is closed
}

// attach makes a feed the viewer's; nil detaches it.
func (p *pictures) attach(large *ui.Feed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.large = large
	if large == nil {
		p.small.Resized(image.Point{}) // take the picture as it is now
	}
}

func (p *pictures) each(f func(view.Listener)) {
	p.mu.Lock()
	large := p.large
	p.mu.Unlock()
	if large != nil {
		f(large)
		return
	}
	f(p.small)
}

// Resized implements view.Listener.
func (p *pictures) Resized(size image.Point) { p.each(func(l view.Listener) { l.Resized(size) }) }

// Changed implements view.Listener.
func (p *pictures) Changed(region framebuffer.Region) {
	p.each(func(l view.Listener) { l.Changed(region) })
}

// CursorMoved implements view.Listener.
func (p *pictures) CursorMoved(at image.Point) { p.each(func(l view.Listener) { l.CursorMoved(at) }) }

// CursorShaped implements view.Listener.
func (p *pictures) CursorShaped(shape *framebuffer.Cursor) {
	p.each(func(l view.Listener) { l.CursorShaped(shape) })
}
