// Package carrier carries the packets of one session between the two apps, whatever network lies between them: it is the
// net.PacketConn under QUIC at both ends. Package transport puts the end-to-end QUIC connection on it; the apps build it with
// the tickets that signalling hands out.
//
// QUIC sees virtual addresses, always the same two. Behind them a carrier keeps the best way that works just now:
//
//   - udp: the relay leg over UDP, bound with a ticket as package leg describes;
//   - tls: the same packets as binary WebSocket messages to the same relay, for networks that let nothing else through.
//
// UDP is tried at once and TLS after a head start; the first that works is used. While TLS is in use UDP is tried again, and
// taken when it works. A way that falls silent is bound again; a lease that ends, a relay that refuses or one that was
// restarted makes the carrier ask for a new ticket. A change of the machine's own address makes it bind at once.
//
// A carrier is lossy like any network: while no way is up, packets are dropped and nothing is an error, since QUIC repairs
// what is lost. It never looks into packets, holds no key of the session and does not know who the peer is.
package carrier
