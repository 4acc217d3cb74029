// Package server assembles the relay: listeners, TLS, pages, signalling, the relay legs, the store and what watches over
// them. The subcommand "serve" runs one; tests run several in one process, each on a port of its own.
//
// It knows every part and none of their business: whatever is decided is decided in a part.
package server
