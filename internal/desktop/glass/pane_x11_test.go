//go:build linux && !wayland

package glass

import (
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/desktop/internal/x11"
	"beside.example/internal/framebuffer"
)

// onRoot is a window of Fyne's whose pixels are the desktop's root window, or none at all.
type onRoot struct {
	fyne.Window
	handle uintptr
}

var _ driver.NativeWindow = onRoot{}

func (w onRoot) RunNative(f func(context any)) { f(driver.X11WindowContext{WindowHandle: w.handle}) }

// newOnRoot returns the window, and what looks at its pixels.
func newOnRoot(t testing.TB, options desktoptest.XOptions) (onRoot, *x11.Conn) {
	t.Helper()
	desktoptest.StartX(t, options)
	test.NewTempApp(t)
	conn, err := x11.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return onRoot{test.NewTempWindow(t, canvas.NewRectangle(nil)), uintptr(conn.Root())}, conn
}

// picture returns pixels whose colours tell their places.
func picture(t testing.TB, width, height int) *framebuffer.Framebuffer {
	t.Helper()
	fb, err := framebuffer.New(width, height)
	if err != nil {
		t.Fatal(err)
	}
	for y := range height {
		row := fb.Row(y, 0, width)
		for x := range width {
			row[4*x], row[4*x+1], row[4*x+2] = byte(x), byte(y), byte(x>>8|y>>8<<4)
		}
	}
	return fb
}

// mustShow wants pixels at a place of the desktop.
func mustShow(t *testing.T, conn *x11.Conn, want *framebuffer.Framebuffer, at image.Point) {
	t.Helper()
	shows := func() bool {
		const allPlanes = 0xffffffff
		reply, err := xproto.GetImage(conn.Conn, xproto.ImageFormatZPixmap, xproto.Drawable(conn.Root()),
			int16(at.X), int16(at.Y), uint16(want.Width), uint16(want.Height), allPlanes).Reply()
		if err != nil {
			t.Fatal(err)
		}
		for i := 3; i < len(reply.Data); i += 4 {
			reply.Data[i] = want.Pix[i] // without meaning
		}
		return slices.Equal(reply.Data, want.Pix)
	}
	desktoptest.Eventually(t, "the picture in the window", shows) // nobody waits for the server
}

// paint paints all of some pixels.
func paint(g *Glass, pixels *framebuffer.Framebuffer, at image.Point) bool {
	return g.Paint(pixels, pixels.Bounds(), at)
}

// small is a desktop that is soon compared.
var small = desktoptest.XOptions{Width: 400, Height: 300}

func TestPaint(t *testing.T) { testPaint(t, small) }

// TestPaintWithoutSharedMemory is a server on another machine, or one that belongs to another user.
func TestPaintWithoutSharedMemory(t *testing.T) {
	without := small
	without.Without = []string{"MIT-SHM"}
	testPaint(t, without)
}

func testPaint(t *testing.T, options desktoptest.XOptions) {
	w, conn := newOnRoot(t, options)
	g := New(w)
	defer g.Close()
	if !g.Works() {
		t.Fatal("the window cannot be painted on")
	}
	icon, at := picture(t, 17, 5), image.Pt(201, 33)
	if !paint(g, icon, at) {
		t.Fatal("the picture does not get there")
	}
	mustShow(t, conn, icon, at)
	large := picture(t, 400, 300) // more than one request carries
	if !paint(g, large, image.Point{}) {
		t.Fatal("the large picture does not get there")
	}
	mustShow(t, conn, large, image.Point{})
	part := image.Rect(40, 30, 43, 37) // whose rows have gaps between them
	if !g.Paint(large, part, image.Pt(7, 9)) {
		t.Fatal("a part of the picture does not get there")
	}
	some := &framebuffer.Framebuffer{Width: part.Dx(), Height: part.Dy()}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		some.Pix = append(some.Pix, large.Row(y, part.Min.X, part.Max.X)...)
	}
	mustShow(t, conn, some, image.Pt(7, 9))
}

