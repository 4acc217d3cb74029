// Package transporttest is for tests of everything that stands on a conn: Pair gives two connected conns in memory, Link
// an impaired path in memory that also works in the virtual time of testing/synctest, Relay a relay for carriers on
// loopback, and Proxy the same impairments for real processes, put before a relay's port. Nothing of it is in a shipped program.
package transporttest
