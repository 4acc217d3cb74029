package idle

import (
	"testing"
	"time"

	"beside.example/internal/desktop/desktoptest"
)

func TestSince(t *testing.T) {
	x := desktoptest.StartX(t, desktoptest.XOptions{})
	w, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	const long, short = 300 * time.Millisecond, 150 * time.Millisecond
	desktoptest.Eventually(t, "a time without input", func() bool {
		since, err := w.Since()
		return err == nil && since > long
	})
	x.Run("xdotool", "mousemove", "17", "23")
	since, err := w.Since()
	if err != nil || since > short {
		t.Errorf("after input: %v, %v", since, err)
	}
}

func TestWithoutTheExtension(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{Without: []string{"MIT-SCREEN-SAVER"}})
	if w, err := Open(); err == nil {
		_ = w.Close()
		t.Error("opened without the extension")
	}
}
