package input

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"beside.example/internal/desktop/internal/x11"
)

// xWatcher hears of input by XInput's raw events, which come before any window gets them: an open menu, a grab or Num Lock
// change nothing. Events of real devices are the person's; those of XTEST are unless an injector of ours has just made them.
type xWatcher struct {
	conn    *x11.Conn
	ledger  *Ledger
	ours    *watch
	closing sync.Once
	closed  chan struct{}

	// pending are the bits of Activity that Next has not returned; wake follows it.
	pending atomic.Uint32
	wake    chan struct{}

	// testDevices is set before the first event matters.
	testDevices atomic.Pointer[map[uint16]bool]

	// leftShift and rightShift belong to the reading goroutine: whether the person holds them.
	leftShift, rightShift bool
}

var _ Watcher = (*xWatcher)(nil)

// Watch tells of the person's own input. What the ledger's injectors do is left out; nil means that all input is the person's.
// It returns ErrUnsupported when the system does not let us tell, and then nobody may be promised that their hand comes first.
func Watch(l *Ledger) (Watcher, error) {
	if l == nil {
		l = &Ledger{}
	}
	w := &xWatcher{closed: make(chan struct{}), wake: make(chan struct{}, 1), ledger: l, ours: l.watch()}
	conn, err := x11.Open(w.hear)
	if err != nil {
		l.leave(w.ours)
		return nil, err
	}
	w.conn = conn
	if err := w.prepare(); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *xWatcher) prepare() error {
	kinds := []x11.RawKind{x11.RawKeyPress, x11.RawKeyRelease, x11.RawButtonPress, x11.RawButtonRelease, x11.RawMotion}
	if err := w.conn.SelectRaw(kinds...); err != nil {
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	devices, err := w.conn.TestDevices()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	w.testDevices.Store(&devices)
	return nil
}

// Next implements Watcher.
func (w *xWatcher) Next(ctx context.Context) (Activity, error) {
	for {
		if seen := Activity(w.pending.Swap(0)); seen != 0 {
			return seen, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-w.closed:
			return 0, ErrClosed
		case <-w.conn.Done():
			return 0, ErrClosed
		case <-w.wake:
		}
	}
}

// Close implements Watcher.
func (w *xWatcher) Close() error {
	var err error
	w.closing.Do(func() {
		close(w.closed)
		w.ledger.leave(w.ours)
		err = w.conn.Close()
	})
	return err
}

// hear sorts one event, on the reading goroutine.
func (w *xWatcher) hear(event []byte) {
	raw, ok := x11.ParseRaw(event)
	if !ok || w.injected(raw) {
		return
	}
	seen := w.sort(raw)
	if seen == 0 {
		return
	}
	w.pending.Or(uint32(seen))
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// injected tells whether an event is an injector's of ours.
func (w *xWatcher) injected(raw x11.Raw) bool {
	if devices := w.testDevices.Load(); devices != nil && len(*devices) > 0 && !(*devices)[raw.Source] {
		return false
	}
	a := act{kind: uint16(raw.Kind), detail: raw.Detail}
	if raw.Kind == x11.RawMotion {
		a.detail, a.x, a.y = 0, raw.X, raw.Y
	}
	return w.ours.claim(a)
}

// sort tells what an event of the person's own means. Only presses count; releases may belong to what happened before.
func (w *xWatcher) sort(raw x11.Raw) Activity {
	switch raw.Kind {
	case x11.RawMotion, x11.RawButtonPress:
		return ActivityPointer
	case x11.RawKeyPress, x11.RawKeyRelease:
	default:
		return 0
	}
	down := raw.Kind == x11.RawKeyPress
	usage, _ := UsageOf(int(raw.Detail))
	switch usage {
	case usageLeftShift:
		w.leftShift = down
	case usageRightShift:
		w.rightShift = down
	}
	switch {
	case !down:
		return 0
	case usage == usageEscape && (w.leftShift || w.rightShift):
		return ActivityKey | ActivityPanic
	}
	return ActivityKey
}
