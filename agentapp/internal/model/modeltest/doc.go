// Package modeltest has the other sides of the agent app's model for tests: a line, a door, a session and a keyring that do
// what a test says. It starts nothing by itself and reaches no network.
package modeltest
