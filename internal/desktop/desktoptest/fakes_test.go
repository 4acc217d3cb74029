package desktoptest

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"

	"beside.example/internal/desktop/capture"
	"beside.example/internal/desktop/input"
	"beside.example/internal/framebuffer"
)

// The fakes must be what they stand for.
var (
	_ capture.Source       = (*Source)(nil)
	_ capture.CursorSource = (*CursorSource)(nil)
	_ input.Injector       = (*Injector)(nil)
)

func TestSource(t *testing.T) {
	s := NewSource(8, 4)
	var fb framebuffer.Framebuffer
	if changed, err := s.Grab(&fb); err != nil || changed.Bounds() != image.Rect(0, 0, 8, 4) {
		t.Fatalf("changed %v: %v", changed, err)
	}
	ended := make(chan error)
	go func() { ended <- s.Wait(context.Background()) }()
	s.Fill(image.Rect(6, 2, 99, 99), 1, 2, 3)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	changed, err := s.Grab(&fb)
	if err != nil || changed.Bounds() != image.Rect(6, 2, 8, 4) || !slices.Equal(fb.Row(3, 7, 8)[:3], []byte{1, 2, 3}) {
		t.Fatalf("changed %v: %v", changed, err)
	}
	s.Resize(5, 5)
	if changed, err = s.Grab(&fb); err != nil || fb.Bounds() != s.screen.Bounds() || s.Size() != image.Pt(5, 5) || s.Grabs() != 3 {
		t.Fatalf("changed %v: %v", changed, err)
	}
	go func() { ended <- s.Wait(context.Background()) }()
	_ = s.Close()
	if err := <-ended; !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
}

func TestCursorSourceAndWatcher(t *testing.T) {
	c, w := NewCursorSource(), NewWatcher()
	if state, err := c.Next(context.Background()); err != nil || state.Shape != nil {
		t.Fatalf("%+v: %v", state, err)
	}
	c.Set(image.Pt(3, 4), nil)
	if state, err := c.Next(context.Background()); err != nil || state.Position != image.Pt(3, 4) {
		t.Fatalf("%+v: %v", state, err)
	}
	w.Do(input.ActivityKey)
	w.Do(input.ActivityPanic)
	if seen, err := w.Next(context.Background()); err != nil || seen != input.ActivityKey|input.ActivityPanic {
		t.Fatalf("%b: %v", seen, err)
	}
	_, _ = c.Close(), w.Close()
	if _, err := c.Next(context.Background()); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
	if _, err := w.Next(context.Background()); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
}

func TestInjectorWritesDown(t *testing.T) {
	var i Injector
	changed := i.Changed()
	for _, do := range []func() error{
		func() error { return i.Move(1, -2) }, func() error { return i.Button(3, true) }, func() error { return i.Wheel(0, 120) },
		func() error { return i.Key(4, false) }, func() error { return i.Text("é") }, i.ReleaseAll, i.Close,
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	<-changed
	want := []string{"move 1 -2", "button 3 down", "wheel 0 120", "key 4 up", `text "é"`, "release", "close"}
	if got := i.Log(); !slices.Equal(got, want) {
		t.Fatalf("%q, want %q", got, want)
	}
}
