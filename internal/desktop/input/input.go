// Package input injects pointer, keys and text into this machine, and tells the person's own hand from what was injected.
//
// The sharing side of a session uses it. It refuses to know who sent the input and whether it was allowed: whoever calls has
// checked that, for every single event.
package input

import (
	"context"
	"errors"
)

// Buttons of a pointer, as Injector.Button takes them.
const (
	ButtonLeft uint8 = 1 + iota
	ButtonMiddle
	ButtonRight
	ButtonBack
	ButtonForward
)

const (
	// WheelNotch is one notch of a common wheel in Injector.Wheel's unit. 120 is what Windows and HID call one.
	WheelNotch = 120

	// maxNotches bounds the notches of one Wheel: more than a spinning wheel does between two events.
	maxNotches = 100

	// MaxText bounds the characters of one Injector.Text: more than anyone types at once, and few seconds of injecting.
	MaxText = 4096
)

var (
	// ErrUnsupported means that this system offers no way to do what was asked.
	ErrUnsupported = errors.New("input is not supported here")

	// ErrNoKey means that a usage or button has no counterpart on this system.
	ErrNoKey = errors.New("no such key or button")

	// ErrReleased is returned by a Text that ReleaseAll cut short.
	ErrReleased = errors.New("input was released")

	// ErrClosed is returned by everything that is used after its Close, and wakes those who wait.
	ErrClosed = errors.New("input is closed")
)

// Injector produces input as if a hand had made it. Its methods may be called from several goroutines.
type Injector interface {
	// Move puts the pointer on a pixel of the desktop, the nearest one if there is no such pixel.
	Move(x, y int) error

	// Button presses or releases one of the buttons above. Pressing what is down and releasing what is up do nothing.
	Button(button uint8, down bool) error

	// Wheel turns the wheel by 1/120 notches: dy > 0 away from the hand (content moves down), dx > 0 to the right. Parts of a
	// notch add up where the system knows whole ones only.
	Wheel(dx, dy int) error

	// Key presses or releases the physical key of a USB HID usage (page 7), whatever the layout. Pressing what is down and
	// releasing what is up do nothing; the system repeats held keys by itself.
	Key(usage uint16, down bool) error

	// Text types characters, whatever the layout. Line feeds, tabs and backspaces are the keys of these names; other control
	// characters are left out. Our own held keys are up meanwhile.
	Text(s string) error

	// ReleaseAll lets go of everything that is held, forgets parts of notches and cuts a Text under way short.
	ReleaseAll() error

	// Close is ReleaseAll, for good.
	Close() error
}

// Options say how an injector is opened; the zero value will do.
type Options struct {
	// Note, when set, hears of everything that would stay behind if this program died: before it goes down and after it is
	// up. The guard listens here. It must not block.
	Note func(held Held, down bool)
	// Ledger, when set, is told of every event, for the watchers that share it.
	Ledger *Ledger
}

// Held is one thing that stays behind when a program that injects dies.
type Held struct {
	Kind HeldKind
	// Code is what Kind says.
	Code uint16
}

// HeldKind says what is held.
type HeldKind uint8

// The kinds of Held.
const (
	// HeldKey is a physical key, Code its usage.
	HeldKey HeldKind = 1 + iota
	// HeldButton is a button, Code its number.
	HeldButton
	// HeldCode is a key pressed on behalf of Text, Code the system's own number of it.
	HeldCode
	// HeldMapping is a key without a meaning of its own that was lent to a character, Code the system's own number of it.
	HeldMapping
)

// Activity is what the person at this machine did, as a set of bits.
type Activity uint8

// The bits of Activity.
const (
	// ActivityPointer is a moved pointer, a button or the wheel.
	ActivityPointer Activity = 1 << iota
	// ActivityKey is a key.
	ActivityKey
	// ActivityPanic is the panic key: Shift and Esc, both pressed by the person.
	ActivityPanic
)

// Watcher tells what the person's own hand does; what injectors of ours did is left out. Next is called by one goroutine.
type Watcher interface {
	// Next blocks until the person did something since it returned last, and returns all of it.
	Next(ctx context.Context) (Activity, error)

	// Close frees what the watcher holds.
	Close() error
}
