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

// How many connection IDs keep their address.
const (
	rememberedIDs   = 8 // in ordinary use: the active one, and the last retired ones, whose packets may still be on their way
	rememberedMoves = 4 // announced: the active one, one on probation, the standby, and one that failed
)

// addresses makes up the agent's source addresses for the customer's QUIC. Everything comes by the same way, so without it QUIC
// would never see that the agent moved. A new address belongs to each connection ID that the agent announced, since the agent uses
// a new one for every path that it probes. Unannounced new IDs are QUIC's ordinary rotation and change nothing.
type addresses struct {
	last  *net.UDPAddr // the address of the last packet
	next  int          // the port of the next new address
	known ring         // IDs that came by themselves
	moves ring         // IDs that were announced; they win
}

// ring remembers the addresses of the last few connection IDs.
type ring struct {
	ids []knownConnID
	at  int // the next place
}

type knownConnID struct {
	id   connID
	addr *net.UDPAddr
}

func newRing(size int) ring { return ring{ids: make([]knownConnID, size)} }

func (r *ring) put(id connID, addr *net.UDPAddr) {
	r.ids[r.at] = knownConnID{id, addr}
	r.at = (r.at + 1) % len(r.ids)
}

// of returns nil if the ID is not remembered.
func (r *ring) of(id connID) *net.UDPAddr {
	for _, k := range r.ids {
		if k.addr != nil && k.id == id {
			return k.addr
		}
	}
	return nil
}

// firstPort is the port of the agent's first address; each move counts it up.
const firstPort = 1

// maxPort is the highest port number; after it the addresses start again.
const maxPort = 1<<16 - 1

func newAddresses() addresses {
	return addresses{last: madeUp(firstPort), next: firstPort + 1, known: newRing(rememberedIDs), moves: newRing(rememberedMoves)}
}

func madeUp(port int) *net.UDPAddr { return &net.UDPAddr{IP: net.IPv6unspecified, Port: port} }

// announced gives the ID an address of its own, unless it has one.
func (a *addresses) announced(id connID) {
	if a.moves.of(id) != nil {
		return
	}
	a.moves.put(id, madeUp(a.next))
	a.next = a.next%maxPort + 1
}

// of returns the source address under which QUIC is to see the packet.
func (a *addresses) of(packet []byte) *net.UDPAddr {
	id, ok := shortConnID(packet)
	if !ok {
		return a.last
	}
	addr := a.moves.of(id)
	if addr == nil {
		addr = a.known.of(id)
	}
	if addr == nil {
		a.known.put(id, a.last)
		return a.last
	}
	a.last = addr
	return addr
}
