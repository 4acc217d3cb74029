// Package join brings two apps together: from a code to an authenticated, sealed connection, by way of the relay's
// signalling, the key exchange on the secret digits or on a portal code, a ticket for each leg and QUIC on top. Both apps use it: the
// customer's through [Customer], the agent's through [Door]. It knows nothing of consent, screens or windows, and it
// trusts the relay with nothing but carrying messages.
//
// Guesses are limited at both ends, whatever the relay says: an agent's code dies after [MaxAttempts] failed or unfinished
// exchanges, and a customer's app tries one nameplate no oftener.
//
// A portal code is known to the relay: who comes that way is told so by [Joined.Vouched], and relies on the agent's credential, as
// [Joined.Verify] checks it, and on the check words. Which kind a code is of is decided by its shape alone, at either end.
package join
