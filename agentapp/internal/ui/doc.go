// Package ui holds the windows of the agent's app: sign-in, the list view with its pages, code management, and for each
// session a chat box and a viewer.
//
// A page shows a state and calls back; it starts no goroutine and knows neither relay nor session. Windows brings what
// the model says to the pages, and what the agent does to the model.
package ui
