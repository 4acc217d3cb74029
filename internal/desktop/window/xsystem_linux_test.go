package window

import (
	"encoding/binary"
	"errors"
	"image"
	"os"
	"slices"
	"testing"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/desktop/internal/x11"
)

// toolkit stands for the window toolkit of this program: it makes plain windows that name this process.
type toolkit struct {
	t    *testing.T
	conn *x11.Conn
	s    *xSystem
}

func start(t *testing.T) (*desktoptest.XServer, *toolkit) {
	t.Helper()
	return startOn(t, desktoptest.XOptions{Width: 1000, Height: 700, WindowManager: true})
}

func startOn(t *testing.T, options desktoptest.XOptions) (*desktoptest.XServer, *toolkit) {
	t.Helper()
	x := desktoptest.StartX(t, options)
	opened, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := x11.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = conn.Close(), opened.Close() })
	return x, &toolkit{t: t, conn: conn, s: opened.(*xSystem)}
}

func (k *toolkit) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// window makes a window that is not shown yet.
func (k *toolkit) window(title string, place image.Rectangle) xproto.Window {
	k.t.Helper()
	w, err := xproto.NewWindowId(k.conn.Conn)
	k.must(err)
	k.must(xproto.CreateWindowChecked(k.conn.Conn, k.conn.Screen.RootDepth, w, k.conn.Root(), int16(place.Min.X), int16(place.Min.Y),
		uint16(place.Dx()), uint16(place.Dy()), 0, xproto.WindowClassInputOutput, k.conn.Screen.RootVisual,
		xproto.CwBackPixel, []uint32{k.conn.Screen.WhitePixel}).Check())
	k.must(k.s.setWords(w, k.s.atoms.pid, xproto.AtomCardinal, []uint32{uint32(os.Getpid())}))
	text := []byte(title)
	k.must(xproto.ChangePropertyChecked(k.conn.Conn, xproto.PropModeReplace, w, xproto.AtomWmName, xproto.AtomString, 8,
		uint32(len(text)), text).Check())
	// Size hints that name a place make window managers respect it.
	const userPlace, sizeWords = 1, 18
	hints := make([]byte, 4*sizeWords)
	binary.LittleEndian.PutUint32(hints, userPlace)
	k.must(xproto.ChangePropertyChecked(k.conn.Conn, xproto.PropModeReplace, w, xproto.AtomWmNormalHints, xproto.AtomWmSizeHints, 32,
		sizeWords, hints).Check())
	return w
}

// show shows a window and waits until the window manager has done its part.
func (k *toolkit) show(w xproto.Window) {
	k.t.Helper()
	k.must(xproto.MapWindowChecked(k.conn.Conn, w).Check())
	desktoptest.Eventually(k.t, "a window", func() bool {
		seen, err := xproto.GetWindowAttributes(k.conn.Conn, w).Reply()
		managed, _ := k.s.words(w, k.s.atoms.wState, 1)
		return err == nil && seen.MapState == xproto.MapStateViewable && len(managed) == 1
	})
}

func (k *toolkit) ownAt(x, y int) bool {
	k.t.Helper()
	own, err := k.s.OwnAt(image.Pt(x, y))
	k.must(err)
	return own
}

func (k *toolkit) ownFocus() bool {
	k.t.Helper()
	own, err := k.s.OwnFocus()
	k.must(err)
	return own
}

// foreign shows a terminal in front of everything and gives it the focus.
func foreign(x *desktoptest.XServer, geometry string) {
	x.Start("xterm", "-geometry", geometry, "-title", "foreign", "-e", "sleep", "1000")
	x.Run("xdotool", "windowactivate", "--sync", x.Window("foreign"))
}

// TestOwnWindows is requirement R29: wherever a window of ours is on top, frame included, and whenever it has the focus, it is
// known as ours, and only then.
func TestOwnWindows(t *testing.T) {
	x, k := start(t)
	if k.ownAt(300, 300) || k.ownFocus() {
		t.Fatal("the empty desktop is ours")
	}
	w := k.window("ours", image.Rect(200, 200, 500, 400))
	k.show(w)
	bounds, err := k.s.Bounds(Handle(w))
	k.must(err)
	if bounds.Size() != image.Pt(300, 200) {
		t.Fatalf("the window is at %v", bounds)
	}
	inside, title := bounds.Min.Add(image.Pt(10, 10)), bounds.Min.Sub(image.Pt(-100, 10))
	desktoptest.Eventually(t, "our window on top", func() bool { return k.ownAt(inside.X, inside.Y) })
	if !k.ownAt(title.X, title.Y) {
		t.Error("the title bar is not ours")
	}
	if k.ownAt(bounds.Max.X+50, bounds.Max.Y+50) {
		t.Error("the desktop beside the window is ours")
	}
	x.Run("xdotool", "windowactivate", "--sync", x.Window("ours"))
	desktoptest.Eventually(t, "our focus", k.ownFocus)

	foreign(x, "40x10+220+220")
	desktoptest.Eventually(t, "the foreign window on top", func() bool { return !k.ownAt(bounds.Min.X+60, bounds.Min.Y+60) })
	desktoptest.Eventually(t, "the foreign focus", func() bool { return !k.ownFocus() })

	k.must(k.s.SetAbove(Handle(w), true))
	desktoptest.Eventually(t, "our window above all", func() bool { return k.ownAt(bounds.Min.X+60, bounds.Min.Y+60) })
	k.must(xproto.DestroyWindowChecked(k.conn.Conn, w).Check())
	desktoptest.Eventually(t, "our window's end", func() bool { return !k.ownAt(inside.X, inside.Y) })
}

