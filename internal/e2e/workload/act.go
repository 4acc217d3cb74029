package workload

import (
	"context"
	"image"
	"time"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/e2e"
)

// An act is one thing that a hand does, some time after the one before.
type act struct {
	after time.Duration
	do    func(ctx context.Context, d *Desk) error
}

// Keysyms that package e2e does not need; see X11's keysymdef.h.
const (
	keyBackSpace = 0xff08
	keyHome      = 0xff50
	keyRight     = 0xff53
	keyDown      = 0xff54
	keyPageDown  = 0xff56
	keyEnd       = 0xff57
	keyF6        = 0xffc3
)

// The wheel's directions are buttons.
const (
	wheelUp   = 4
	wheelDown = 5
	rightHand = 3 // the right button
)

// keys presses keys together.
func keys(after time.Duration, syms ...xproto.Keysym) act {
	return act{after, func(_ context.Context, d *Desk) error { return d.Screen.Hand.Chord(syms...) }}
}

// press presses or releases a button of the pointer.
func press(after time.Duration, button byte, down bool) act {
	return act{after, func(_ context.Context, d *Desk) error { return d.Screen.Hand.Press(button, down) }}
}

// move puts the pointer somewhere.
func move(after time.Duration, x, y int) act {
	return act{after, func(_ context.Context, d *Desk) error { return d.Screen.Hand.Move(image.Pt(x, y)) }}
}

// click clicks a button where the pointer is.
func click(after time.Duration, button byte) []act {
	return []act{press(after, button, true), press(0, button, false)}
}

// typing types a text, one character after the other.
func typing(gap time.Duration, text string) []act {
	var acts []act
	for _, r := range text {
		acts = append(acts, act{gap, func(_ context.Context, d *Desk) error { return d.Screen.Hand.Type(string(r)) }})
	}
	return acts
}

// times repeats acts.
func times(n int, acts ...act) []act {
	var all []act
	for range n {
		all = append(all, acts...)
	}
	return all
}

// activate brings a window to the front.
func activate(after time.Duration, title string) act {
	return act{after, func(ctx context.Context, d *Desk) error { return d.Screen.Activate(ctx, title) }}
}

// rest does nothing for a while.
func rest(d time.Duration) act {
	return act{d, func(context.Context, *Desk) error { return nil }}
}

// repeat does acts over and over until ctx ends, which is no error. An act whose time has passed already follows at once, so that a slow
// machine does as much in the end.
func (d *Desk) repeat(ctx context.Context, acts []act) error {
	due := time.Now()
	for ctx.Err() == nil {
		for _, a := range acts {
			due = due.Add(a.after)
			if !until(ctx, due) {
				return nil
			}
			if err := a.do(ctx, d); err != nil {
				if ctx.Err() != nil { // in mid-act
					return nil
				}
				return err
			}
		}
	}
	return nil
}

// once does acts one after the other.
func (d *Desk) once(ctx context.Context, acts []act) error {
	for _, a := range acts {
		if !until(ctx, time.Now().Add(a.after)) {
			return ctx.Err()
		}
		if err := a.do(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// until waits for a time, and reports false if ctx ends before.
func until(ctx context.Context, due time.Time) bool {
	timer := time.NewTimer(time.Until(due))
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// Short names for what hands press most.
const (
	control = e2e.KeyControl
	alt     = e2e.KeyAlt
	enter   = e2e.KeyReturn
	escape  = e2e.KeyEscape
)
