package share

import (
	"log/slog"
	"sync"

	"beside.example/internal/codec"
)

// defaultBudget is what may be unacknowledged when nobody knows the connection: little enough that a slow link shows no
// old pictures, enough for a keyframe in a few round trips.
const defaultBudget = 256 << 10

// ScreenConfig says how a Screen works. The zero value will do.
type ScreenConfig struct {
	// NewEncoder makes the encoder of a stream; nil takes the codec's best.
	NewEncoder func() codec.Encoder
	// Loss is what photographs and videos may lose until the picture is quiet; SetLoss changes it.
	Loss codec.Loss
	// Budget returns how many bytes of updates may be on their way to the viewer, unacknowledged: about one and a half times
	// what the connection carries in a round trip. Nil sets a fixed number. It must return at once.
	Budget func() int
	// SourceFailed is told when the display that is shown cannot be grabbed any more, which ends neither the Screen nor Serve:
	// Show another one. It is called by Serve. Nil is told nothing.
	SourceFailed func(display uint32, err error)
	// Logger takes what is worth knowing; nil discards it.
	Logger *slog.Logger
}

// Screen shows one display to one viewer. Its methods may be called from any goroutine. The newest picture always wins: while the
// connection is busy nothing is grabbed, and nothing old is ever sent.
type Screen struct {
	cfg ScreenConfig
	// wake tells Serve that something below has changed.
	wake chan struct{}

	// grabbing is held during each Grab, and by whoever must know that there is none. It is taken before mu.
	grabbing sync.Mutex

	mu     sync.Mutex // guards the following
	feed   *feed
	paused bool
	closed bool
	loss   codec.Loss
	stats  Stats
}

// Stats are figures since the Screen was made.
type Stats struct {
	// Updates and Bytes count what was sent.
	Updates, Bytes int64
	// Keyframes counts the updates among them that need none before.
	Keyframes int64
}

// NewScreen returns a Screen that shows nothing until Show gives it a source and Serve a stream.
func NewScreen(cfg ScreenConfig) *Screen {
	if cfg.NewEncoder == nil {
		cfg.NewEncoder = codec.NewContextEncoder
	}
	if cfg.Budget == nil {
		cfg.Budget = func() int { return defaultBudget }
	}
	if cfg.SourceFailed == nil {
		cfg.SourceFailed = func(uint32, error) {}
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return &Screen{cfg: cfg, loss: cfg.Loss, wake: make(chan struct{}, 1)}
}

// Show makes source the display that is shown, beginning with a keyframe, and owns it from now on: it is closed when another takes
// its place and by Close. When Show returns, the source before it is neither grabbed nor open. A nil source shows nothing. The error
// is that of closing the source before.
func (s *Screen) Show(display uint32, source Source) error {
	var next *feed
	if source != nil {
		next = newFeed(display, source, s.kick)
	}
	return s.swap(next, false)
}

// swap replaces the feed, and closes the one before.
func (s *Screen) swap(next *feed, closing bool) error {
	s.grabbing.Lock()
	s.mu.Lock()
	old := s.feed
	if s.closed && next != nil {
		old, next = next, nil
	}
	s.feed = next
	s.closed = s.closed || closing
	s.mu.Unlock()
	s.grabbing.Unlock()
	s.kick()
	if old == nil {
		return nil
	}
	return old.close()
}

// Pause stops grabbing: when it returns no Grab is under way and none begins before Resume.
func (s *Screen) Pause() {
	s.grabbing.Lock()
	defer s.grabbing.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = true
}

// Resume ends a pause; everything that changed meanwhile is sent.
func (s *Screen) Resume() {
	s.mu.Lock()
	s.paused = false
	s.mu.Unlock()
	s.kick()
}

// Stats returns what was sent so far.
func (s *Screen) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}

// Close closes the source; nothing is shown any more, whatever Show is given.
func (s *Screen) Close() error { return s.swap(nil, true) }

// kick wakes Serve.
func (s *Screen) kick() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// current returns the feed that may be grabbed now, or nil.
func (s *Screen) current() *feed {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused {
		return nil
	}
	return s.feed
}
