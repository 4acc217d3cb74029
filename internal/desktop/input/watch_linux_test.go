package input_test

import (
	"context"
	"errors"
	"image"
	"testing"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/desktop/input"
)

// watching starts X, an injector and a watcher that knows it.
func watching(t *testing.T) (*desktoptest.XServer, input.Injector, input.Watcher) {
	t.Helper()
	x := desktoptest.StartX(t, desktoptest.XOptions{})
	ledger := &input.Ledger{}
	i := openInjector(t, input.Options{Ledger: ledger})
	w, err := input.Watch(ledger)
	must(t, err)
	t.Cleanup(func() { closing(t, w) })
	return x, i, w
}

func activity(t *testing.T, w input.Watcher, want input.Activity) {
	t.Helper()
	var seen input.Activity
	for seen&want != want {
		more, err := w.Next(limited(t))
		must(t, err)
		seen |= more
	}
	if seen != want {
		t.Fatalf("the watcher saw %b, want %b", seen, want)
	}
}

// injectEverything makes every kind of event that there is.
func injectEverything(t *testing.T, i input.Injector) {
	t.Helper()
	for n := range 20 {
		must(t, i.Move(n, 2*n))
		must(t, i.Move(n, 2*n))
		must(t, i.Button(input.ButtonLeft, true))
		must(t, i.Wheel(input.WheelNotch, -input.WheelNotch))
		must(t, i.Key(0xe1, true))
		must(t, i.Key(0x29, true))
		must(t, i.Text("aÄ漢"))
		must(t, i.ReleaseAll())
	}
	must(t, i.Move(-10, 99_999))
}

func TestOwnHandIsToldFromInjected(t *testing.T) {
	x, i, w := watching(t)
	injectEverything(t, i)
	// Events come in order: had one of the injected ones been taken for the person's, it would be seen with the key.
	x.Run("xdotool", "key", "b")
	activity(t, w, input.ActivityKey)
	injectEverything(t, i)
	x.Run("xdotool", "mousemove_relative", "30", "20")
	activity(t, w, input.ActivityPointer)
	x.Run("xdotool", "click", "1")
	activity(t, w, input.ActivityPointer)
}

// TestTwoInjectorsAndTwoWatchers is two agents who control at a time, each session with a watcher of its own.
func TestTwoInjectorsAndTwoWatchers(t *testing.T) {
	x := desktoptest.StartX(t, desktoptest.XOptions{})
	ledger := &input.Ledger{}
	var watchers []input.Watcher
	for range 2 { // one is there before either injector is
		w, err := input.Watch(ledger)
		must(t, err)
		defer closing(t, w)
		watchers = append(watchers, w)
	}
	first, second := openInjector(t, input.Options{Ledger: ledger}), openInjector(t, input.Options{Ledger: ledger})
	for n := range 50 {
		must(t, first.Move(n, n))
		must(t, second.Move(2*n, n))
		must(t, first.Key(0xe1, true))
		must(t, second.Key(0x29, true))
		must(t, first.ReleaseAll())
		must(t, second.ReleaseAll())
	}
	x.Run("xdotool", "key", "b")
	for _, w := range watchers {
		activity(t, w, input.ActivityKey)
	}
}

func TestPanicKey(t *testing.T) {
	x, i, w := watching(t)
	menu := desktoptest.NewXWindow(t, image.Rect(0, 0, 100, 100))
	menu.GrabKeyboard()
	x.Run("xdotool", "key", "Num_Lock")
	activity(t, w, input.ActivityKey)
	const leftShift, escape = 0xe1, 0x29
	must(t, i.Key(leftShift, true))
	x.Run("xdotool", "key", "Escape")
	activity(t, w, input.ActivityKey)
	must(t, i.Key(escape, true))
	must(t, i.ReleaseAll())
	x.Run("xdotool", "keydown", "Shift_L", "key", "Escape", "keyup", "Shift_L")
	activity(t, w, input.ActivityKey|input.ActivityPanic)
	x.Run("xdotool", "key", "Escape")
	activity(t, w, input.ActivityKey)
}

// TestRealDevice is the person's pointer as a device sends it: what our injector does at the same place does not hide it.
func TestRealDevice(t *testing.T) {
	x := desktoptest.StartX(t, desktoptest.XOptions{}).Nest(400, 300)
	ledger := &input.Ledger{}
	i := openInjector(t, input.Options{Ledger: ledger})
	w, err := input.Watch(ledger)
	must(t, err)
	defer closing(t, w)
	must(t, i.Move(70, 80))
	x.MoveOnHost(image.Pt(30, 40))
	activity(t, w, input.ActivityPointer)
	must(t, i.Move(70, 80))
	x.MoveOnHost(image.Pt(70, 80))
	activity(t, w, input.ActivityPointer)
}

func TestWatchEnds(t *testing.T) {
	x, _, w := watching(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("next returned %v", err)
	}
	ended := make(chan error)
	go func() {
		_, err := w.Next(context.Background())
		ended <- err
	}()
	closing(t, w)
	if err := <-ended; !errors.Is(err, input.ErrClosed) {
		t.Fatalf("next returned %v", err)
	}
	other, err := input.Watch(nil)
	must(t, err)
	defer closing(t, other)
	x.Kill()
	if _, err := other.Next(limited(t)); !errors.Is(err, input.ErrClosed) {
		t.Fatalf("next returned %v", err)
	}
}
