package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"beside.example/internal/ui"
	"beside.example/internal/words"
)

// newTestApp starts a test app with our theme, light.
func newTestApp(t *testing.T) fyne.App {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(ui.NewTheme(ui.ForAgent).Fixed(theme.VariantLight))
	return a
}

// show puts a page into a window of a size.
func show(t *testing.T, page fyne.CanvasObject, size fyne.Size) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, ui.NewRoot(page))
	w.SetPadded(false)
	w.Resize(size)
	return w
}

func presenterIn(l words.Language) presenter {
	return presenter{texts: words.MustLoad(l), all: newCatalogues()}
}

// press sends a key to what has the focus, as a keyboard does.
func press(c fyne.Canvas, keys ...fyne.KeyName) {
	for _, key := range keys {
		if f := c.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: key})
		} else if typed := c.OnTypedKey(); typed != nil {
			typed(&fyne.KeyEvent{Name: key})
		}
	}
}

// ctrl presses a key with Ctrl and perhaps more: what has the focus gets it first, as in a real window.
func ctrl(c fyne.Canvas, key fyne.KeyName, more fyne.KeyModifier) {
	shortcut(c, &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl | more})
}

func shortcut(c fyne.Canvas, s fyne.Shortcut) {
	if f, ok := c.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return
	}
	c.(fyne.Shortcutable).TypedShortcut(s)
}
