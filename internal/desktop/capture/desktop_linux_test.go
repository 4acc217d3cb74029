package capture_test

import (
	"context"
	"errors"
	"image"
	"testing"
	"time"

	"beside.example/internal/desktop/capture"
	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/framebuffer"
)

// waitLimit ends a test that waits for what never comes.
const waitLimit = 20 * time.Second

// ways are the two ways to take a desktop; both do all that is promised.
func ways() map[string]func() (capture.Desktop, error) {
	return map[string]func() (capture.Desktop, error){"fast": capture.Open, "portable": capture.OpenPortable}
}

// eachWay runs a test for both ways, on an X server of its own each.
func eachWay(t *testing.T, options desktoptest.XOptions, test func(t *testing.T, x *desktoptest.XServer, d capture.Desktop)) {
	for name, open := range ways() {
		t.Run(name, func(t *testing.T) {
			x := desktoptest.StartX(t, options)
			d, err := open()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { closing(t, d) })
			test(t, x, d)
		})
	}
}

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

// source opens a display, the first one for index 0.
func source(t testing.TB, d capture.Desktop, index int) (capture.Source, framebuffer.Display) {
	t.Helper()
	displays, err := d.Displays()
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Source(displays[index].ID)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closing(t, s) })
	return s, displays[index]
}

