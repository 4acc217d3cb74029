package capture_test

import (
	"image"
	"os"
	"strconv"
	"strings"
	"testing"

	"beside.example/internal/desktop/capture"
	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/framebuffer"
)

// TestSharedMemoryIsOurs is requirement R13b: nobody else may read the segment, and it goes with its last holder.
func TestSharedMemoryIsOurs(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{})
	d, err := capture.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, d)
	s, _ := source(t, d, 0)
	segments := ownSegments(t)
	if len(segments) != 1 || segments[0] != "1600" {
		t.Fatalf("segments with the modes %v, want one marked for removal (1000) with 600", segments)
	}
	closing(t, s)
	desktoptest.Eventually(t, "the segment's end", func() bool { return len(ownSegments(t)) == 0 })
}

// ownSegments lists the modes of the shared segments that this process has made.
func ownSegments(t *testing.T) []string {
	t.Helper()
	table, err := os.ReadFile("/proc/sysvipc/shm")
	if err != nil {
		t.Fatal(err)
	}
	const mode, creator = 2, 4
	var modes []string
	for line := range strings.Lines(string(table)) {
		if f := strings.Fields(line); len(f) > creator && f[creator] == strconv.Itoa(os.Getpid()) {
			modes = append(modes, f[mode])
		}
	}
	return modes
}

// TestGrabWithoutSharedMemory is a server on another machine, or one that belongs to another user.
func TestGrabWithoutSharedMemory(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{Width: 640, Height: 400, Without: []string{"MIT-SHM"}})
	canvas := desktoptest.NewXCanvas(t)
	d, err := capture.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, d)
	s, display := source(t, d, 0)
	var fb framebuffer.Framebuffer
	grab(t, s, &fb)
	canvas.Fill(image.Rect(10, 20, 300, 200), 0x123456)
	if err := s.Wait(limited(t)); err != nil {
		t.Fatal(err)
	}
	if got, want := grab(t, s, &fb).Bounds(), image.Rect(10, 20, 300, 200); got != want {
		t.Fatalf("changed %v, want %v", got, want)
	}
	sameAs(t, &fb, canvas.Pixels(display.Bounds))
}
