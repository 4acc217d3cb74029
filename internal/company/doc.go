// Package company holds the sessions of all agents who help one customer together: it brings in whom an agent introduces and the
// customer agrees to, tells each what concerns it of the others, and shows the whole as one.
//
// The customer's app has one Company for each support session, from the first agent's coming to the last one's going. Every agent has a
// session.Session of its own, over a connection of its own, with consent of its own; no agent's app is ever connected to another's. The
// package knows nothing of the relay and of windows, and decides nothing that a session decides about its agent.
//
// # Who passes what on
//
// What one agent writes to everybody, the status lines, who is there and agents' keys go through the customer's app, which is where
// all connections end. Private messages among agents go through it sealed: it can withhold them, not read them.
//
// # One loop
//
// What a company knows belongs to the goroutine of Run, as in a session. Sessions tell it things through a queue that never makes
// them wait, since it calls them in turn.
package company
