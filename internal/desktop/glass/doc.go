// Package glass paints parts of a picture straight into a window of Fyne, as soon as they are known: Fyne itself paints whole
// windows, sixty times a second at most, which takes tens of milliseconds without a graphics card.
//
// The apps give a Glass to the widget that shows a remote display. It is a shortcut and nothing more: Fyne paints the same a
// frame later, so whatever cannot be done here is left undone. It knows pixels and windows, not where pictures come from.
package glass
