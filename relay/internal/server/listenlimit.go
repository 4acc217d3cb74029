package server

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"beside.example/relay/internal/support"
)

// maxPerHousehold bounds the TCP connections from one address, or one /64 of IPv6: an office behind one address with its agents, its
// customers' pages and their legs needs far fewer, and at about 40 KB each this many cost less than 100 MB.
const maxPerHousehold = 2048

// limitedListener lets no address hold more than its share of connections. It counts before TLS, so that what is refused costs next
// to nothing.
type limitedListener struct {
	net.Listener
	most    int
	exempt  []netip.Prefix // proxies, behind which everybody has the same address
	open    prometheus.Gauge
	refused prometheus.Counter

	mu    sync.Mutex // guards the following
	conns map[netip.Prefix]int
}

// limitConnections returns inner with at most so many connections of each address at a time, those of exempt networks excepted.
func limitConnections(inner net.Listener, most int, exempt []netip.Prefix, registerer prometheus.Registerer) (net.Listener, error) {
	name := func(s string) string { return prometheus.BuildFQName("beside", "server", s) }
	l := &limitedListener{
		Listener: inner, most: most, exempt: exempt, conns: map[netip.Prefix]int{},
		open: prometheus.NewGauge(prometheus.GaugeOpts{Name: name("connections"), Help: "TCP connections of pages, signalling and legs."}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Name: name("connections_refused_total"), Help: "TCP connections refused because their address held too many.",
		}),
	}
	for _, c := range []prometheus.Collector{l.open, l.refused} {
		if err := registerer.Register(c); err != nil {
			return nil, fmt.Errorf("register the listener's metrics: %w", err)
		}
	}
	return l, nil
}

// Accept returns the next connection of an address that may have another one; others are hung up on.
func (l *limitedListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if counted, ok := l.enter(conn); ok {
			return counted, nil
		}
		l.refused.Inc()
		_ = conn.Close() // nothing was said on it
	}
}

// enter counts a connection, unless there are too many of its address.
func (l *limitedListener) enter(conn net.Conn) (net.Conn, bool) {
	household := l.household(conn.RemoteAddr())
	if household.IsValid() && !l.take(household) {
		return nil, false
	}
	l.open.Inc()
	return &countedConn{Conn: conn, leave: sync.OnceFunc(func() { l.leave(household) })}, true
}

// household returns what shares an allowance with an address; the zero prefix when it has no limit.
func (l *limitedListener) household(addr net.Addr) netip.Prefix {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return netip.Prefix{}
	}
	ip := tcp.AddrPort().Addr().Unmap().WithZone("")
	if slices.ContainsFunc(l.exempt, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return netip.Prefix{}
	}
	return support.Household(ip)
}

func (l *limitedListener) take(household netip.Prefix) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conns[household] >= l.most {
		return false
	}
	l.conns[household]++
	return true
}

func (l *limitedListener) leave(household netip.Prefix) {
	l.open.Dec()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conns[household]--; l.conns[household] <= 0 {
		delete(l.conns, household) // what is not counted is not there either
	}
}

// countedConn gives its place back when it is closed.
type countedConn struct {
	net.Conn
	leave func() // may be called again
}

// Close implements net.Conn.
func (c *countedConn) Close() error {
	c.leave()
	return c.Conn.Close()
}
