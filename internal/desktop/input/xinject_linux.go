package input

import (
	"errors"
	"fmt"
	"image"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"

	"beside.example/internal/desktop/internal/x11"
)

const (
	// xtestName is the extension's name in the protocol.
	xtestName = "XTEST"

	// X's numbers for the wheel's four directions, and for the two side buttons, which follow them.
	wheelUp, wheelDown, wheelLeft, wheelRight = 4, 5, 6, 7
	sideButtons                               = wheelRight + 1

	// maxPlace is the last place that the protocol can express.
	maxPlace = 1<<15 - 1
)

// xInjector injects by XTEST. Events are sent as they come, without waiting for the server.
type xInjector struct {
	conn   *x11.Conn
	note   func(held Held, down bool)
	ledger *Ledger
	number int // in the ledger

	// typing lets one Text run at a time; releases counts ReleaseAll, so that a Text under way notices.
	typing   sync.Mutex
	releases atomic.Int64
	// remapped is set by the reading goroutine when the keyboard got another layout.
	remapped atomic.Bool

	mu sync.Mutex // guards the following
	// held is what is down, oldest first. wheel is what is missing to a whole notch.
	held   []Held
	wheel  image.Point
	closed bool
	keymap *keymap
	lent   lent
	// giveBack ends the loan of keys some time after the last Text.
	giveBack *time.Timer
}

var _ Injector = (*xInjector)(nil)

func openX11(options Options) (*xInjector, error) {
	i := &xInjector{note: options.Note, ledger: options.Ledger}
	if i.note == nil {
		i.note = func(Held, bool) {}
	}
	if i.ledger == nil {
		i.ledger = &Ledger{}
	}
	i.number = i.ledger.enter()
	conn, err := x11.Open(func(event []byte) {
		if x11.EventCode(event) == xproto.MappingNotify {
			i.remapped.Store(true)
		}
	})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(prepareTest(conn), conn.UseLocks()); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	i.conn = conn
	return i, nil
}

// prepareTest makes XTEST usable, also while another program has the server for itself.
func prepareTest(conn *x11.Conn) error {
	if _, err := conn.Extension(xtestName); errors.Is(err, x11.ErrNoExtension) {
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	} else if err != nil {
		return err
	}
	if err := xtest.GrabControlChecked(conn.Conn, true).Check(); err != nil {
		return closedOr(err, "prepare XTEST")
	}
	return nil
}

// Move implements Injector.
func (i *xInjector) Move(x, y int) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	x, y = min(max(x, 0), maxPlace), min(max(y, 0), maxPlace)
	return i.send(x11.RawMotion, 0, x, y)
}

// Button implements Injector.
func (i *xInjector) Button(button uint8, down bool) error {
	if _, ok := xButton(uint16(button)); !ok {
		return fmt.Errorf("press button %d: %w", button, ErrNoKey)
	}
	return i.hold(Held{Kind: HeldButton, Code: uint16(button)}, down)
}

// Key implements Injector.
func (i *xInjector) Key(usage uint16, down bool) error {
	if _, ok := keycodeOf(usage); !ok {
		return fmt.Errorf("press the key %#x: %w", usage, ErrNoKey)
	}
	return i.hold(Held{Kind: HeldKey, Code: usage}, down)
}

// Wheel implements Injector.
func (i *xInjector) Wheel(dx, dy int) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.wheel = i.wheel.Add(image.Pt(dx, dy))
	notches := image.Pt(i.wheel.X/WheelNotch, i.wheel.Y/WheelNotch)
	i.wheel = i.wheel.Sub(notches.Mul(WheelNotch))
	if err := i.turn(notches.Y, wheelUp, wheelDown); err != nil {
		return err
	}
	return i.turn(notches.X, wheelRight, wheelLeft)
}

// turn clicks one of two directions' buttons. Its caller holds mu.
func (i *xInjector) turn(notches int, positive, negative byte) error {
	button := positive
	if notches < 0 {
		button, notches = negative, -notches
	}
	for range min(notches, maxNotches) {
		if err := i.send(x11.RawButtonPress, button, 0, 0); err != nil {
			return err
		}
		if err := i.send(x11.RawButtonRelease, button, 0, 0); err != nil {
			return err
		}
	}
	return nil
}

// hold presses or releases something that stays down in between.
func (i *xInjector) hold(held Held, down bool) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	list, changed := change(i.held, held, down)
	if !changed {
		return nil
	}
	i.held = list
	return i.press(held, down)
}

