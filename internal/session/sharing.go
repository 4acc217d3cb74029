package session

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"
	"sync/atomic"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/protocol"
)

// shareRetry is how long a screen that failed waits for the next try: a display that is being rearranged takes a second.
const shareRetry = time.Second

// sharing shows this machine's screen to the peer. It belongs to the loop; serve runs on a goroutine of its own, one at a
// time.
type sharing struct {
	core    *core
	screens Screens // nil: this machine cannot share
	screen  *share.Screen
	shown   func(framebuffer.Display) // told which display the peer sees
	conn    atomic.Pointer[Conn]      // whose budget the screen keeps to
	peer    atomic.Uint64             // the peer's capabilities

	state    protocol.Share
	fidelity protocol.Fidelity
	since    time.Time
	pauses   bool   // what is shown is paused, and begins so
	viewed   bool   // the peer wants to see it
	selected uint32 // the display to show; 0 is the primary one
	displays []protocol.Display
	showing  uint32 // the display that is shown, of displays

	serving *task
	active  bool // serving was started and neither stopped nor ended
	on      Conn // where it serves
	retryAt time.Time
}

func newSharing(c *core, cfg Config, shown func(framebuffer.Display)) *sharing {
	s := &sharing{core: c, screens: cfg.Desktop.Screens, shown: shown, fidelity: cfg.Fidelity}
	stage := cfg.Part.Stage
	if stage == nil {
		stage = NewStage(cfg.Desktop, cfg.Logger)
	}
	s.screen = share.NewScreen(share.ScreenConfig{
		Stage: stage, Decodes: s.decodes, Loss: lossOf(cfg.Fidelity), Budget: s.budget, SourceFailed: s.sourceFailed,
	})
	return s
}

// understood takes note of what the peer can decode.
func (s *sharing) understood(c protocol.Capabilities) {
	s.peer.Store(uint64(c))
}

// can reports whether the peer has a capability.
func (s *sharing) can(c protocol.Capabilities) bool {
	return protocol.Capabilities(s.peer.Load()).Has(c)
}

// decodes returns what the peer can decode.
func (s *sharing) decodes() share.Decodes {
	d := share.Decodes{Encoding: protocol.EncodingTiles, Checks: s.can(protocol.CapabilityCheck)}
	if s.can(protocol.CapabilityContext) {
		d.Encoding = protocol.EncodingContext
	}
	return d
}

// budget returns what the conn in use allows.
func (s *sharing) budget() int {
	if conn := s.conn.Load(); conn != nil {
		return (*conn).Budget()
	}
	return 0
}

// set changes whether the screen is shown and tells the peer. Where it is shown no longer, nothing is grabbed any more when
// set returns, and what is under way to the peer is dropped.
func (s *sharing) set(state protocol.Share, now time.Time) {
	if s.screens == nil || state == s.state {
		return
	}
	s.state, s.since = state, now
	if state != protocol.ShareOn {
		s.stop()
	}
	s.core.send(protocol.ShareState{Share: state})
}

// begins returns the state in which sharing begins.
func (s *sharing) begins() protocol.Share {
	if s.pauses {
		return protocol.SharePaused
	}
	return protocol.ShareOn
}

// update brings serving to what is wanted; conn is nil while there is none.
func (s *sharing) update(conn Conn, now time.Time) {
	want := s.state == protocol.ShareOn && s.viewed && conn != nil
	if s.active && (!want || conn != s.on) {
		s.stop()
	}
	if want && !s.active && !now.Before(s.retryAt) {
		s.start(conn)
	}
}

// choose selects the display to show.
func (s *sharing) choose(id uint32) {
	s.selected, s.retryAt = id, time.Time{}
	s.stop() // update starts again with it
}

// stop ends serving: no grab begins once it returns.
func (s *sharing) stop() {
	if !s.active {
		return
	}
	s.screen.Pause()
	s.serving.stop()
	s.active, s.on = false, nil
}

func (s *sharing) start(conn Conn) {
	s.active, s.on = true, conn
	s.conn.Store(&conn)
	s.screen.Resume()
	id := s.selected
	var mine *task
	mine = s.core.spawn(s.serving, func(ctx context.Context) {
		err := s.serve(ctx, conn, id)
		s.core.post(func() { s.ended(mine, err) })
	})
	s.serving = mine
}

// ended notes that serving ended by itself; update tries again a little later.
func (s *sharing) ended(which *task, err error) {
	if which != s.serving || !s.active {
		return
	}
	s.active, s.on = false, nil
	s.retryAt = time.Now().Add(shareRetry)
	if errors.Is(err, errGrab) {
		s.core.trouble(protocol.FaultGrab)
	}
	s.core.log.Warn("screen no longer served", "error", err)
}

