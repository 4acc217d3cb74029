// Package forward is the part of the relay that the packets of sessions go through: it binds the two legs of a session,
// over UDP or TLS, and hands every packet of one side to the other. The server assembles it with its UDP socket and its
// HTTPS listener; package leg has the wire. It holds no key of a session and cannot read what it forwards, it needs no
// database (the ticket says it all), and it knows nothing of signalling, of people or of codes.
//
// The forwarding path is one map look-up and one write, without allocation. A BIND is answered with a cookie at once and
// forgotten; the signatures of one whose cookie is right are verified on a goroutine of their own, so that forwarding
// never waits for them.
package forward
