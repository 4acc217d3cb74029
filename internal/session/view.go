package session

import (
	"beside.example/internal/framebuffer"
	"beside.example/internal/view"
)

// View is the peer's screen as this side sees it. Its methods may be called from any goroutine.
type View struct {
	part     *viewing
	pointing *pointingPart
}

// Listen makes l the listener for picture and cursor, at once told what there is; nil removes it. When it returns, the one
// before is called no more. It must not be called from a listener's method.
func (v *View) Listen(l view.Listener) { v.part.relay.set(l) }

// Read calls f with the picture, which is nil before the first update. F must neither keep nor change it.
func (v *View) Read(f func(fb *framebuffer.Framebuffer)) { v.part.screen.Read(f) }

// Stats returns the figures of the last second.
func (v *View) Stats() view.Stats { return v.part.screen.Stats() }

// Input returns where the local pointer and keys go; what is given without control is dropped.
func (v *View) Input() *view.Input { return v.part.input }
