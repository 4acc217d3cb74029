// Package systemtest tests the whole of Beside but its windows in one process: a real relay with TLS, its store and its
// legs on free ports of loopback, and the agent's and the customer's side as the apps put them together from the
// protocol's packages. Whoever attacks or kills something here does it to real sockets.
//
// It holds tests alone. It knows what a person would be told and nothing of how the parts do it.
package systemtest
