package ui

import (
	"context"
	"image"
	"testing"
	"testing/synctest"

	"beside.example/internal/framebuffer"
)

func TestBindShowsTheLatest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		newApp(t, ForAgent)
		ctx, cancel := context.WithCancel(t.Context())
		changes := make(chan struct{})
		value, shown := 1, 0
		done := make(chan struct{})
		go func() {
			defer close(done)
			Bind(ctx, changes, func() int { return value }, func(v int) { shown = v })
		}()
		synctest.Wait()
		if shown != 1 {
			t.Errorf("shows %d before any change, want 1", shown)
		}
		value = 2
		changes <- struct{}{}
		synctest.Wait()
		if shown != 2 {
			t.Errorf("shows %d, want 2", shown)
		}
		cancel()
		<-done
	})
}

func TestBindEndsWithItsChanges(t *testing.T) {
	newApp(t, ForAgent)
	changes := make(chan struct{})
	close(changes)
	Bind(t.Context(), changes, func() int { return 1 }, func(int) {})
}

func TestFeedBringsChanges(t *testing.T) {
	d, picture, _, _ := newTestDisplay(t, 300, 300)
	f := NewFeed(d)
	picture.set(image.Pt(5, 5), 0, 0, 200)
	f.Changed(framebuffer.Region{image.Rect(5, 5, 6, 6)})
	if got := d.picture.tiles[0].pixels.RGBAAt(5, 5).R; got != 200 {
		t.Errorf("red is %d, want 200", got)
	}
	picture.fb, _ = framebuffer.New(50, 50)
	f.Resized(image.Pt(50, 50))
	if d.PictureSize() != image.Pt(50, 50) {
		t.Errorf("the size is %v", d.PictureSize())
	}
	f.CursorShaped(&framebuffer.Cursor{Width: 1, Height: 1, Pix: make([]byte, 4)})
	f.CursorMoved(image.Pt(7, 7))
	if d.picture.cursor.at != image.Pt(7, 7) || !d.picture.cursor.shown.Visible() {
		t.Error("the cursor is not shown")
	}
}