// press injects what held stands for, and tells the guard: before it goes down, after it is up. Its caller holds mu.
func (i *xInjector) press(held Held, down bool) error {
	if down && !i.closed {
		i.note(held, true)
	}
	kind, detail := x11.RawKeyPress, byte(held.Code)
	switch held.Kind {
	case HeldButton:
		kind = x11.RawButtonPress
		detail, _ = xButton(held.Code)
	case HeldKey:
		detail, _ = keycodeOf(held.Code)
	}
	if !down {
		// The numbers of a press and its release are neighbours.
		kind++
	}
	if err := i.send(kind, detail, 0, 0); err != nil {
		return err
	}
	if !down {
		i.note(held, false)
	}
	return nil
}

// send injects one event. Its caller holds mu.
func (i *xInjector) send(kind x11.RawKind, detail byte, x, y int) error {
	if i.closed {
		return ErrClosed
	}
	select {
	case <-i.conn.Done():
		return fmt.Errorf("inject: %w", ErrClosed)
	default:
	}
	i.ledger.add(i.number, act{kind: uint16(kind), detail: uint32(detail), x: x, y: y})
	fake(i.conn, kind, detail, x, y)
	return nil
}

// ReleaseAll implements Injector.
func (i *xInjector) ReleaseAll() error {
	i.releases.Add(1)
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.releaseLocked()
}

func (i *xInjector) releaseLocked() error {
	i.wheel = image.Point{}
	var errs []error
	for len(i.held) > 0 {
		last := i.held[len(i.held)-1]
		i.held = i.held[:len(i.held)-1]
		errs = append(errs, i.press(last, false))
	}
	// A round trip makes sure that the server has done it.
	if _, err := xproto.GetInputFocus(i.conn.Conn).Reply(); err != nil {
		errs = append(errs, closedOr(err, "release"))
	}
	return errors.Join(errs...)
}

// Close implements Injector.
func (i *xInjector) Close() error {
	i.releases.Add(1)
	i.typing.Lock()
	defer i.typing.Unlock()
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.closed {
		return nil
	}
	if i.giveBack != nil {
		i.giveBack.Stop()
	}
	err := errors.Join(i.releaseLocked(), i.returnKeys())
	i.closed = true
	if errors.Is(err, ErrClosed) {
		// The server has gone, and with it all that was held.
		err = nil
	}
	return errors.Join(err, i.conn.Close())
}

// xButton returns X's number of a button.
func xButton(button uint16) (number byte, ok bool) {
	switch {
	case button >= uint16(ButtonLeft) && button <= uint16(ButtonRight):
		return byte(button), true
	case button == uint16(ButtonBack) || button == uint16(ButtonForward):
		return byte(button-uint16(ButtonBack)) + sideButtons, true
	}
	return 0, false
}

// fake lets XTEST make an event out of its raw counterpart.
func fake(conn *x11.Conn, kind x11.RawKind, detail byte, x, y int) {
	event := byte(kind-x11.RawKeyPress) + xproto.KeyPress
	xtest.FakeInput(conn.Conn, event, detail, 0, conn.Root(), int16(x), int16(y), 0)
}

// release lets go of what a program held that died, over a connection of its own.
func release(held []Held) error {
	conn, err := x11.Open(nil)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if err := prepareTest(conn); err != nil {
		return err
	}
	for _, h := range slices.Backward(held) {
		switch h.Kind {
		case HeldButton:
			if number, ok := xButton(h.Code); ok {
				fake(conn, x11.RawButtonRelease, number, 0, 0)
			}
		case HeldKey:
			if keycode, ok := keycodeOf(h.Code); ok {
				fake(conn, x11.RawKeyRelease, keycode, 0, 0)
			}
		case HeldCode:
			fake(conn, x11.RawKeyRelease, byte(h.Code), 0, 0)
		case HeldMapping:
			unmap(conn, byte(h.Code))
		}
	}
	if _, err := xproto.GetInputFocus(conn.Conn).Reply(); err != nil {
		return closedOr(err, "release what was held")
	}
	return nil
}

// closedOr wraps an error of a request: a lost connection is ErrClosed, what the server refuses says what was attempted.
func closedOr(err error, attempt string) error {
	var refused xgb.Error
	if errors.As(err, &refused) {
		return fmt.Errorf("%s: %w", attempt, err)
	}
	return fmt.Errorf("%s: %w", attempt, ErrClosed)
}
