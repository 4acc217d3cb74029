// Package ui is what the two apps' windows are made of: the theme, small widgets, the chat panel and the remote display.
//
// The apps' own internal/ui packages build their pages from it. Widgets take their texts as arguments and are changed on
// Fyne's goroutine only; the way onto it is Bind. The package knows nothing of sessions, relays or codes beyond how they
// look, and never starts an app.
package ui
