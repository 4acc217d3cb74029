package ui

import (
	"reflect"

	"fyne.io/fyne/v2"
)

// What is shown comes anew each second. Whatever is the same is left alone: nothing flickers, loses the focus or is drawn
// for nothing.

// differs reports whether a part of what is shown is another now, and remembers it.
func differs[T any](shown *T, now T) bool {
	if reflect.DeepEqual(*shown, now) {
		return false
	}
	*shown = now
	return true
}

// setVisible shows or hides an object, and reports whether that changed something.
func setVisible(o fyne.CanvasObject, visible bool) bool {
	if o.Visible() == visible {
		return false
	}
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
	return true
}
