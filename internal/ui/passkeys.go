package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Fyne gives keys and shortcuts to the widget with the focus alone. What that has no use for goes on to its window from
// here, so that the window's keys work wherever the focus is.

// passKey gives a key to the root of a widget's window.
func passKey(o fyne.CanvasObject, key *fyne.KeyEvent) {
	c := canvasFor(o)
	if c == nil {
		return
	}
	if root, ok := c.Content().(*Root); ok && root.OnKey != nil {
		root.OnKey(key.Name)
	}
}

// passShortcut gives a shortcut to the canvas of a widget's window.
func passShortcut(o fyne.CanvasObject, shortcut fyne.Shortcut) {
	if c, ok := canvasFor(o).(interface{ TypedShortcut(fyne.Shortcut) }); ok {
		c.TypedShortcut(shortcut)
	}
}

// typeKey gives a key to the entry of a widget, or to its window where it is Esc or a function key, of which no entry makes
// use.
func typeKey(o fyne.CanvasObject, e *widget.Entry, key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape || isFunctionKey(key.Name) {
		passKey(o, key)
		return
	}
	e.TypedKey(key)
}

// isFunctionKey tells F1 to F12, whose names are those.
func isFunctionKey(name fyne.KeyName) bool {
	return len(name) > 1 && name[0] == 'F' && name[1] >= '1' && name[1] <= '9'
}

// typeShortcut gives a shortcut to the entry of a widget, and one of ours to its window: the entry passes over those.
func typeShortcut(o fyne.CanvasObject, e *widget.Entry, shortcut fyne.Shortcut) {
	e.TypedShortcut(shortcut)
	if _, ours := shortcut.(*desktop.CustomShortcut); ours {
		passShortcut(o, shortcut)
	}
}
