// Package session is one support session: who is there, what is allowed, who shows a screen to whom, and what ends it.
//
// Both apps own one Session for each support session. It runs over a conn that is already private and authenticated, and
// owns the parts: share and view for the screens, chat for the log. The parts do the work, each in its own file with its
// own goroutines; the session routes messages to them and decides. Windows read a Snapshot and call a method for every
// human act. The package knows nothing of how the conn came about, of the relay, of windows and of operating systems.
//
// # One loop
//
// Everything that a session knows belongs to the goroutine of Run: messages, acts and timers become functions that run
// there one after the other, and none of them waits for the network or a person. What must not wait for anything, closing
// the gate of remote input, is done at once by the caller's goroutine and then once more by the loop.
//
// # Consent
//
// The customer's side alone decides. Before Start it reads Hello and Identity (and End) and nothing else; it opens no
// display, no injector and no further stream. A permission is closed locally first and told to the peer afterwards.
package session
