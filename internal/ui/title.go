package ui

import "fyne.io/fyne/v2"

// SetTitle gives a window a title: window managers paint one that is set again.
func SetTitle(w fyne.Window, title string) {
	if w.Title() != title {
		w.SetTitle(title)
	}
}
