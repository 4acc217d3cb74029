package session

import (
	"context"
	"fmt"
	"image"
	"sync/atomic"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/protocol"
	"beside.example/protocol/transport"
)

// control lets the peer's input reach this machine, or not. It belongs to the loop, but for cut.
type control struct {
	core   *core
	hands  Hands // nil: this machine cannot be controlled
	shield Shield

	acted    func(at image.Point)        // told where the peer did something, from any goroutine
	gate     atomic.Pointer[share.Input] // nil until it was granted for the first time
	injector Injector
	opening  bool
	failed   bool                // opening failed; not tried again
	display  framebuffer.Display // that the peer sees

	open  bool           // whether the gate is
	state protocol.Input // as the peer was told
	hand  *handWatch

	input *task                   // serves the peer's input stream
	early transport.ReceiveStream // the input stream that waits for the gate, or nil
}

// controlWanted is what the session decided about the peer's input.
type controlWanted struct {
	granted bool // control is
	seen    bool // some permission is by which the peer sees or does something: the panic key is watched
	card    bool // a question waits for the person's own hand
	paused  bool // sharing is
	up      bool // messages arrive
}

func newControl(c *core, d Desktop) *control {
	return &control{
		core: c, hands: d.Hands, shield: d.Shield, state: protocol.InputOff,
		hand: &handWatch{core: c, hands: d.Hands},
	}
}

// cut closes the gate at once, from any goroutine: when it returns nothing more is injected until the loop opens it again.
func (c *control) cut() {
	if gate := c.gate.Load(); gate != nil {
		gate.Revoke()
	}
}

// update brings the gate to what the session decided. A gate that must close is closed when update returns.
func (c *control) update(w controlWanted, now time.Time) {
	if c.hands == nil {
		return
	}
	c.hand.update(w.granted || w.seen, c.gate.Load())
	open := w.granted && !w.card && !w.paused && w.up
	if !open && c.open {
		c.cut()
	}
	if !w.granted {
		c.endInput()
	}
	gate := c.gate.Load()
	if w.granted && gate == nil {
		c.openGate()
	}
	if open && !c.open && gate != nil {
		gate.Allow()
	}
	c.open = open && gate != nil
	if gate != nil && c.early != nil {
		stream := c.early
		c.early = nil
		c.serve(gate, stream) // after Allow, so that nothing of what was granted is lost
	}
	c.tell(w, now)
}

// tell tells the peer what happens to its input, when that changed.
func (c *control) tell(w controlWanted, now time.Time) {
	state := protocol.InputOn
	switch {
	case !w.granted || c.failed:
		state = protocol.InputOff
	case w.card:
		state = protocol.InputCard
	case w.paused:
		state = protocol.InputPaused
	case c.hand.busy(now):
		state = protocol.InputHand
	}
	if state != c.state {
		c.state = state
		c.core.send(protocol.InputState{Input: state})
	}
}

// openGate opens the injector, off the loop.
func (c *control) openGate() {
	if c.opening || c.failed {
		return
	}
	c.opening = true
	c.core.spawn(nil, func(context.Context) {
		injector, err := c.hands.Injector()
		posted := c.core.post(func() { c.opened(injector, err) })
		if !posted && err == nil {
			_ = injector.Close() // it has held nothing
		}
	})
}

func (c *control) opened(injector Injector, err error) {
	c.opening = false
	if err != nil {
		c.failed = true
		c.core.log.Error("injector does not open", "error", err)
		c.core.trouble(protocol.FaultInject)
		return
	}
	c.injector = injector
	cfg := share.InputConfig{Injector: injector, Acted: c.acted, Logger: c.core.log}
	if c.shield != nil {
		cfg.Shield, cfg.FocusShield = c.shield.Point, c.shield.Focus
	}
	gate := share.NewInput(cfg)
	gate.SetDisplay(c.display.ID, c.display.Bounds)
	c.gate.Store(gate) // update opens it, if it may still be opened
}

// show tells which display the peer sees.
func (c *control) show(display framebuffer.Display) {
	c.display = display
	if gate := c.gate.Load(); gate != nil {
		gate.SetDisplay(display.ID, display.Bounds)
	}
}

// stream takes the peer's input stream, if control is granted. A new one replaces the last.
func (c *control) stream(stream transport.ReceiveStream, granted bool) {
	if !granted || c.hands == nil || c.failed {
		dropReading(stream)
		return
	}
	gate := c.gate.Load()
	if gate != nil {
		c.serve(gate, stream)
		return
	}
	if c.early != nil {
		dropReading(c.early)
	}
	c.early = stream
}

func (c *control) serve(gate *share.Input, stream transport.ReceiveStream) {
	c.input = c.core.spawn(c.input, func(ctx context.Context) {
		defer dropReading(stream)
		err := gate.Serve(ctx, stream)
		c.core.judge(ctx, protocol.StreamInput, err)
	})
}

// endInput stops listening to the peer's input stream.
func (c *control) endInput() {
	c.input.stop()
	if c.early != nil {
		dropReading(c.early)
		c.early = nil
	}
}

// close releases what is held and closes the injector. The tasks have returned.
func (c *control) close() error {
	c.cut()
	if c.injector == nil {
		return nil
	}
	if err := c.injector.Close(); err != nil {
		return fmt.Errorf("close the injector: %w", err)
	}
	return nil
}

// resend tells the peer on a new conn what happens to its input.
func (c *control) resend() {
	if c.hands != nil && c.core.role == protocol.RoleCustomer {
		c.core.send(protocol.InputState{Input: c.state})
	}
}
