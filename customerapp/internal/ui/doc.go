// Package ui holds the windows of the customer's app: the pages of its first window (relay, code, consent, end), the chat
// box with the status pane, the banner on top of the desktop, and the viewer for a display that the agent shares.
//
// A page shows a state and calls back; it starts no goroutine and knows neither relay nor session. Windows brings what
// the model says to the pages, and what the person does to the model.
package ui
