//go:build !windows

// Package robot injects input by robotgo, the floor for systems for which desktop/input has nothing better.
//
// desktop/input opens it there; it is built and tested on X11 too. It does pointer, wheel, text and the keys that robotgo has
// names for, which it looks up in the layout: under another layout than the American one some keys are not the physical ones.
// Everything else is refused. Windows has an injector of its own.
package robot

import (
	"errors"
	"fmt"
	"image"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/go-vgo/robotgo"
)

const (
	// wheelNotch is one notch of the wheel, as desktop/input counts.
	wheelNotch = 120

	// maxText bounds the characters of one Text; robotgo sleeps some milliseconds after each.
	maxText = 4096

	// maxNotches bounds the notches of one Wheel.
	maxNotches = 100
)

var (
	// ErrNoKey means that robotgo has no name for a key or button.
	ErrNoKey = errors.New("robotgo knows no such key or button")

	// ErrClosed is returned by everything that is used after Close.
	ErrClosed = errors.New("input is closed")
)

// Injector injects by robotgo. Its methods may be called from several goroutines; robotgo itself has one display for the whole
// process, so only one injector is open at a time.
type Injector struct {
	mu sync.Mutex // guards the following
	// keys and buttons are what is down, oldest first. wheel is what is missing to a whole notch.
	keys, buttons []string
	wheel         image.Point
	closed        bool
}

// Open returns an injector for this desktop.
func Open() (*Injector, error) {
	if width, height := robotgo.GetScreenSize(); width <= 0 || height <= 0 {
		return nil, errors.New("robotgo finds no display")
	}
	return &Injector{}, nil
}

// Move puts the pointer on a pixel of the desktop.
func (i *Injector) Move(x, y int) error {
	return i.do(func() error {
		robotgo.Move(x, y)
		return nil
	})
}

// Button presses or releases button 1 (left), 2 (middle) or 3 (right); there are no others here.
func (i *Injector) Button(button uint8, down bool) error {
	names := [...]string{1: robotgo.Mleft, 2: robotgo.Center, 3: robotgo.Mright}
	if int(button) >= len(names) || names[button] == "" {
		return fmt.Errorf("press button %d: %w", button, ErrNoKey)
	}
	return i.do(func() error {
		return toggle(&i.buttons, names[button], down, toggleButton)
	})
}

// Wheel turns the wheel by 1/120 notches, dy > 0 away from the hand, dx > 0 to the right.
func (i *Injector) Wheel(dx, dy int) error {
	return i.do(func() error {
		i.wheel = i.wheel.Add(image.Pt(dx, dy))
		x, y := i.wheel.X/wheelNotch, i.wheel.Y/wheelNotch
		i.wheel = i.wheel.Sub(image.Pt(x, y).Mul(wheelNotch))
		if x == 0 && y == 0 {
			return nil
		}
		// robotgo counts to the left.
		robotgo.Scroll(-clamp(x), clamp(y), 0)
		return nil
	})
}

// Key presses or releases the key of a usage, if robotgo has a name for it.
func (i *Injector) Key(usage uint16, down bool) error {
	name, ok := nameOf(usage)
	if !ok {
		return fmt.Errorf("press the key %#x: %w", usage, ErrNoKey)
	}
	return i.do(func() error {
		return toggle(&i.keys, name, down, toggleKey)
	})
}

// Text types characters.
func (i *Injector) Text(s string) error {
	if n := utf8.RuneCountInString(s); n > maxText {
		return fmt.Errorf("type %d characters: at most %d at once", n, maxText)
	}
	for _, r := range s {
		err := i.do(func() error {
			switch r {
			case '\r', '\n':
				return robotgo.KeyTap(robotgo.Enter)
			case '\t':
				return robotgo.KeyTap(robotgo.Tab)
			case '\b':
				return robotgo.KeyTap(robotgo.Backspace)
			}
			if r >= ' ' && r != utf8.RuneError {
				robotgo.Type(string(r))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ReleaseAll lets go of everything that is held.
func (i *Injector) ReleaseAll() error { return i.do(i.release) }

// Close is ReleaseAll, for good.
func (i *Injector) Close() error {
	err := i.do(func() error {
		err := i.release()
		i.closed = true
		disconnect()
		return err
	})
	if errors.Is(err, ErrClosed) {
		return nil
	}
	return err
}

// release lets go of everything. Its caller holds mu.
func (i *Injector) release() error {
	i.wheel = image.Point{}
	var errs []error
	for _, name := range slices.Clone(i.keys) {
		errs = append(errs, toggle(&i.keys, name, false, toggleKey))
	}
	for _, name := range slices.Clone(i.buttons) {
		errs = append(errs, toggle(&i.buttons, name, false, toggleButton))
	}
	return errors.Join(errs...)
}

// do runs one act at a time; robotgo is not made for more.
func (i *Injector) do(act func() error) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.closed {
		return ErrClosed
	}
	return act()
}

// toggle presses or releases something and keeps the list of what is down.
func toggle(held *[]string, name string, down bool, act func(name, direction string) error) error {
	at := slices.Index(*held, name)
	if (at >= 0) == down {
		return nil
	}
	direction := "down"
	if down {
		*held = append(*held, name)
	} else {
		*held = slices.Delete(*held, at, at+1)
		direction = "up"
	}
	if err := act(name, direction); err != nil {
		return fmt.Errorf("put %s %s: %w", name, direction, err)
	}
	return nil
}

func toggleButton(name, direction string) error { return robotgo.Toggle(name, direction) }

func toggleKey(name, direction string) error { return robotgo.KeyToggle(name, direction) }

func clamp(notches int) int { return min(max(notches, -maxNotches), maxNotches) }
