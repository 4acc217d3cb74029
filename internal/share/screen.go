package share

import (
	"beside.example/internal/codec"
	"beside.example/protocol"
)

// defaultBudget is what may be unacknowledged when nobody knows the connection: little enough that a slow link shows no
// old pictures, enough for a keyframe in a few round trips.
const defaultBudget = 256 << 10

// Decodes is what a viewer understands.
type Decodes struct {
	// Encoding is the best that it decodes.
	Encoding protocol.Encoding
	// Checks tells that it takes a PictureCheck.
	Checks bool
}

// ScreenConfig says how a Screen works.
type ScreenConfig struct {
	// Stage is where the displays are.
	Stage *Stage
	// Decodes returns what the viewer understands, when a stream begins; nil means all that there is.
	Decodes func() Decodes
	// Loss is what photographs and videos may lose until the picture is quiet; SetLoss changes it. Of several viewers who see the same
	// display, the least counts.
	Loss codec.Loss
	// Budget returns how many bytes of updates may be on their way to the viewer, unacknowledged: about one and a half times
	// what the connection carries in a round trip. Nil sets a fixed number. It must return at once.
	Budget func() int
	// SourceFailed is told when the display that is shown cannot be grabbed any more, which ends neither the Screen nor Serve:
	// Show another one. It is called by Serve. Nil is told nothing.
	SourceFailed func(display uint32, err error)
}

// Screen shows one display of a Stage to one viewer. Its methods may be called from any goroutine. The newest picture always wins: while
// all connections are busy nothing is grabbed, and what a viewer gets is never older than what its connection can carry.
type Screen struct {
	cfg   ScreenConfig
	stage *Stage

	// Stage.mu guards the following.
	scene   *scene
	serving *serving
	paused  bool
	closed  bool
	loss    codec.Loss
	stats   Stats
}

// Stats are figures since the Screen was made.
type Stats struct {
	// Updates and Bytes count what was sent.
	Updates, Bytes int64
	// Keyframes counts the updates among them that need none before.
	Keyframes int64
}

// NewScreen returns a Screen that shows nothing until Show gives it a display and Serve a stream.
func NewScreen(cfg ScreenConfig) *Screen {
	if cfg.Decodes == nil {
		cfg.Decodes = func() Decodes { return Decodes{Encoding: protocol.EncodingContext, Checks: true} }
	}
	if cfg.Budget == nil {
		cfg.Budget = func() int { return defaultBudget }
	}
	if cfg.SourceFailed == nil {
		cfg.SourceFailed = func(uint32, error) {}
	}
	return &Screen{cfg: cfg, stage: cfg.Stage, loss: cfg.Loss}
}

// Show makes a display the one that is shown, beginning with a keyframe. When Show returns, the display before it is no longer grabbed
// for this viewer, and no longer open if nobody else is shown it. The error is that of opening the display, and then nothing changes, or
// that of closing the one before.
func (s *Screen) Show(display uint32) error {
	s.stage.mu.Lock()
	closed := s.closed
	s.stage.mu.Unlock()
	if closed {
		return nil
	}
	next, err := s.stage.enter(display)
	if err != nil {
		return err
	}
	return s.swap(next, false)
}

// Hide shows nothing any more; what holds for the display before Show holds for the one before Hide.
func (s *Screen) Hide() error { return s.swap(nil, false) }

// swap replaces the scene, and leaves the one before.
func (s *Screen) swap(next *scene, closing bool) error {
	release := s.hold()
	old := s.scene
	if s.closed && next != nil {
		old, next = next, nil
	} else {
		s.part()
	}
	s.scene = next
	s.closed = s.closed || closing
	s.meet()
	release()
	if old == nil {
		return nil
	}
	return s.stage.leave(old)
}

// hold waits until nothing is being grabbed or coded from the picture that is shown, and keeps it so, and Stage.mu locked, until release.
func (s *Screen) hold() (release func()) {
	for {
		s.stage.mu.Lock()
		scene := s.scene
		if scene == nil {
			return s.stage.mu.Unlock
		}
		s.stage.mu.Unlock()
		scene.grabbing.Lock()
		s.stage.mu.Lock()
		if s.scene == scene {
			return func() {
				s.stage.mu.Unlock()
				scene.grabbing.Unlock()
			}
		}
		s.stage.mu.Unlock()
		scene.grabbing.Unlock()
	}
}

// meet lets the viewer follow what is shown, if there is one and it may. It is called with mu held.
func (s *Screen) meet() {
	v := s.serving
	if v == nil || v.group != nil || s.scene == nil || s.paused {
		return
	}
	if s.scene.failure == nil {
		s.scene.join(v)
	}
	v.kick()
}

// part ends that. It is called with mu held.
func (s *Screen) part() {
	if v := s.serving; v != nil && v.group != nil {
		v.halt()
		v.group.scene.leave(v)
	}
}

// attach makes a run of Serve the Screen's.
func (s *Screen) attach(v *serving) {
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	s.serving = v
	s.meet()
}

// detach ends that.
func (s *Screen) detach() {
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	s.part()
	s.serving = nil
}

// Pause stops grabbing for this viewer: when it returns no Grab is under way for it, and nothing that is grabbed before Resume reaches
// it. Others who see the same display go on.
func (s *Screen) Pause() {
	release := s.hold()
	defer release()
	s.paused = true
	s.part()
}

// Resume ends a pause, with a keyframe.
func (s *Screen) Resume() {
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	s.paused = false
	s.meet()
}

// Stats returns what was sent so far.
func (s *Screen) Stats() Stats {
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	return s.stats
}

// Close leaves the display; nothing is shown any more, whatever Show is told.
func (s *Screen) Close() error { return s.swap(nil, true) }
