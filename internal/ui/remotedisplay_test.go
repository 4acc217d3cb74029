package ui

import (
	"fmt"
	"image"
	"math/rand/v2"
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"beside.example/internal/framebuffer"
)

// record notes what a display sends.
type record struct{ log []string }

func (r *record) note(format string, args ...any) {
	r.log = append(r.log, fmt.Sprintf(format, args...))
}
func (r *record) Move(x, y int)               { r.note("move %d,%d", x, y) }
func (r *record) Button(b uint8, down bool)   { r.note("button %d %v", b, down) }
func (r *record) Wheel(dx, dy int)            { r.note("wheel %d,%d", dx, dy) }
func (r *record) Key(usage uint16, down bool) { r.note("key %#02x %v", usage, down) }
func (r *record) Text(s string)               { r.note("text %s", s) }
func (r *record) ReleaseAll()                 { r.note("release all") }

func (r *record) take() []string {
	log := r.log
	r.log = nil
	return log
}

func (r *record) expect(t *testing.T, want ...string) {
	t.Helper()
	if got := r.take(); !reflect.DeepEqual(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
}

func newTestDisplay(t *testing.T, width, height int) (*RemoteDisplay, *still, *record, fyne.Window) {
	t.Helper()
	newApp(t, ForAgent)
	picture := newStill(t, width, height)
	d := NewRemoteDisplay(picture)
	d.Reload()
	w := show(t, d, 640, 480)
	r := &record{}
	d.SetInput(r)
	r.take()
	return d, picture, r, w
}

func TestToRGBA(t *testing.T) {
	for pixels := range 20 {
		src, want := make([]byte, 4*pixels), make([]byte, 4*pixels)
		for i := range src {
			src[i] = byte(rand.Uint32())
		}
		for i := 0; i < len(src); i += 4 {
			want[i], want[i+1], want[i+2], want[i+3] = src[i+2], src[i+1], src[i], 0xff
		}
		got := make([]byte, len(src))
		swapRedBlue(got, src)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%d pixels: % x, want % x", pixels, got, want)
		}
	}
}

func BenchmarkToRGBA(b *testing.B) {
	const size = 1920 * 1080 * 4
	dst, src := make([]byte, size), make([]byte, size)
	b.SetBytes(size)
	for b.Loop() {
		swapRedBlue(dst, src)
	}
}

func TestDisplayShowsThePicture(t *testing.T) {
	d, picture, _, _ := newTestDisplay(t, 600, 300)
	if n := len(d.picture.tiles); n != 6 {
		t.Fatalf("%d tiles for 600 × 300, want 6", n)
	}
	at := image.Pt(599, 299)
	picture.set(at, 1, 2, 3)
	picture.set(image.Pt(0, 0), 9, 9, 9)
	before := d.picture.tiles[0].pixels.Pix[0]
	d.Update(framebuffer.Region{image.Rect(590, 290, 700, 400)})
	tile := d.picture.tiles[5]
	if got := tile.pixels.RGBAAt(at.X-tile.bounds.Min.X, at.Y-tile.bounds.Min.Y); got.R != 3 || got.G != 2 || got.B != 1 || got.A != 255 {
		t.Errorf("the pixel is %v", got)
	}
	if d.picture.tiles[0].pixels.Pix[0] != before {
		t.Error("a tile outside the region was taken")
	}
	picture.fb, _ = framebuffer.New(100, 50)
	d.Update(framebuffer.Region{image.Rect(0, 0, 10, 10)})
	if d.PictureSize() != image.Pt(100, 50) || len(d.picture.tiles) != 1 {
		t.Errorf("after a change of size: %v, %d tiles", d.PictureSize(), len(d.picture.tiles))
	}
	picture.fb = nil
	d.Update(framebuffer.Region{image.Rect(0, 0, 10, 10)})
	if d.PictureSize() != (image.Point{}) {
		t.Error("a picture that is gone is still shown")
	}
}

