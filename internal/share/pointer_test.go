package share_test

import (
	"context"
	"errors"
	"image"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/internal/share/sharetest"
	"beside.example/internal/view"
)

func shape(serial uint32, side int) *framebuffer.Cursor {
	return &framebuffer.Cursor{Serial: serial, Width: side, Height: side, Hotspot: image.Pt(side-1, 0), Pix: make([]byte, side*side*4)}
}

// follow joins a Pointer to a viewer, and counts the bytes between them.
func follow(t *testing.T, p *share.Pointer) (w *watcher, sent *int, stop func()) {
	t.Helper()
	w, sent = &watcher{}, new(int)
	viewer := view.NewScreen(view.ScreenConfig{Listener: w})
	near, far := net.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 2)
	go func() {
		done <- p.Serve(ctx, &tampered{Conn: near, change: func(b []byte) { *sent += len(b) }})
	}()
	go func() { done <- viewer.ServeCursor(ctx, far) }()
	synctest.Wait()
	return w, sent, func() {
		cancel()
		for range 2 {
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}
		viewer.Close()
	}
}

// settle lets a second pass, and everything happen that happens in it.
func settle() {
	time.Sleep(time.Second)
	synctest.Wait()
}

func TestPointer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := sharetest.NewCursor()
		p := share.NewPointer(source)
		p.SetDisplay(image.Rect(1000, 0, 2000, 500))
		w, sent, stop := follow(t, p)
		arrow, hand := shape(1, 32), shape(2, 16)
		set := func(at image.Point, c *framebuffer.Cursor) {
			source.Set(framebuffer.CursorState{Position: at, Shape: c})
			settle()
		}
		set(image.Pt(1010, 20), arrow)
		first := *sent
		set(image.Pt(900, 20), arrow)
		set(image.Pt(1010, 20), hand)
		set(image.Pt(1010, 20), arrow)
		set(image.Pt(1010, 20), nil)
		if *sent-first > 2000 {
			t.Fatalf("%d bytes: shapes were sent twice", *sent-first)
		}
		if len(w.at) != 6 || w.at[1] != image.Pt(10, 20) || w.at[2] != image.Pt(-100, 20) {
			t.Fatalf("places %v", w.at)
		}
		if len(w.shapes) != 4 || w.shapes[0].Serial != 1 || w.shapes[0].Hotspot != image.Pt(31, 0) || w.shapes[1].Width != 16 ||
			w.shapes[2] != w.shapes[0] || w.shapes[3] != nil {
			t.Fatalf("shapes %v", w.shapes)
		}
		stop()
		// A new viewer learns the present state, although the source tells nothing new.
		source.Set(framebuffer.CursorState{Position: image.Pt(1001, 1), Shape: arrow})
		for range 2 {
			w, _, stop = follow(t, p)
			settle()
			if n := len(w.at); n == 0 || w.at[n-1] != image.Pt(1, 1) || len(w.shapes) != 1 || w.shapes[0].Serial != 1 {
				t.Fatalf("the new viewer saw %v, %v", w.at, w.shapes)
			}
			stop()
		}
	})
}

func TestPointerKeepsTheNewestShapes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := sharetest.NewCursor()
		w, _, stop := follow(t, share.NewPointer(source))
		defer stop()
		for round := range 3 {
			for serial := uint32(1); serial <= 40; serial++ {
				source.Set(framebuffer.CursorState{Shape: shape(serial, 2)})
				settle()
				if got := w.shapes[len(w.shapes)-1]; got == nil || got.Serial != serial {
					t.Fatalf("round %d: shape %v, want %d", round, got, serial)
				}
			}
		}
	})
}

// TestPointerPaces checks that a fast hand does not flood the connection, and that its last place arrives.
func TestPointerPaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := sharetest.NewCursor()
		w, _, stop := follow(t, share.NewPointer(source))
		defer stop()
		for i := range 1000 {
			source.Set(framebuffer.CursorState{Position: image.Pt(i, i)})
			time.Sleep(time.Millisecond)
		}
		settle()
		if n := len(w.at); n < 110 || n > 125 || w.at[n-1] != image.Pt(999, 999) {
			t.Fatalf("%d messages", n)
		}
	})
}

func TestPointerBadShapes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := sharetest.NewCursor()
		w, _, stop := follow(t, share.NewPointer(source))
		defer stop()
		outside := shape(9, 4)
		outside.Hotspot = image.Pt(70, -3)
		for _, c := range []*framebuffer.Cursor{{Serial: 5}, shape(6, 257), {Serial: 7, Width: 2, Height: 2, Pix: make([]byte, 3)}, outside} {
			source.Set(framebuffer.CursorState{Shape: c})
			settle()
		}
		if len(w.shapes) != 1 || w.shapes[0].Hotspot != image.Pt(3, 0) {
			t.Fatalf("shapes %v", w.shapes)
		}
	})
}
