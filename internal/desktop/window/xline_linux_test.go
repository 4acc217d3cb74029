package window

import (
	"image"
	"os"
	"testing"

	"github.com/jezek/xgb/shape"
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/desktoptest"
)

// unmanaged makes a window that no window manager touches, ours or not, and shows it.
func (k *toolkit) unmanaged(in xproto.Window, place image.Rectangle, ours bool) xproto.Window {
	k.t.Helper()
	w, err := xproto.NewWindowId(k.conn.Conn)
	k.must(err)
	k.must(xproto.CreateWindowChecked(k.conn.Conn, k.conn.Screen.RootDepth, w, in, int16(place.Min.X), int16(place.Min.Y),
		uint16(place.Dx()), uint16(place.Dy()), 0, xproto.WindowClassInputOutput, k.conn.Screen.RootVisual,
		xproto.CwOverrideRedirect, []uint32{1}).Check())
	if ours {
		k.must(k.s.setWords(w, k.s.atoms.pid, xproto.AtomCardinal, []uint32{uint32(os.Getpid())}))
	}
	k.must(xproto.MapWindowChecked(k.conn.Conn, w).Check())
	return w
}

// TestUnderIsNeverOld asks for one place again and again: as soon as a change is done, the answer is the new one, although nothing is asked of
// the server twice.
func TestUnderIsNeverOld(t *testing.T) {
	_, k := startOn(t, desktoptest.XOptions{Width: 1000, Height: 700})
	root := k.conn.Root()
	at := image.Pt(60, 60)
	configure := func(w xproto.Window, mask uint16, values ...uint32) {
		k.must(xproto.ConfigureWindowChecked(k.conn.Conn, w, mask, values).Check())
	}
	var ours, cover xproto.Window
	for _, step := range []struct {
		name string
		do   func()
		want bool
	}{
		{"nothing", func() {}, false},
		{"ours comes", func() { ours = k.unmanaged(root, image.Rect(20, 20, 100, 100), true) }, true},
		{"a cover comes", func() { cover = k.unmanaged(root, image.Rect(20, 20, 100, 100), false) }, false},
		{"ours is raised", func() { configure(ours, xproto.ConfigWindowStackMode, xproto.StackModeAbove) }, true},
		{"ours is lowered", func() { configure(ours, xproto.ConfigWindowStackMode, xproto.StackModeBelow) }, false},
		{"the cover moves away", func() { configure(cover, xproto.ConfigWindowX, 500) }, true},
		{"the cover comes back", func() { configure(cover, xproto.ConfigWindowX, 20) }, false},
		{"the cover shrinks", func() { configure(cover, xproto.ConfigWindowWidth|xproto.ConfigWindowHeight, 30, 30) }, true},
		{"the cover grows", func() { configure(cover, xproto.ConfigWindowWidth|xproto.ConfigWindowHeight, 80, 80) }, false},
		{"the cover is hidden", func() { k.must(xproto.UnmapWindowChecked(k.conn.Conn, cover).Check()) }, true},
		{"ours is put into the cover", func() { k.must(xproto.ReparentWindowChecked(k.conn.Conn, ours, cover, 0, 0).Check()) }, false},
		{"which is shown, as ours by that", func() { k.must(xproto.MapWindowChecked(k.conn.Conn, cover).Check()) }, true},
		{"ours is taken out", func() { k.must(xproto.ReparentWindowChecked(k.conn.Conn, ours, root, 300, 300).Check()) }, false},
		{"the cover goes", func() { k.must(xproto.DestroyWindowChecked(k.conn.Conn, cover).Check()) }, false},
		{"ours comes to the place", func() { configure(ours, xproto.ConfigWindowX|xproto.ConfigWindowY, 20, 20) }, true},
		{"ours goes", func() { k.must(xproto.DestroyWindowChecked(k.conn.Conn, ours).Check()) }, false},
	} {
		step.do()
		// The server tells everybody before it takes another request.
		_, err := xproto.GetInputFocus(k.conn.Conn).Reply()
		k.must(err)
		for range 2 {
			if got := k.ownAt(at.X, at.Y); got != step.want {
				t.Errorf("%s: ours is %v, want %v", step.name, got, step.want)
			}
		}
	}
}

// TestUnderIsAskedOnce checks that a press after a move costs no question, and that another shape, of which nobody is told, is found out.
func TestUnderIsAskedOnce(t *testing.T) {
	_, k := startOn(t, desktoptest.XOptions{Width: 1000, Height: 700})
	k.unmanaged(k.conn.Root(), image.Rect(20, 20, 100, 100), true)
	cover := k.unmanaged(k.conn.Root(), image.Rect(20, 20, 100, 100), false)
	_, err := xproto.GetInputFocus(k.conn.Conn).Reply()
	k.must(err)
	if k.ownAt(60, 60) {
		t.Fatal("ours is under the cover")
	}
	k.must(shape.Init(k.conn.Conn))
	k.must(shape.RectanglesChecked(k.conn.Conn, shape.SoSet, shape.SkBounding, 0, cover, 0, 0, []xproto.Rectangle{{Width: 1, Height: 1}}).Check())
	if k.ownAt(60, 60) {
		t.Error("the server was asked again")
	}
	k.s.mu.Lock()
	k.s.last.asked = k.s.last.asked.Add(-underFor)
	k.s.mu.Unlock()
	if !k.ownAt(60, 60) {
		t.Error("what was asked long ago still holds")
	}
}

// TestOwnFocusIsRemembered has the focus go to and fro between a window inside ours and a foreign one.
func TestOwnFocusIsRemembered(t *testing.T) {
	_, k := startOn(t, desktoptest.XOptions{Width: 1000, Height: 700})
	root := k.conn.Root()
	ours := k.unmanaged(root, image.Rect(20, 20, 100, 100), true)
	inside := k.unmanaged(ours, image.Rect(0, 0, 50, 50), false)
	foreign := k.unmanaged(root, image.Rect(200, 20, 300, 100), false)
	for range 3 {
		for w, want := range map[xproto.Window]bool{ours: true, inside: true, foreign: false, root: false} {
			k.must(xproto.SetInputFocusChecked(k.conn.Conn, xproto.InputFocusPointerRoot, w, xproto.TimeCurrentTime).Check())
			if got := k.ownFocus(); got != want {
				t.Errorf("window %#x has the focus, ours is %v", w, got)
			}
		}
	}
	k.must(xproto.ReparentWindowChecked(k.conn.Conn, inside, root, 400, 20).Check())
	k.must(xproto.SetInputFocusChecked(k.conn.Conn, xproto.InputFocusPointerRoot, inside, xproto.TimeCurrentTime).Check())
	_, err := xproto.GetInputFocus(k.conn.Conn).Reply()
	k.must(err)
	if k.ownFocus() {
		t.Error("what was inside ours is still ours")
	}
}
