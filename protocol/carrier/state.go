package carrier

import (
	"net/netip"
	"time"
)

// Kind names a way that packets take.
type Kind uint8

// The kinds of way. Direct is the place of a path between the two apps past the relay.
const (
	KindNone Kind = iota
	KindUDP
	KindTLS
	KindDirect
)

// String returns the kind's name for logs and for the connection page.
func (k Kind) String() string {
	switch k {
	case KindUDP:
		return "udp"
	case KindTLS:
		return "tls"
	case KindDirect:
		return "direct"
	}
	return "none"
}

// State is what a carrier knows about its way just now.
type State struct {
	Kind       Kind           // the way in use; KindNone before the first one was bound
	Up         bool           // the relay answers on it; false while it is silent
	Since      time.Time      // when Kind or Up last changed
	LastPacket time.Time      // when a packet or the relay's answer last arrived; zero before the first
	Public     netip.AddrPort // our address as the relay sees it; not valid until it told us
	Ticket     error          // why no ticket can be had just now; nil when the last request was granted
}
