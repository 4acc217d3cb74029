package carrier

import "net/netip"

// way moves packets between this machine and one relay. It opens itself in the background and may fail at any time, which it
// tells by its events; a failed way is closed and another one opened. A direct way would be one more of them.
type way interface {
	// send sends a packet, or drops it if it cannot go at once. It never waits.
	send(packet []byte)

	// settle tells that the relay answered the last BIND, so that one of its addresses need not be tried beside the others.
	settle()

	// unsettle has all addresses of the relay tried again.
	unsettle()

	// remote returns the relay's address; not valid while it is unknown, or only a proxy knows it.
	remote() netip.AddrPort

	// close ends the way and waits for its goroutines.
	close()
}

// events is whom a way tells what happens. Its methods may be called on any goroutine of the way, but never wait for the way's close.
type events interface {
	// opened tells that the way can send.
	opened()
	// received hands over a packet, which is valid only during the call.
	received(packet []byte)
	// failed tells that the way can no longer be used.
	failed(err error)
}
