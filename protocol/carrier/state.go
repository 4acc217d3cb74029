package carrier

import (
	"net/netip"
	"sync"
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

// watched is a state that others wait on.
type watched struct {
	mu      sync.Mutex // guards the following
	state   State
	changed chan struct{} // closed and replaced at every change
}

func newWatched() *watched {
	return &watched{state: State{Since: time.Now()}, changed: make(chan struct{})}
}

func (w *watched) get() (State, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state, w.changed
}

// set changes the state, and returns false if it was like that before.
func (w *watched) set(kind Kind, up bool, public netip.AddrPort, ticket error) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := &w.state
	if s.Kind == kind && s.Up == up && s.Public == public && (s.Ticket == nil) == (ticket == nil) {
		return false
	}
	if s.Kind != kind || s.Up != up {
		s.Since = time.Now()
	}
	s.Kind, s.Up, s.Public, s.Ticket = kind, up, public, ticket
	close(w.changed)
	w.changed = make(chan struct{})
	return true
}
