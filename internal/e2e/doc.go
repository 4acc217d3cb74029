// Package e2e holds a whole support session with the real programs: a relay, two virtual displays, both apps as an
// ordinary user runs them, and a hand that moves, clicks and types by XTEST.
//
// The tests of this package and the commands besiderun and besidebench use it. It sees the windows as internal/ui/e2e
// shows them and never reaches into an app: what a person cannot do, a journey cannot do either.
package e2e
