package share

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"beside.example/internal/streams"
	"beside.example/protocol"
)

// InputConfig says how an Input works.
type InputConfig struct {
	// Injector receives what the gate lets through.
	Injector Injector
	// Shield reports whether a point of the desktop belongs to a window that injected input must never reach; nil, none does. It
	// is asked before each pointer event, and must not call the Input.
	Shield func(x, y int) bool
	// FocusShield reports whether the keyboard focus belongs to such a window; nil, it never does.
	FocusShield func() bool
	// Acted is told, after a press, a release or a turn of the wheel was injected, or a text, where the pointer is, in pixels of the
	// display. It returns at once; nil is told nothing.
	Acted func(at image.Point)
	// Logger takes what is worth knowing, never what was typed; nil discards it.
	Logger *slog.Logger
}

// Input injects the events of one viewer, as long as it is allowed to. It starts closed. Its methods may be called from any
// goroutine.
//
// Each single event is injected under the gate's lock, after the gate was asked: there is no queue behind the gate.
type Input struct {
	cfg InputConfig
	// barred is set before the lock is taken, so that a Text under way can be cut short and the next event is refused at once.
	barred atomic.Bool
	// typing tells that a Text is under way.
	typing atomic.Bool

	gate    sync.Mutex // guards the following, and is held during each injection
	allowed bool
	yielded time.Time // until when the person's own hand has precedence
	display uint32
	bounds  image.Rectangle
	ledger  ledger
	// buttons are the viewer's, injected or not: a press counts only at the moment when it is made.
	buttons protocol.Buttons
	// at is the pointer's last place, and reached whether the pointer was put there.
	at      image.Point
	reached bool
}

// NewInput returns an Input that injects nothing until Allow.
func NewInput(cfg InputConfig) *Input {
	if cfg.Shield == nil {
		cfg.Shield = func(int, int) bool { return false }
	}
	if cfg.FocusShield == nil {
		cfg.FocusShield = func() bool { return false }
	}
	if cfg.Acted == nil {
		cfg.Acted = func(image.Point) {}
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return &Input{cfg: cfg}
}

// SetDisplay tells which display the viewer sees and where it is on the desktop: pointer positions count from its corner and stay
// inside, and events meant for another display are dropped.
func (in *Input) SetDisplay(display uint32, bounds image.Rectangle) {
	in.gate.Lock()
	defer in.gate.Unlock()
	in.display, in.bounds = display, bounds
}

// Allow opens the gate.
func (in *Input) Allow() {
	in.gate.Lock()
	defer in.gate.Unlock()
	in.allowed = true
	in.barred.Store(false)
}

// Revoke closes the gate and releases what is held. When it returns not one more event will be injected before Allow. It waits for
// the single event under way, if any; a text under way is cut short.
func (in *Input) Revoke() {
	in.barred.Store(true)
	in.cut()
	in.gate.Lock()
	defer in.gate.Unlock()
	in.allowed = false
	in.releaseLocked()
	in.cfg.check("release everything", in.cfg.Injector.ReleaseAll())
}

// Yield releases what is held and refuses events for a time, because the person at this machine uses it. The viewer's releases still
// count.
func (in *Input) Yield(d time.Duration) {
	in.cut()
	in.gate.Lock()
	defer in.gate.Unlock()
	if until := time.Now().Add(d); until.After(in.yielded) {
		in.yielded = until
	}
	in.releaseLocked()
}

// cut ends a Text under way.
func (in *Input) cut() {
	if in.typing.Load() {
		in.cfg.check("cut a text short", in.cfg.Injector.ReleaseAll())
	}
}

// Serve injects the events that arrive on the stream until ctx ends or the stream fails, and then releases what is held. It returns
// nil when the viewer ended the stream in order.
func (in *Input) Serve(ctx context.Context, stream Receiver) error {
	defer streams.UnblockReads(ctx, stream)()
	defer in.release()
	frames := protocol.NewFrameReader(stream, protocol.StreamInput)
	var limit limiter
	for {
		m, err := frames.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return streams.Cause(ctx, fmt.Errorf("read input: %w", err))
		}
		if err := in.inject(m); err != nil {
			return err
		}
		// The wait comes behind the event, not before it: what was read is never kept, so that nothing from before a revocation
		// is left when the gate opens again.
		if wait := limit.take(time.Now(), weight(m)); wait > 0 {
			if err := pause(ctx, wait); err != nil {
				return err
			}
		}
	}
}

// weight returns how many events a message counts for.
func weight(m protocol.Message) int {
	if text, ok := m.(protocol.Text); ok {
		return max(1, utf8.RuneCountInString(text.Text))
	}
	return 1
}

// pause waits, unless ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// release lets go of everything, when the viewer asks for it or is gone.
func (in *Input) release() {
	in.gate.Lock()
	defer in.gate.Unlock()
	in.releaseLocked()
	in.buttons = 0
}

// releaseLocked lets go of what is held, the last pressed first.
func (in *Input) releaseLocked() {
	for i := len(in.ledger.keys) - 1; i >= 0; i-- {
		in.cfg.check("release a key", in.cfg.Injector.Key(in.ledger.keys[i], false))
	}
	for b := uint8(1); b <= protocol.ButtonCount; b++ {
		if in.ledger.buttons&bit(b) != 0 {
			in.cfg.check("release a button", in.cfg.Injector.Button(b, false))
		}
	}
	in.ledger = ledger{keys: in.ledger.keys[:0]}
}

// check logs an injection that failed: the session goes on, as it does when a hand misses a key.
func (c *InputConfig) check(what string, err error) {
	if err != nil {
		c.Logger.Warn("input not injected", "what", what, "err", err)
	}
}
