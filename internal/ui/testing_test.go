package ui

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"beside.example/internal/framebuffer"
)

// newApp starts a test app with our theme, light, for an audience.
func newApp(t *testing.T, audience Audience) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(NewTheme(audience).Fixed(theme.VariantLight))
}

// show puts content into a window of a size.
func show(t *testing.T, content fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, NewRoot(content))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// golden holds what the window shows against testdata.
func golden(t *testing.T, name string, w fyne.Window) {
	t.Helper()
	test.AssertRendersToMarkup(t, name+".xml", w.Canvas())
}

// press sends a key to what has the focus, as a keyboard does.
func press(w fyne.Window, keys ...fyne.KeyName) {
	for _, key := range keys {
		if f := w.Canvas().Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: key})
		}
	}
}

// still is a picture for tests.
type still struct{ fb *framebuffer.Framebuffer }

func (s *still) Read(f func(*framebuffer.Framebuffer)) { f(s.fb) }

func newStill(t *testing.T, width, height int) *still {
	t.Helper()
	fb, err := framebuffer.New(width, height)
	if err != nil {
		t.Fatal(err)
	}
	return &still{fb: fb}
}

func (s *still) set(at image.Point, blue, green, red byte) {
	copy(s.fb.Row(at.Y, at.X, at.X+1), []byte{blue, green, red, 0})
}
