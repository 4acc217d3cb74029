package input_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/desktop/input"
)

// waitLimit ends a test that waits for what never comes.
const waitLimit = 20 * time.Second

func closing(t testing.TB, c interface{ Close() error }) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

func limited(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	t.Cleanup(cancel)
	return ctx
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func openInjector(t *testing.T, options input.Options) input.Injector {
	t.Helper()
	i, err := input.Open(options)
	must(t, err)
	t.Cleanup(func() { closing(t, i) })
	return i
}

func expect(t *testing.T, w *desktoptest.XWindow, lines ...string) {
	t.Helper()
	for _, want := range lines {
		if got := w.Next(limited(t)); got != want {
			t.Fatalf("the window got %q, want %q", got, want)
		}
	}
}

func TestPhysicalKeysKnowNoLayout(t *testing.T) {
	x := desktoptest.StartX(t, desktoptest.XOptions{})
	i := openInjector(t, input.Options{})
	for _, layout := range []string{"us", "fr", "ru"} {
		x.Run("setxkbmap", layout)
		w := desktoptest.NewXWindow(t, image.Rect(0, 0, 100, 100))
		const usageA, usageKeypadEnter, usageRightControl = 0x04, 0x58, 0xe4
		for _, key := range []uint16{usageA, usageKeypadEnter, usageRightControl} {
			must(t, i.Key(key, true))
			must(t, i.Key(key, true))
			must(t, i.Key(key, false))
			must(t, i.Key(key, false))
		}
		expect(t, w, "key 38 down", "key 38 up", "key 104 down", "key 104 up", "key 105 down", "key 105 up")
	}
	for _, usage := range []uint16{0, 1, 0x82, 0xe8, 0x1234} {
		if err := i.Key(usage, true); !errors.Is(err, input.ErrNoKey) {
			t.Errorf("the key %#x: %v", usage, err)
		}
	}
}

func TestPointer(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{Width: 640, Height: 480})
	w := desktoptest.NewXWindow(t, image.Rect(0, 0, 640, 480))
	i := openInjector(t, input.Options{})
	must(t, i.Move(100, 200))
	for button := input.ButtonLeft; button <= input.ButtonForward; button++ {
		must(t, i.Button(button, true))
		must(t, i.Button(button, false))
	}
	expect(t, w, "button 1 down at 100,200", "button 1 up at 100,200", "button 2 down at 100,200", "button 2 up at 100,200",
		"button 3 down at 100,200", "button 3 up at 100,200", "button 8 down at 100,200", "button 8 up at 100,200",
		"button 9 down at 100,200", "button 9 up at 100,200")
	must(t, i.Wheel(0, input.WheelNotch))
	must(t, i.Wheel(0, -input.WheelNotch/2))
	must(t, i.Wheel(0, -input.WheelNotch/2))
	must(t, i.Wheel(input.WheelNotch, 0))
	must(t, i.Wheel(-input.WheelNotch, 0))
	for _, button := range []string{"4", "5", "7", "6"} {
		expect(t, w, "button "+button+" down at 100,200", "button "+button+" up at 100,200")
	}
	for _, place := range []image.Point{{-5, -5}, {99_999, 99_999}} {
		must(t, i.Move(place.X, place.Y))
		must(t, i.Button(input.ButtonLeft, true))
		must(t, i.Button(input.ButtonLeft, false))
	}
	expect(t, w, "button 1 down at 0,0", "button 1 up at 0,0", "button 1 down at 639,479", "button 1 up at 639,479")
	for _, button := range []uint8{0, 6, 255} {
		if err := i.Button(button, true); !errors.Is(err, input.ErrNoKey) {
			t.Errorf("button %d: %v", button, err)
		}
	}
}

func TestTextUnderEveryLayout(t *testing.T) {
	const text = "Grüße é ß € 漢字 Жук Ω ñÑ {[@]} \\ ~\tx\n"
	for _, layout := range []string{"us", "de", "fr", "ru", "gr", "us,ru"} {
		t.Run(layout, func(t *testing.T) {
			x := desktoptest.StartX(t, desktoptest.XOptions{})
			x.Run("setxkbmap", layout)
			terminal := x.StartTerminal()
			i := openInjector(t, input.Options{})
			must(t, i.Text(text))
			terminal.Typed(text)
		})
	}
}

