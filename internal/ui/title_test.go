package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/internal/ui"
)

// titled counts how often a window's title is set.
type titled struct {
	fyne.Window
	set int
}

func (w *titled) SetTitle(title string) {
	w.set++
	w.Window.SetTitle(title)
}

func TestTitleIsSetWhenItChanges(t *testing.T) {
	test.NewTempApp(t)
	w := &titled{Window: test.NewTempWindow(t, nil)}
	for _, title := range []string{"one", "one", "two", "two"} {
		ui.SetTitle(w, title)
		if w.Title() != title {
			t.Errorf("the title is %q, want %q", w.Title(), title)
		}
	}
	if w.set != 2 {
		t.Errorf("it was set %d times", w.set)
	}
}
