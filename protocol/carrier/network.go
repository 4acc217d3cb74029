package carrier

import (
	"net"
	"net/netip"
	"time"
)

// lookEvery is how often the machine's own address towards the relay is looked up. It costs the system one route look-up.
const lookEvery = 2 * time.Second

// network notices that the machine's address towards the relay changes: another network, a tunnel that came up.
type network struct {
	watch bool           // false where the leg has no real socket
	relay netip.AddrPort // where it was last reached; not valid before
	due   time.Time
	addr  netip.Addr // not valid while there is no route
}

// changed reports whether the address is another one than at the last look. Losing it is no change: only a new one helps.
func (n *network) changed(relay netip.AddrPort, now time.Time) bool {
	if relay.IsValid() {
		n.relay = relay
	}
	if !n.watch || !n.relay.IsValid() || now.Before(n.due) {
		return false
	}
	n.due = now.Add(lookEvery)
	addr, err := localAddr(n.relay)
	if err != nil {
		return false
	}
	before := n.addr
	n.addr = addr
	return before.IsValid() && before != addr
}

// localAddr returns the address from which the system would send to the relay. Connecting a UDP socket sends nothing.
func localAddr(relay netip.AddrPort) (netip.Addr, error) {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(relay))
	if err != nil {
		return netip.Addr{}, err
	}
	local := conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr()
	return local, conn.Close()
}