// TestPaintRoundTheSharedMemory paints more than it holds: what is painted over is what the server has read.
func TestPaintRoundTheSharedMemory(t *testing.T) {
	w, conn := newOnRoot(t, small)
	g := New(w)
	defer g.Close()
	odd, even := picture(t, 399, 299), picture(t, 400, 300)
	slices.Reverse(odd.Pix)
	for painted := 0; painted < 3*sharedBytes; painted += len(odd.Pix) + len(even.Pix) {
		if !paint(g, odd, image.Point{}) || !paint(g, even, image.Point{}) {
			t.Fatal("a picture does not get there")
		}
	}
	mustShow(t, conn, even, image.Point{})
}

// TestNothingIsPaintedUnderAnOverlay: it would come to lie above.
func TestNothingIsPaintedUnderAnOverlay(t *testing.T) {
	w, _ := newOnRoot(t, small)
	g := New(w)
	defer g.Close()
	over := widget.NewModalPopUp(widget.NewLabel("a menu"), w.Canvas())
	over.Show()
	if paint(g, picture(t, 8, 8), image.Point{}) {
		t.Error("painted above an overlay")
	}
	if !g.Works() {
		t.Error("an overlay breaks the glass")
	}
	over.Hide()
	if !paint(g, picture(t, 8, 8), image.Point{}) {
		t.Error("nothing is painted after the overlay has gone")
	}
}

// TestKeep: what another window uncovers need not be painted anew.
func TestKeep(t *testing.T) {
	w, conn := newOnRoot(t, small)
	window, err := xproto.NewWindowId(conn.Conn)
	if err != nil {
		t.Fatal(err)
	}
	screen := conn.Screen
	xproto.CreateWindow(conn.Conn, screen.RootDepth, window, screen.Root, 0, 0, 100, 100, 0, xproto.WindowClassInputOutput, screen.RootVisual, 0, nil)
	Keep(onRoot{w.Window, uintptr(window)})
	attributes, err := xproto.GetWindowAttributes(conn.Conn, window).Reply()
	if err != nil {
		t.Fatal(err)
	}
	if attributes.BackingStore != xproto.BackingStoreWhenMapped {
		t.Errorf("the system was asked to keep %d", attributes.BackingStore)
	}
	Keep(onRoot{w.Window, 0}) // nothing is asked of a window that has none of the system's
}

// TestLostWindow: what cannot be painted on, or no longer, is left to Fyne for good.
func TestLostWindow(t *testing.T) {
	w, conn := newOnRoot(t, small)
	none := New(onRoot{w.Window, 0})
	if none.Works() || paint(none, picture(t, 8, 8), image.Point{}) {
		t.Error("painted into a window without pixels")
	}
	if foreign := New(w.Window); foreign.Works() {
		t.Error("a window that is none of the system's can be painted on")
	}
	g := New(w)
	defer g.Close()
	if !paint(g, picture(t, 8, 8), image.Point{}) {
		t.Fatal("the picture does not get there")
	}
	pane := g.pane.(*xPane)
	if err := xproto.KillClientChecked(conn.Conn, uint32(pane.context)).Check(); err != nil {
		t.Fatal(err)
	}
	<-pane.conn.Done()
	if paint(g, picture(t, 8, 8), image.Point{}) || g.Works() {
		t.Error("painted over a connection that is lost")
	}
}

func TestClosedGlassPaintsNothing(t *testing.T) {
	w, _ := newOnRoot(t, small)
	g := New(w)
	if !paint(g, picture(t, 8, 8), image.Point{}) {
		t.Fatal("the picture does not get there")
	}
	g.Close()
	if paint(g, picture(t, 8, 8), image.Point{}) || g.Works() {
		t.Error("painted after its end")
	}
}

// BenchmarkPaint paints as large a part of a window as a terminal that scrolls. What the server does meanwhile counts, as it would wait.
func BenchmarkPaint(b *testing.B) {
	for name, without := range map[string][]string{"shared": nil, "socket": {"MIT-SHM"}} {
		b.Run(name, func(b *testing.B) {
			w, _ := newOnRoot(b, desktoptest.XOptions{Width: 1920, Height: 1080, Without: without})
			g := New(w)
			defer g.Close()
			pixels := picture(b, 1200, 900)
			b.SetBytes(int64(len(pixels.Pix)))
			b.ReportAllocs()
			for b.Loop() {
				paint(g, pixels, image.Point{})
				if _, err := xproto.GetInputFocus(g.pane.(*xPane).conn.Conn).Reply(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