func grab(t testing.TB, s capture.Source, fb *framebuffer.Framebuffer) framebuffer.Region {
	t.Helper()
	changed, err := s.Grab(fb)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

// sameAs compares a framebuffer with the desktop, the fourth bytes apart.
func sameAs(t testing.TB, fb *framebuffer.Framebuffer, want []byte) {
	t.Helper()
	if len(fb.Pix) != len(want) {
		t.Fatalf("the picture has %d bytes, want %d", len(fb.Pix), len(want))
	}
	for i := range want {
		if i%framebuffer.BytesPerPixel != 3 && fb.Pix[i] != want[i] {
			pixel := i / framebuffer.BytesPerPixel
			t.Fatalf("pixel %d,%d differs", pixel%fb.Width, pixel/fb.Width)
		}
	}
}

func TestGrabIsTheDesktop(t *testing.T) {
	eachWay(t, desktoptest.XOptions{Width: 640, Height: 400}, func(t *testing.T, _ *desktoptest.XServer, d capture.Desktop) {
		canvas := desktoptest.NewXCanvas(t)
		s, display := source(t, d, 0)
		var fb framebuffer.Framebuffer
		canvas.Fill(image.Rect(10, 20, 300, 200), 0x123456)
		if got, want := grab(t, s, &fb).Bounds(), image.Rect(0, 0, 640, 400); got != want {
			t.Fatalf("the first grab changed %v, want %v", got, want)
		}
		sameAs(t, &fb, canvas.Pixels(display.Bounds))
		if got := grab(t, s, &fb); !got.Empty() {
			t.Fatalf("an idle display changed in %v", got)
		}
		painted := image.Rect(101, 55, 177, 99)
		canvas.Fill(painted, 0xfedcba)
		if err := s.Wait(limited(t)); err != nil {
			t.Fatal(err)
		}
		changed := grab(t, s, &fb)
		if box := changed.Bounds(); !painted.In(box) || box.Dx() > painted.Dx()+2*64 || box.Dy() > painted.Dy()+2*64 {
			t.Fatalf("changed %v, painted %v", changed, painted)
		}
		sameAs(t, &fb, canvas.Pixels(display.Bounds))
		other, err := framebuffer.New(640, 400)
		if err != nil {
			t.Fatal(err)
		}
		if got := grab(t, s, other).Bounds(); got != other.Bounds() {
			t.Fatalf("a new framebuffer changed in %v", got)
		}
		sameAs(t, other, canvas.Pixels(display.Bounds))
	})
}

func TestWaitEnds(t *testing.T) {
	eachWay(t, desktoptest.XOptions{}, func(t *testing.T, _ *desktoptest.XServer, d capture.Desktop) {
		s, _ := source(t, d, 0)
		var fb framebuffer.Framebuffer
		grab(t, s, &fb)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := s.Wait(ctx); !errors.Is(err, context.Canceled) {
			t.Fatalf("wait returned %v", err)
		}
		ended := make(chan error)
		go func() { ended <- s.Wait(context.Background()) }()
		closing(t, s)
		if err := <-ended; !errors.Is(err, capture.ErrClosed) {
			t.Fatalf("wait returned %v", err)
		}
		if _, err := s.Grab(&fb); !errors.Is(err, capture.ErrClosed) {
			t.Fatalf("grab after close returned %v", err)
		}
	})
}

// split makes two monitors out of the one of Xvfb.
func split(x *desktoptest.XServer) {
	x.Run("xrandr", "--setmonitor", "left", "400/100x300/80+0+0", "screen")
	x.Run("xrandr", "--setmonitor", "right", "240/60x400/80+400+0", "none")
}

// mustWaitFor checks that everybody who waits is told of a change of the displays, and whoever asks only afterwards, whatever others
// have been told meanwhile.
func mustWaitFor(t *testing.T, d capture.Desktop, change func()) {
	t.Helper()
	known, err := d.Displays()
	if err != nil {
		t.Fatal(err)
	}
	const several = 3
	told := make(chan error)
	for range several {
		go func() { told <- d.WaitArrangement(limited(t), known) }()
	}
	change()
	for range several {
		if err := <-told; err != nil {
			t.Fatal(err)
		}
		if _, err := d.Displays(); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.WaitArrangement(limited(t), known); err != nil {
		t.Fatal(err)
	}
}

func TestSeveralDisplays(t *testing.T) {
	eachWay(t, desktoptest.XOptions{Width: 640, Height: 400}, func(t *testing.T, x *desktoptest.XServer, d capture.Desktop) {
		canvas := desktoptest.NewXCanvas(t)
		mustWaitFor(t, d, func() { split(x) })
		desktoptest.Eventually(t, "two displays", func() bool {
			displays, err := d.Displays()
			return err == nil && len(displays) == 2
		})
		canvas.Fill(image.Rect(0, 0, 640, 400), 0x0a0b0c)
		canvas.Fill(image.Rect(410, 10, 430, 390), 0xff8800)
		for i, want := range []image.Rectangle{image.Rect(0, 0, 400, 300), image.Rect(400, 0, 640, 400)} {
			s, display := source(t, d, i)
			if display.Bounds != want || display.Primary != (i == 0) {
				t.Fatalf("display %d is %+v", i, display)
			}
			var fb framebuffer.Framebuffer
			grab(t, s, &fb)
			if s.Size() != want.Size() {
				t.Fatalf("display %d has the size %v", i, s.Size())
			}
			sameAs(t, &fb, canvas.Pixels(want))
			canvas.Fill(want, 0x00ff00)
			if err := s.Wait(limited(t)); err != nil {
				t.Fatal(err)
			}
			grab(t, s, &fb)
			sameAs(t, &fb, canvas.Pixels(want))
		}
		if _, err := d.Source(4711); !errors.Is(err, capture.ErrNoDisplay) {
			t.Fatalf("a display that is not there: %v", err)
		}
	})
}

func TestDisplayChangesItsSize(t *testing.T) {
	for name, open := range ways() {
		t.Run(name, func(t *testing.T) {
			x := desktoptest.StartX(t, desktoptest.XOptions{}).Nest(800, 600)
			d, err := open()
			if err != nil {
				t.Fatal(err)
			}
			defer closing(t, d)
			canvas := desktoptest.NewXCanvas(t)
			s, _ := source(t, d, 0)
			var fb framebuffer.Framebuffer
			grab(t, s, &fb)
			for _, size := range []image.Point{{640, 480}, {1000, 700}} {
				x.Resize(size.X, size.Y)
				if name == "portable" {
					// Xephyr measures its monitor only when somebody asks for its modes, which the library does not.
					x.Run("xrandr")
				}
				for s.Size() != size {
					if err := s.Wait(limited(t)); err != nil {
						t.Fatal(err)
					}
					grab(t, s, &fb)
				}
				if fb.Bounds().Max != size {
					t.Fatalf("the framebuffer has %d × %d pixels", fb.Width, fb.Height)
				}
				canvas.Fill(image.Rectangle{Min: size.Sub(image.Pt(40, 40)), Max: size}, 0x777777)
				if err := s.Wait(limited(t)); err != nil {
					t.Fatal(err)
				}
				grab(t, s, &fb)
				sameAs(t, &fb, canvas.Pixels(image.Rectangle{Max: size}))
			}
		})
	}
}

func TestCursorPlace(t *testing.T) {
	eachWay(t, desktoptest.XOptions{}, func(t *testing.T, x *desktoptest.XServer, d capture.Desktop) {
		c, err := d.Cursor()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { closing(t, c) })
		if _, err := c.Next(limited(t)); err != nil {
			t.Fatal(err)
		}
		x.Run("xdotool", "mousemove", "321", "123")
		state, err := c.Next(limited(t))
		if err != nil {
			t.Fatal(err)
		}
		if state.Position != image.Pt(321, 123) || state.Shape == nil {
			t.Fatalf("the pointer is %+v", state)
		}
		warped := make(chan framebuffer.CursorState)
		go func() {
			state, err := c.Next(limited(t))
			if err != nil {
				t.Error(err)
			}
			warped <- state
		}()
		desktoptest.NewXCanvas(t).Warp(image.Pt(40, 50))
		if state := <-warped; state.Position != image.Pt(40, 50) {
			t.Fatalf("the pointer is %+v", state)
		}
		ended := make(chan error)
		go func() {
			_, err := c.Next(context.Background())
			ended <- err
		}()
		closing(t, c)
		if err := <-ended; !errors.Is(err, capture.ErrClosed) {
			t.Fatalf("next returned %v", err)
		}
	})
}

func TestCursorShape(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{})
	canvas := desktoptest.NewXCanvas(t)
	d, err := capture.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, d)
	c, err := d.Cursor()
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, c)
	next := func() *framebuffer.Cursor {
		t.Helper()
		state, err := c.Next(limited(t))
		if err != nil {
			t.Fatal(err)
		}
		return state.Shape
	}
	next()
	const pencil, cross = 86, 34
	canvas.Cursor(pencil)
	first := next()
	canvas.Cursor(cross)
	second := next()
	if first == nil || second == nil || first.Serial >= second.Serial {
		t.Fatalf("the shapes are %+v and %+v", first, second)
	}
	if len(first.Pix) != first.Width*first.Height*4 || !first.Hotspot.In(image.Rect(0, 0, first.Width, first.Height)) {
		t.Fatalf("the shape is %+v", first)
	}
}

func TestServerDies(t *testing.T) {
	x := desktoptest.StartX(t, desktoptest.XOptions{})
	d, err := capture.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, d)
	s, _ := source(t, d, 0)
	var fb framebuffer.Framebuffer
	grab(t, s, &fb)
	ended := make(chan error)
	go func() { ended <- s.Wait(limited(t)) }()
	x.Kill()
	if err := <-ended; !errors.Is(err, capture.ErrClosed) {
		t.Fatalf("wait returned %v", err)
	}
	if _, err := d.Displays(); !errors.Is(err, capture.ErrClosed) {
		t.Fatalf("displays returned %v", err)
	}
}
