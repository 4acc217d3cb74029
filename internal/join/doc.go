// Package join brings two apps together: from a code to an authenticated, sealed connection, by way of the relay's
// signalling, the key exchange on the secret digits, a ticket for each leg and QUIC on top. Both apps use it: the
// customer's through [Customer], the agent's through [Door]. It knows nothing of consent, screens or windows, and it
// trusts the relay with nothing but carrying messages.
//
// Guesses are limited at both ends, whatever the relay says: an agent's code dies after [MaxAttempts] failed or unfinished
// exchanges, and a customer's app tries one nameplate no oftener.
package join