func TestTextWithCapsLock(t *testing.T) {
	x := desktoptest.StartX(t, desktoptest.XOptions{})
	terminal := x.StartTerminal()
	i := openInjector(t, input.Options{})
	x.Run("xdotool", "key", "Caps_Lock")
	must(t, i.Text("aB1! éÉ жЖ\n"))
	terminal.Typed("aB1! éÉ жЖ\n")
}

func TestTextWithHeldModifiers(t *testing.T) {
	x := desktoptest.StartX(t, desktoptest.XOptions{})
	terminal := x.StartTerminal()
	w := openInjector(t, input.Options{})
	const leftControl = 0xe0
	must(t, w.Key(leftControl, true))
	must(t, w.Text("plain\n"))
	must(t, w.ReleaseAll())
	terminal.Typed("plain\n")
}

func TestManyForeignCharacters(t *testing.T) {
	x := desktoptest.StartX(t, desktoptest.XOptions{})
	terminal := x.StartTerminal()
	i := openInjector(t, input.Options{})
	var text strings.Builder
	for r := rune(0x4e00); r < 0x4e00+150; r++ {
		text.WriteRune(r)
	}
	text.WriteRune('\n')
	must(t, i.Text(text.String()))
	terminal.Typed(text.String())
}

func TestLentKeysAreReturned(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{})
	w := desktoptest.NewXWindow(t, image.Rect(0, 0, 100, 100))
	before := len(w.Meanings())
	var held []input.Held
	i, err := input.Open(input.Options{Note: func(h input.Held, down bool) {
		if down {
			held = append(held, h)
		} else {
			held = slices.DeleteFunc(held, func(o input.Held) bool { return o == h })
		}
	}})
	must(t, err)
	must(t, i.Text("漢Ж"))
	if got := len(w.Meanings()); got != before+2 || len(held) != 2 || held[0].Kind != input.HeldMapping {
		t.Fatalf("%d keys have a meaning, before %d; noted: %v", got, before, held)
	}
	must(t, i.Close())
	if got := len(w.Meanings()); got != before || len(held) != 0 {
		t.Fatalf("%d keys have a meaning, before %d; noted: %v", got, before, held)
	}
}

func TestReleaseAll(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{})
	w := desktoptest.NewXWindow(t, image.Rect(0, 0, 100, 100))
	i := openInjector(t, input.Options{})
	must(t, i.Move(5, 5))
	must(t, i.Key(0xe1, true))
	must(t, i.Key(0x04, true))
	must(t, i.Button(input.ButtonRight, true))
	desktoptest.Eventually(t, "pressed keys", func() bool { return len(w.Keyboard()) == 2 && w.Buttons() != 0 })
	must(t, i.ReleaseAll())
	if len(w.Keyboard()) != 0 || w.Buttons() != 0 {
		t.Fatalf("keys %v and buttons %b are still down", w.Keyboard(), w.Buttons())
	}
	must(t, i.Close())
	if err := i.Move(1, 1); !errors.Is(err, input.ErrClosed) {
		t.Fatalf("move after close: %v", err)
	}
	if err := i.Text("x"); !errors.Is(err, input.ErrClosed) {
		t.Fatalf("text after close: %v", err)
	}
}

// TestReleaseAllStopsText is what makes a revocation final: a long text under way goes no further.
func TestReleaseAllStopsText(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{})
	w := desktoptest.NewXWindow(t, image.Rect(0, 0, 100, 100))
	i := openInjector(t, input.Options{})
	ended := make(chan error)
	go func() { ended <- i.Text(strings.Repeat("a", input.MaxText)) }()
	expect(t, w, "key 38 down", "key 38 up")
	must(t, i.ReleaseAll())
	if err := <-ended; !errors.Is(err, input.ErrReleased) {
		t.Fatalf("text returned %v", err)
	}
	if err := i.Text(strings.Repeat("a", input.MaxText+1)); err == nil {
		t.Fatal("a text without bounds was accepted")
	}
}

func TestUsageOf(t *testing.T) {
	for keycode, want := range map[int]uint16{38: 0x04, 9: 0x29, 50: 0xe1, 94: 0x64, 105: 0xe4} {
		if got, ok := input.UsageOf(keycode); !ok || got != want {
			t.Errorf("keycode %d is usage %#x, want %#x", keycode, got, want)
		}
	}
	if _, ok := input.UsageOf(4711); ok {
		t.Error("a keycode that no keyboard has is a key")
	}
}

func TestOpenWithoutXTest(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{Without: []string{"XTEST"}})
	if _, err := input.Open(input.Options{}); !errors.Is(err, input.ErrUnsupported) {
		t.Fatalf("open returned %v", err)
	}
}
