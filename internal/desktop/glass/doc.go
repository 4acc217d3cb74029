// Package glass gets past Fyne's clock of sixty pictures a second, where what takes a moment must not wait for the next one:
// a Glass puts pixels into a window of Fyne at once, and Follow has Fyne handle events as they come. Quietly shows a window
// without the focus and Keep has the system keep what one shows, of which Fyne says nothing.
//
// The apps give a Glass to the widget that shows a remote display. Both are shortcuts: where the system has none, a Glass
// says that it painted nothing and Follow returns, and Fyne does the same some milliseconds later. The package knows pixels
// and windows, not where pictures come from.
package glass
