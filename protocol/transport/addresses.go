package transport

import "net"

// connIDSize is the size of the connection IDs that both sides choose for themselves. It stands right behind the first byte of every
// short-header packet.
const connIDSize = 8

// connID is the connection ID to which a packet is addressed.
type connID [connIDSize]byte

// shortConnID returns where a packet of an established connection is addressed to.
func shortConnID(packet []byte) (id connID, ok bool) {
	const longHeader = 0x80
	if len(packet) < 1+connIDSize || packet[0]&longHeader != 0 {
		return id, false
	}
	return connID(packet[1:]), true
}

// rememberedIDs is how many connection IDs keep their address: the active one, those on probation, and the last retired
// ones, whose packets may still be on their way.
const rememberedIDs = 8

// addresses makes up the agent's source addresses for the customer's QUIC. Everything comes by the same way, so without it QUIC
// would never see that the agent moved. A new address is given only when the agent announced a move, and then to the next
// unknown connection ID, since the agent uses a new one for every path that it probes. Unannounced new IDs are QUIC's
// ordinary rotation and change nothing.
type addresses struct {
	expecting bool                       // a move was announced
	last      *net.UDPAddr               // the address of the last packet
	next      int                        // the port of the next new address
	known     [rememberedIDs]knownConnID // a ring
	at        int                        // the ring's next place
}

type knownConnID struct {
	id   connID
	addr *net.UDPAddr
}

// firstPort is the port of the agent's first address; each move counts it up.
const firstPort = 1

// maxPort is the highest port number; after it the addresses start again.
const maxPort = 1<<16 - 1

func newAddresses() addresses {
	return addresses{last: madeUp(firstPort), next: firstPort + 1}
}

func madeUp(port int) *net.UDPAddr { return &net.UDPAddr{IP: net.IPv6unspecified, Port: port} }

// of returns the source address under which QUIC is to see the packet.
func (a *addresses) of(packet []byte) *net.UDPAddr {
	id, ok := shortConnID(packet)
	if !ok {
		return a.last
	}
	for _, k := range a.known {
		if k.addr != nil && k.id == id {
			a.last = k.addr
			return a.last
		}
	}
	if a.expecting {
		a.expecting = false
		a.last = madeUp(a.next)
		a.next = a.next%maxPort + 1
	}
	a.known[a.at] = knownConnID{id, a.last}
	a.at = (a.at + 1) % rememberedIDs
	return a.last
}