// TestPixelAt holds the pointer's place against the pixels at every scale: where a pixel of ours lies, and nowhere else.
func TestPixelAt(t *testing.T) {
	for _, c := range []struct {
		picture image.Point
		room    image.Point
		scale   Scale
		canvas  float32
	}{
		{image.Pt(1920, 1080), image.Pt(1280, 720), Fit, 1},
		{image.Pt(1920, 1080), image.Pt(1277, 713), Fit, 1},
		{image.Pt(1920, 1080), image.Pt(1920, 1080), Fit, 1},
		{image.Pt(800, 600), image.Pt(1920, 1080), Fit, 1},
		{image.Pt(1920, 1080), image.Pt(900, 500), OneToOne, 1},
		{image.Pt(1366, 768), image.Pt(1600, 900), Fit, 1.25},
		{image.Pt(3840, 2160), image.Pt(2560, 1440), Fit, 2},
		{image.Pt(3840, 2160), image.Pt(2560, 1440), OneToOne, 2},
		{image.Pt(1, 1), image.Pt(500, 500), Fit, 1},
		{image.Pt(16384, 16), image.Pt(700, 500), Fit, 1.5},
	} {
		_, shown := placePicture(c.picture, c.room, c.scale)
		size := fyne.NewSize(float32(shown.X)/c.canvas, float32(shown.Y)/c.canvas)
		for x := range shown.X {
			want := (2*x + 1) * c.picture.X / (2 * shown.X)
			if got := pixelAt(fyne.NewPos(float32(x)/c.canvas, 0), size, c.picture, c.canvas); got.X != want {
				t.Fatalf("%+v: our pixel %d is on %d, want %d", c, x, got.X, want)
			}
		}
		for y := range shown.Y {
			want := (2*y + 1) * c.picture.Y / (2 * shown.Y)
			if got := pixelAt(fyne.NewPos(0, float32(y)/c.canvas), size, c.picture, c.canvas); got.Y != want {
				t.Fatalf("%+v: our pixel row %d is on %d, want %d", c, y, got.Y, want)
			}
		}
		outside := pixelAt(fyne.NewPos(-5, size.Height+5), size, c.picture, c.canvas)
		if outside != image.Pt(0, c.picture.Y-1) {
			t.Errorf("%+v: outside is %v", c, outside)
		}
	}
}

func TestDisplaySendsThePointer(t *testing.T) {
	d, _, r, _ := newTestDisplay(t, 1280, 960) // shown at half its size
	mouse := func(x, y float32, b desktop.MouseButton) *desktop.MouseEvent {
		return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Button: b}
	}
	p := d.picture
	p.MouseIn(mouse(10, 10, 0))
	p.MouseMoved(mouse(10, 10, 0))
	r.expect(t, "move 21,21")
	p.MouseDown(mouse(10, 10, desktop.MouseButtonPrimary))
	p.MouseUp(mouse(10, 10, desktop.MouseButtonPrimary))
	r.expect(t, "button 1 true", "button 1 false")
	p.MouseDown(mouse(11, 10, desktop.MouseButtonSecondary))
	p.MouseOut()
	r.expect(t, "move 23,21", "button 3 true", "button 3 false")
	p.MouseDown(mouse(11, 10, desktop.MouseButtonPrimary))
	p.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(-50, 9999)}})
	p.MouseOut()
	p.DragEnd()
	r.expect(t, "button 1 true", "move 0,959", "button 1 false")
	p.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(0, 479)}, Scrolled: fyne.NewDelta(0, -25)})
	p.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(0, 479)}, Scrolled: fyne.NewDelta(0.1, 0)})
	p.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(0, 479)}, Scrolled: fyne.NewDelta(2.4, 0)})
	r.expect(t, "move 1,959", "wheel 0,120", "wheel -12,0")
}

func key(name fyne.KeyName, code int) *fyne.KeyEvent {
	return &fyne.KeyEvent{Name: name, Physical: fyne.HardwareKey{ScanCode: code}}
}

func TestDisplaySendsKeys(t *testing.T) {
	d, _, r, w := newTestDisplay(t, 640, 480)
	w.Canvas().Focus(d)
	if !d.Captured() || !d.rings[0].Visible() {
		t.Fatal("the focus does not take the keys, or does not show it")
	}
	a := &fyne.KeyEvent{Name: fyne.KeyA}
	d.KeyDown(a)
	d.TypedKey(a)
	d.TypedRune('a')
	d.TypedRune('a') // held: the other side repeats by itself
	d.KeyUp(a)
	r.expect(t, "key 0x04 true", "key 0x04 false")
	d.TypedRune('漢')
	r.expect(t, "text 漢")
	unknown := &fyne.KeyEvent{Name: fyne.KeyUnknown}
	d.KeyDown(unknown)
	d.TypedRune('ß')
	d.KeyUp(unknown)
	r.expect(t, "text ß")
	left := &fyne.KeyEvent{Name: fyne.KeyLeft}
	d.KeyDown(left)
	d.KeyUp(left)
	d.TypedRune('é') // from an on-screen keyboard, after a key that types nothing
	r.expect(t, "key 0x50 true", "key 0x50 false", "text é")
	d.KeyUp(a)
	r.expect(t)
	if !d.AcceptsTab() {
		t.Error("Tab leaves a display that takes every key")
	}
}

func TestRightControlFreesTheKeys(t *testing.T) {
	d, _, r, w := newTestDisplay(t, 640, 480)
	var captured []bool
	var free []fyne.KeyName
	d.OnCaptured = func(c bool) { captured = append(captured, c) }
	d.OnFreeKey = func(k fyne.KeyName) { free = append(free, k) }
	w.Canvas().Focus(d)
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	right := &fyne.KeyEvent{Name: desktop.KeyControlRight}
	d.KeyDown(shift)
	d.KeyDown(right)
	d.TypedKey(right)
	d.KeyUp(right)
	d.KeyUp(shift)
	r.expect(t, "key 0xe1 true", "release all")
	f11 := &fyne.KeyEvent{Name: fyne.KeyF11}
	d.KeyDown(f11)
	d.TypedKey(f11)
	d.KeyUp(f11)
	d.TypedRune('0')
	r.expect(t)
	if d.AcceptsTab() || d.Captured() {
		t.Error("the keys are not free")
	}
	d.KeyDown(right)
	r.take()
	d.KeyDown(f11)
	r.expect(t, "key 0x44 true")
	if want := []bool{true, false, true}; !reflect.DeepEqual(captured, want) {
		t.Errorf("told %v, want %v", captured, want)
	}
	if !reflect.DeepEqual(free, []fyne.KeyName{fyne.KeyF11}) {
		t.Errorf("free keys %v", free)
	}
}

