package share

import (
	"context"
	"fmt"
	"image"
	"slices"
	"sync"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/internal/streams"
	"beside.example/protocol"
)

// moveInterval is the shortest time between two messages about a pointer that only moves: twice the pictures of a display.
const moveInterval = time.Second / 120

// Pointer sends the shapes and the places of this machine's pointer to one viewer.
type Pointer struct {
	source CursorSource
	// wake tells Serve that something below has changed.
	wake chan struct{}

	mu     sync.Mutex // guards the following
	bounds image.Rectangle
	state  framebuffer.CursorState
	known  bool // whether state came from the source
}

// NewPointer returns a Pointer that reads source while it serves.
func NewPointer(source CursorSource) *Pointer {
	return &Pointer{source: source, wake: make(chan struct{}, 1)}
}

// SetDisplay tells which part of the desktop is shown: positions are sent relative to it.
func (p *Pointer) SetDisplay(bounds image.Rectangle) {
	p.mu.Lock()
	p.bounds = bounds
	p.mu.Unlock()
	p.kick()
}

func (p *Pointer) kick() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Serve sends cursor messages on the stream until ctx ends or the stream or the source fails, and returns why. Of moves that wait
// only the newest is sent. A shape crosses the wire once as long as the viewer keeps it.
func (p *Pointer) Serve(ctx context.Context, stream Sender) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer streams.UnblockWrites(ctx, stream)()
	var watching sync.WaitGroup
	watching.Add(1)
	go func() {
		defer watching.Done()
		cancel(p.watch(ctx))
	}()
	cancel(p.send(ctx, stream))
	watching.Wait()
	return context.Cause(ctx)
}

// watch keeps the newest state of the source.
func (p *Pointer) watch(ctx context.Context) error {
	for {
		state, err := p.source.Next(ctx)
		if err != nil {
			return fmt.Errorf("follow the pointer: %w", err)
		}
		p.mu.Lock()
		p.state, p.known = state, true
		p.mu.Unlock()
		p.kick()
	}
}

// send writes what is new about the pointer.
func (p *Pointer) send(ctx context.Context, stream Sender) error {
	var (
		sent   []uint32 // serials that the viewer keeps, the oldest first
		last   protocol.CursorMove
		buffer []byte
	)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for first := true; ; {
		move, shape, known := p.current()
		if known && (first || move != last) {
			buffer = buffer[:0]
			if shape != nil && !slices.Contains(sent, shape.Serial) {
				buffer = protocol.AppendFrame(buffer, shapeMessage(shape))
				sent = append(sent, shape.Serial)
				sent = sent[max(0, len(sent)-protocol.CursorShapes):]
			}
			if _, err := stream.Write(protocol.AppendFrame(buffer, move)); err != nil {
				return fmt.Errorf("send cursor: %w", err)
			}
			first, last = false, move
			timer.Reset(moveInterval)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-timer.C:
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-p.wake:
		}
	}
}

// current returns the message about the present state, and its shape unless there is none to show.
func (p *Pointer) current() (protocol.CursorMove, *framebuffer.Cursor, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.state.Position.Sub(p.bounds.Min)
	move := protocol.CursorMove{X: int32(at.X), Y: int32(at.Y)}
	shape := p.state.Shape
	if shape == nil || !sendable(shape) {
		return move, nil, p.known
	}
	move.Serial, move.Visible = shape.Serial, true
	return move, shape, p.known
}

// sendable reports whether a shape is within the protocol's limits.
func sendable(c *framebuffer.Cursor) bool {
	return c.Width > 0 && c.Height > 0 && c.Width <= protocol.MaxCursorSide && c.Height <= protocol.MaxCursorSide &&
		len(c.Pix) == c.Width*c.Height*framebuffer.BytesPerPixel
}

// shapeMessage returns the message about a shape. A hotspot outside of it, which some programs set, is moved to its edge.
func shapeMessage(c *framebuffer.Cursor) protocol.CursorShape {
	return protocol.CursorShape{
		Serial: c.Serial, Width: uint16(c.Width), Height: uint16(c.Height),
		HotspotX: uint16(min(max(c.Hotspot.X, 0), c.Width-1)), HotspotY: uint16(min(max(c.Hotspot.Y, 0), c.Height-1)),
		Pix: c.Pix,
	}
}