func TestPopupNeverTakesTheFocus(t *testing.T) {
	x, k := start(t)
	foreign(x, "100x40+0+0")
	w := k.window("popup", image.Rect(0, 0, 200, 80))
	k.must(k.s.MakePopup(Handle(w)))
	k.show(w)
	k.must(k.s.Move(Handle(w), image.Pt(300, 100)))
	want := image.Rect(300, 100, 500, 180)
	desktoptest.Eventually(t, "the popup at its place, without a frame", func() bool {
		bounds, err := k.s.Bounds(Handle(w))
		return err == nil && bounds == want
	})
	desktoptest.Eventually(t, "the popup above the foreign window", func() bool { return k.ownAt(310, 110) })
	if k.ownAt(290, 110) || k.ownAt(310, 90) {
		t.Error("the popup has a frame")
	}
	if k.ownFocus() {
		t.Error("the popup took the focus")
	}
	states, err := k.s.words(w, k.s.atoms.state, 64)
	k.must(err)
	for name, state := range map[string]xproto.Atom{"above": k.s.atoms.above, "skip taskbar": k.s.atoms.skipTaskbar, "skip pager": k.s.atoms.skipPager} {
		if !slices.Contains(states, uint32(state)) {
			t.Errorf("the popup lacks the state %s", name)
		}
	}
}

// TestPopupHasItsPlaceAtOnce: the window manager respects the place of a popup that was given before it appeared.
func TestPopupHasItsPlaceAtOnce(t *testing.T) {
	x, k := start(t)
	foreign(x, "100x40+0+0")
	w := k.window("popup", image.Rect(0, 0, 200, 80))
	k.must(xproto.DeletePropertyChecked(k.conn.Conn, w, xproto.AtomWmNormalHints).Check())
	k.must(k.s.MakePopup(Handle(w)))
	k.must(k.s.Move(Handle(w), image.Pt(790, 610)))
	k.show(w)
	bounds, err := k.s.Bounds(Handle(w))
	if want := image.Rect(790, 610, 990, 690); err != nil || bounds != want {
		t.Errorf("the popup is at %v, want %v: %v", bounds, want, err)
	}
}

func TestFindAndStates(t *testing.T) {
	x, k := start(t)
	foreign(x, "20x5+600+400")
	w := k.window("ours", image.Rect(10, 10, 100, 100))
	k.show(w)
	found, err := k.s.Find("ours")
	if err != nil || found != Handle(w) {
		t.Fatalf("found %#x: %v", found, err)
	}
	if _, err := k.s.Find("foreign"); !errors.Is(err, ErrNotFound) {
		t.Fatalf("a foreign window was found: %v", err)
	}
	for _, on := range []bool{true, false} {
		k.must(k.s.SetSkipTaskbar(found, on))
		k.must(k.s.SetAbove(found, on))
		desktoptest.Eventually(t, "the states", func() bool {
			states, err := k.s.words(w, k.s.atoms.state, 64)
			k.must(err)
			return slices.Contains(states, uint32(k.s.atoms.skipTaskbar)) == on && slices.Contains(states, uint32(k.s.atoms.above)) == on
		})
	}
	display := image.Rect(0, 0, 1000, 700)
	area, err := k.s.WorkArea(display)
	if err != nil || area != display {
		t.Fatalf("the work area is %v: %v", area, err)
	}
	if _, err := k.s.Bounds(4711); !errors.Is(err, ErrNotFound) {
		t.Fatalf("a window that is not there: %v", err)
	}
}

func BenchmarkOwnAt(b *testing.B) {
	desktoptest.StartX(b, desktoptest.XOptions{WindowManager: true})
	s, err := Open()
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for b.Loop() {
		if _, err := s.OwnAt(image.Pt(100, 100)); err != nil {
			b.Fatal(err)
		}
	}
}