func TestDisplayReleasesEverything(t *testing.T) {
	d, _, r, w := newTestDisplay(t, 640, 480)
	w.Canvas().Focus(d)
	d.KeyDown(&fyne.KeyEvent{Name: fyne.KeyA})
	r.take()
	w.Canvas().Unfocus()
	r.expect(t, "release all")
	if d.rings[0].Visible() || d.Captured() {
		t.Error("a display without the focus shows that it has it")
	}
	w.Canvas().Focus(d)
	d.SetInput(nil)
	r.expect(t, "release all")
	d.KeyDown(&fyne.KeyEvent{Name: fyne.KeyA})
	test.Scroll(w.Canvas(), fyne.NewPos(100, 100), 0, 25)
	r.expect(t)
}

func TestCursorIsDrawnWhereWeDidNotSendIt(t *testing.T) {
	d, _, _, _ := newTestDisplay(t, 640, 480)
	c := d.picture.cursor
	d.MoveCursor(image.Pt(10, 10))
	if c.shown.Visible() {
		t.Error("a cursor without a shape")
	}
	d.ShapeCursor(&framebuffer.Cursor{Width: 2, Height: 2, Hotspot: image.Pt(1, 1), Pix: make([]byte, 16)})
	if !c.shown.Visible() || c.shown.Position() != fyne.NewPos(9, 9) {
		t.Errorf("visible %v at %v, want at 9, 9", c.shown.Visible(), c.shown.Position())
	}
	d.picture.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, 60)}})
	d.MoveCursor(image.Pt(50, 60))
	if c.shown.Visible() {
		t.Error("our own pointer is drawn twice")
	}
	d.MoveCursor(image.Pt(300, 200)) // the person there moved it
	if !c.shown.Visible() {
		t.Error("the person's own move is not drawn")
	}
	d.ShapeCursor(&framebuffer.Cursor{Width: 200, Height: 200, Pix: make([]byte, 16)})
	if c.shown.Visible() {
		t.Error("a shape without its pixels is drawn")
	}
}

func TestUsages(t *testing.T) {
	for _, c := range []struct {
		system string
		key    *fyne.KeyEvent
		want   uint16
	}{
		{"linux", key(fyne.KeyQ, 38), 0x04}, // on a French keyboard the place of A says Q
		{"linux", key("", 9), 0x29},
		{"linux", key("", 36), 0x28},
		{"linux", key("", 104), 0x58},
		{"linux", key("", 94), 0x64},
		{"linux", key("", 105), 0xe4},
		{"linux", key("", 133), 0xe3},
		{"linux", key("", 51), 0x31},
		{"linux", key("", 108), 0xe6},
		{"linux", key(fyne.KeyF5, 0), 0x3e},
		{"linux", key("", 0), 0},
		{"linux", key("", 9999), 0},
		{"linux", key("", -3), 0},
		{"windows", key("", 0x1e), 0x04},
		{"windows", key("", 0x11d), 0xe4},
		{"windows", key("", 0x14b), 0x50},
		{"windows", key("", 0x4b), 0x5c},
		{"windows", key("", 0x45), 0x48},
		{"windows", key("", 0x145), 0x53},
		{"windows", key("", 0x15b), 0xe3},
		{"windows", key("", 0x57), 0x44},
		{"windows", key("", 0x56), 0x64},
		{"darwin", key("", 0x24), 0x28},
		{"darwin", key("", 0x37), 0xe3},
		{"darwin", key(fyne.KeyA, 0x00), 0x04},
	} {
		if got := usageFor(c.system, c.key); got != c.want {
			t.Errorf("%s: %+v is usage %#x, want %#x", c.system, *c.key, got, c.want)
		}
	}
}

func TestScaleOneToOne(t *testing.T) {
	d, _, _, w := newTestDisplay(t, 1280, 960)
	if d.Percent() != 50 {
		t.Errorf("fit shows %d %%, want 50", d.Percent())
	}
	d.SetScale(OneToOne)
	if d.Percent() != 100 || d.picture.Size() != fyne.NewSize(1280, 960) {
		t.Errorf("one to one shows %d %%, %v", d.Percent(), d.picture.Size())
	}
	d.SetInput(nil)
	test.Scroll(w.Canvas(), fyne.NewPos(100, 100), 0, -50)
	if d.scroll.Offset.Y != 50 {
		t.Errorf("the wheel scrolled to %v", d.scroll.Offset)
	}
}
