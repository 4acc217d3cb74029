// Package leg is the wire of the relay leg: how one side of a session gets a relay to forward its packets to the other
// side. The apps' carrier and the relay's forwarder use it. It opens no socket, and it knows nothing of what the forwarded
// packets hold: they are sealed QUIC packets between the two apps.
//
// A leg is bound with the [Ticket] that the relay's signalling gave to this side of the session:
//
//	app                                                        relay
//	BIND{sequence, no cookie, ticket}              ->
//	                                               <-          CHALLENGE{sequence, cookie}
//	BIND{sequence, cookie, signature, ticket}      ->          from here the address is bound
//	                                               <-          BOUND{sequence, your address, lease}, or REFUSED{sequence, reason}
//
// The cookie is a MAC over the source address, the session and the side, under a secret that only the relay knows and
// changes every two minutes, so the relay keeps nothing until the address has proved that it receives; and every reply is
// shorter than its request, so the relay is of no use for flooding somebody else. The signature is the leg key's, which
// the ticket names: a ticket seen in clear is worth nothing. The sequence rises with every BIND of a ticket, so an old
// BIND cannot be replayed to drag the leg back to an address that the app has left.
//
// After BOUND every packet with the QUIC bit set goes to the other side unchanged, without a header. Control packets have
// the first two bits 00, which no QUIC packet has. The same packets travel over UDP and, as binary WebSocket messages at
// [Path], over TLS.
//
// All integers are big endian. Bytes after the last known field of a control packet are ignored; a control packet of another
// version is not for us and is ignored whole.
//
//	BIND       0x01  version u8, sequence u64, cookie [16], signature [64], ticket length u16, ticket
//	CHALLENGE  0x02  version u8, sequence u64, cookie [16]
//	BOUND      0x03  version u8, sequence u64, address [16], port u16, lease seconds u32
//	REFUSED    0x04  version u8, sequence u64, reason u8
//	TICKET           version u8, key id [8], session [16], side u8, leg key [32], bind by u64, lease end u64, kbit/s u32,
//	                 relay length u8, relay, signature [64] over all before it
package leg
