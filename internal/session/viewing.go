package session

import (
	"context"
	"time"

	"beside.example/internal/view"
	"beside.example/protocol"
	"beside.example/protocol/text"
	"beside.example/protocol/transport"
)

// viewing shows the peer's screen here and sends input to it. It belongs to the loop.
type viewing struct {
	core   *core
	relay  *listenerRelay
	screen *view.Screen
	input  *view.Input

	theirs   protocol.Share
	fidelity protocol.Fidelity // that the peer has chosen
	since    time.Time
	open     bool // a person here wants to see it
	displays []protocol.Display
	selected uint32
	state    protocol.Input // what happens to the input there

	screenTask, videoTask, cursorTask, inputTask *task
	inputOn                                      Conn // where input is served, or nil
}

func newViewing(c *core, cfg Config) *viewing {
	v := &viewing{core: c, relay: &listenerRelay{}, state: protocol.InputOff}
	v.screen = view.NewScreen(view.ScreenConfig{Listener: v.relay, Logger: cfg.Logger})
	v.input = view.NewInput(v.screen.Display)
	return v
}

// setOpen says whether a person here wants to see the peer's screen, and tells the peer.
func (v *viewing) setOpen(open bool) {
	if open == v.open {
		return
	}
	v.open = open
	if !open {
		v.screenTask.stop()
		v.videoTask.stop()
		v.cursorTask.stop()
	}
	v.tell()
}

func (v *viewing) tell() {
	wanted := protocol.ViewClosed
	if v.open {
		wanted = protocol.ViewOpen
	}
	v.core.send(protocol.ViewState{View: wanted})
}

// shared notes whether the peer shows its screen.
func (v *viewing) shared(state protocol.Share, now time.Time) {
	v.theirs, v.since = state, now
	if state != protocol.ShareOff {
		return
	}
	v.displays, v.selected = nil, 0
	if v.core.role == protocol.RoleCustomer {
		v.setOpen(false) // a screen that is shown anew may be declined anew; the agent's window waits for what it asked for
	}
}

// listed notes the peer's displays.
func (v *viewing) listed(m protocol.DisplayList) {
	v.displays, v.selected = m.Displays, m.Selected
	for i := range v.displays {
		v.displays[i].Name = text.Clean(v.displays[i].Name, protocol.MaxName)
	}
}

// stream takes the peer's screen, if it is wanted. A new stream replaces the last.
func (v *viewing) stream(stream transport.Stream) {
	v.take(&v.screenTask, protocol.StreamScreen, func() { drop(stream) }, func(ctx context.Context) error { return v.screen.Serve(ctx, stream) })
}

// videoStream takes what moves like video on the peer's screen, if that is wanted.
func (v *viewing) videoStream(stream transport.Stream) {
	v.take(&v.videoTask, protocol.StreamVideo, func() { drop(stream) }, func(ctx context.Context) error { return v.screen.ServeVideo(ctx, stream) })
}

// cursorStream takes the peer's pointer, if the screen is wanted.
func (v *viewing) cursorStream(stream transport.ReceiveStream) {
	v.take(&v.cursorTask, protocol.StreamCursor, func() { dropReading(stream) }, func(ctx context.Context) error { return v.screen.ServeCursor(ctx, stream) })
}

// take serves a stream of the peer's in place of the last of its kind, if the screen is wanted, and drops it in the end.
func (v *viewing) take(last **task, kind protocol.StreamKind, drop func(), serve func(ctx context.Context) error) {
	if !v.open {
		drop()
		return
	}
	*last = v.core.spawn(*last, func(ctx context.Context) {
		defer drop()
		v.core.judge(ctx, kind, serve(ctx))
	})
}

// update sends input while control is granted; conn is nil while there is none.
func (v *viewing) update(conn Conn, control bool) {
	if !control || !v.open {
		conn = nil
	}
	if conn == v.inputOn {
		return
	}
	v.inputOn = conn
	if conn == nil {
		v.inputTask.stop()
		return
	}
	v.inputTask = v.core.spawn(v.inputTask, func(ctx context.Context) {
		stream, err := conn.OpenUniStream(ctx, protocol.StreamInput)
		if err != nil {
			return // the conn's end tells itself
		}
		defer dropWriting(stream)
		if err := v.input.Serve(ctx, stream); err != nil && ctx.Err() == nil {
			v.core.log.Debug("input no longer sent", "error", err)
		}
	})
}

// resend tells the peer all it must know on a new conn.
func (v *viewing) resend() {
	v.inputOn = nil
	if v.open {
		v.tell()
	}
}

// snapshot returns the state for windows.
func (v *viewing) snapshot() Sharing {
	return Sharing{State: v.theirs, Since: v.since, Viewed: v.open, Displays: v.displays, Selected: v.selected, Fidelity: v.fidelity}
}
