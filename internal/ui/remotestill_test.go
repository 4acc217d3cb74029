package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// TestRemoteStill: a mere picture takes no focus; a click calls, and leaves the focus where it is.
func TestRemoteStill(t *testing.T) {
	newApp(t, ForAgent)
	taps := 0
	d := NewRemoteStill(newStill(t, 300, 300), func() { taps++ })
	field := NewEntry("")
	w := show(t, Column(0, field, d), 400, 400)
	d.Reload()
	w.Canvas().Focus(field)
	w.Canvas().Focus(d)
	d.picture.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	d.picture.Tapped(nil)
	if taps != 1 || w.Canvas().Focused() != fyne.Focusable(field) {
		t.Errorf("%d taps, the focus is on %T", taps, w.Canvas().Focused())
	}
	if d.picture.Cursor() != desktop.PointerCursor {
		t.Error("nothing tells that one can click")
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() == fyne.Focusable(d) {
		t.Error("Tab stops at a mere picture")
	}
	d.Enable()
	w.Canvas().Focus(d)
	if w.Canvas().Focused() != fyne.Focusable(d) {
		t.Error("an enabled display takes no focus")
	}
	d.SetInput(&record{})
	d.Disable()
	if d.Captured() {
		t.Error("a mere picture takes keys")
	}
}

// TestClickTakesFreedKeys: Right Ctrl frees the keys, a click on the picture takes them again.
func TestClickTakesFreedKeys(t *testing.T) {
	d, _, _, w := newTestDisplay(t, 300, 300)
	w.Canvas().Focus(d)
	d.KeyDown(&fyne.KeyEvent{Name: desktop.KeyControlRight})
	if d.Captured() {
		t.Fatal("Right Ctrl does not free the keys")
	}
	d.picture.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	if !d.Captured() {
		t.Error("a click does not take them")
	}
}

// TestOnPointer: the display tells where the pointer is, on the picture and beside it.
func TestOnPointer(t *testing.T) {
	d, _, _, _ := newTestDisplay(t, 300, 300)
	var at fyne.Position
	d.OnPointer = func(p fyne.Position) { at = p }
	d.picture.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(10, 20)}})
	if want := d.scroll.Position().AddXY(10, 20); at != want {
		t.Errorf("the pointer is at %v, want %v", at, want)
	}
	d.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(1, 2)}})
	if at != fyne.NewPos(1, 2) {
		t.Errorf("the pointer is at %v", at)
	}
}