// sourceFailed notes, from a goroutine of the screen's, that a display cannot be grabbed any more.
func (s *sharing) sourceFailed(uint32, error) {
	s.core.post(func() {
		s.core.trouble(protocol.FaultGrab)
		s.retryAt = time.Now().Add(shareRetry)
		s.stop()
	})
}

// errGrab marks errors of this machine, which a person may mend.
var errGrab = errors.New("screen cannot be taken")

// serve shows one display on one conn until ctx ends or something fails.
func (s *sharing) serve(ctx context.Context, conn Conn, id uint32) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	displays, err := s.screens.Displays()
	if err != nil {
		return fmt.Errorf("%w: list displays: %w", errGrab, err)
	}
	display, ok := pick(displays, id)
	if !ok {
		return fmt.Errorf("%w: no display", errGrab)
	}
	if err := s.screen.Show(display.ID); err != nil {
		return fmt.Errorf("%w: %w", errGrab, err)
	}
	defer func() { _ = s.screen.Hide() }() // closes the display if nobody else sees it, which was only read
	s.core.post(func() { s.showed(displays, display) })

	stream, err := conn.OpenStream(ctx, protocol.StreamScreen)
	if err != nil {
		return fmt.Errorf("open the screen stream: %w", err)
	}
	var video share.Stream
	if s.can(protocol.CapabilityVideo) {
		opened, err := conn.OpenStream(ctx, protocol.StreamVideo)
		if err != nil {
			drop(stream)
			return fmt.Errorf("open the video stream: %w", err)
		}
		defer drop(opened)
		video = opened
	}
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()
	defer drop(stream)
	group.Go(func() { s.serveCursor(ctx, conn, display.Bounds) })
	group.Go(func() { s.watchArrangement(ctx, displays) })
	if err := s.screen.Serve(ctx, stream, video); err != nil {
		return fmt.Errorf("serve display %d: %w", display.ID, err)
	}
	return nil
}

// serveCursor shows the pointer; a screen without it is still worth seeing.
func (s *sharing) serveCursor(ctx context.Context, conn Conn, bounds image.Rectangle) {
	source, err := s.screens.Cursor()
	if err != nil {
		s.core.log.Warn("pointer cannot be watched", "error", err)
		return
	}
	defer func() { _ = source.Close() }() // it only listened
	stream, err := conn.OpenUniStream(ctx, protocol.StreamCursor)
	if err != nil {
		return
	}
	defer dropWriting(stream)
	pointer := share.NewPointer(source)
	pointer.SetDisplay(bounds)
	if err := pointer.Serve(ctx, stream); err != nil && ctx.Err() == nil {
		s.core.log.Warn("pointer no longer served", "error", err)
	}
}

// watchArrangement starts over when displays come, go or move from where they are known to be.
func (s *sharing) watchArrangement(ctx context.Context, known []framebuffer.Display) {
	if err := s.screens.WaitArrangement(ctx, known); err != nil {
		if ctx.Err() == nil {
			s.core.log.Warn("arrangement of displays no longer watched", "error", err)
		}
		return
	}
	s.core.post(func() {
		if ctx.Err() == nil {
			s.stop()
		}
	})
}

// showed tells the peer and the input which display is shown now.
func (s *sharing) showed(displays []framebuffer.Display, display framebuffer.Display) {
	s.displays, s.showing = listed(displays), display.ID
	s.shown(display)
	s.core.mended(protocol.FaultGrab)
	s.core.send(protocol.DisplayList{Displays: s.displays, Selected: s.showing})
}

// resend tells the peer all it must know on a new conn.
func (s *sharing) resend() {
	s.viewed = false // the viewer says anew what it wants
	if s.screens != nil {
		s.core.send(protocol.ShareState{Share: s.state})
	}
}

// snapshot returns the state for windows.
func (s *sharing) snapshot() Sharing {
	return Sharing{State: s.state, Since: s.since, Viewed: s.viewed, Displays: s.displays, Selected: s.showing, Fidelity: s.fidelity}
}

// pick returns the display with the ID, or else the first, which is the primary one.
func pick(displays []framebuffer.Display, id uint32) (framebuffer.Display, bool) {
	for _, d := range displays {
		if d.ID == id {
			return d, true
		}
	}
	if len(displays) == 0 {
		return framebuffer.Display{}, false
	}
	return displays[0], true
}

// listed returns displays as the protocol lists them.
func listed(displays []framebuffer.Display) []protocol.Display {
	var out []protocol.Display
	for _, d := range displays[:min(len(displays), protocol.MaxDisplays)] {
		out = append(out, protocol.Display{
			ID: d.ID, Name: d.Name, Primary: d.Primary,
			X: int32(d.Bounds.Min.X), Y: int32(d.Bounds.Min.Y), Width: int32(d.Bounds.Dx()), Height: int32(d.Bounds.Dy()),
		})
	}
	return out
}
