package capture_test

import (
	"errors"
	"image"
	"testing"

	"beside.example/internal/desktop/capture"
	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/framebuffer"
)

// TestOpenWithoutDamage opens the desktop of a server that tells of no changes: Open says at once that it cannot, and OpenPortable finds
// them by itself.
func TestOpenWithoutDamage(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{Without: []string{"DAMAGE"}})
	if _, err := capture.Open(); !errors.Is(err, capture.ErrUnsupported) {
		t.Fatalf("open returned %v", err)
	}
	d, err := capture.OpenPortable()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closing(t, d) })
	canvas := desktoptest.NewXCanvas(t)
	s, display := source(t, d, 0)
	var fb framebuffer.Framebuffer
	grab(t, s, &fb)
	canvas.Fill(image.Rect(100, 100, 140, 140), 0x2080c0)
	if err := s.Wait(limited(t)); err != nil {
		t.Fatal(err)
	}
	grab(t, s, &fb)
	sameAs(t, &fb, canvas.Pixels(display.Bounds))
}
