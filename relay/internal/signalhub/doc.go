// Package signalhub is the relay's side of the signalling conversation (protocol/signalling): it holds the apps' connections, knows
// which agents are there, forwards key exchanges between a customer's app and an agent's, and hands out sessions and tickets.
//
// The relay's server puts it on its TCP port. What is decided about agents, codes and sessions is decided by package support, behind the
// interfaces in services.go. The hub refuses to know what an exchange holds and how packets are forwarded, and it keeps nothing:
// after a restart the apps come back and bring everything with them.
//
// A connection belongs to the goroutine of its HTTP request, which ends with it; Run and Close wait for all of them.
package signalhub
