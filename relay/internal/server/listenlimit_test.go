package server

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// comer is a connection from an address.
type comer struct {
	net.Conn
	from string
}

func (c comer) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(c.from))
}

// queued is a listener to which connections come one after the other; then it is closed.
type queued struct {
	net.Listener
	comers []string
	ends   []net.Conn // what each of them sees
}

func (q *queued) Accept() (net.Conn, error) {
	if len(q.comers) == 0 {
		return nil, net.ErrClosed
	}
	far, near := net.Pipe()
	from := q.comers[0]
	q.comers, q.ends = q.comers[1:], append(q.ends, far)
	return comer{near, from}, nil
}

func TestConnectionsOfOneAddress(t *testing.T) {
	const most = 2
	q := &queued{comers: []string{
		"192.0.2.1:1", "192.0.2.1:2", "192.0.2.1:3", // one too many
		"[::ffff:192.0.2.1]:4", // the same address
		"192.0.2.2:1",
		"[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8:0:0:ffff::3]:1", // one network of a household
		"[2001:db8:0:1::1]:1",
		"198.51.100.7:1", "198.51.100.7:2", "198.51.100.7:3", // a proxy
	}}
	wanted := []string{
		"192.0.2.1:1", "192.0.2.1:2", "192.0.2.2:1", "[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8:0:1::1]:1",
		"198.51.100.7:1", "198.51.100.7:2", "198.51.100.7:3",
	}
	registry := prometheus.NewRegistry()
	listener, err := limitConnections(q, most, []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}, registry)
	if err != nil {
		t.Fatal(err)
	}
	var conns []net.Conn
	for _, from := range wanted {
		conn, err := listener.Accept()
		if err != nil || conn.RemoteAddr().String() != from {
			t.Fatalf("accepted %v, %v, want %s", conn, err, from)
		}
		conns = append(conns, conn)
	}
	if _, err := q.ends[2].Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("who came once too often: %v, want to be hung up on", err)
	}
	if open, refused := counted(t, registry, "beside_server_connections"), counted(t, registry, "beside_server_connections_refused_total"); open != float64(len(wanted)) || refused != 3 {
		t.Errorf("%v open, %v refused", open, refused)
	}
	for range 2 { // closing again gives nothing more back
		if err := conns[0].Close(); err != nil {
			t.Error(err)
		}
	}
	q.comers = []string{"192.0.2.1:5", "192.0.2.1:6", "192.0.2.3:1"}
	for _, from := range []string{"192.0.2.1:5", "192.0.2.3:1"} {
		conn, err := listener.Accept()
		if err != nil || conn.RemoteAddr().String() != from {
			t.Fatalf("after one has gone: accepted %v, %v, want %s", conn, err, from)
		}
		conns = append(conns, conn)
	}
	if _, err := listener.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a closed listener: %v", err)
	}
	for _, conn := range conns {
		_ = conn.Close() // a pipe's end
	}
	open, addresses := counted(t, registry, "beside_server_connections"), len(listener.(*limitedListener).conns)
	if open != 0 || addresses != 0 {
		t.Errorf("all have gone, and there are %v open of %d addresses", open, addresses)
	}
}

// counted returns the value of a metric without labels.
func counted(t *testing.T, from prometheus.Gatherer, name string) float64 {
	t.Helper()
	families, err := from.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()[0].GetGauge().GetValue() + f.GetMetric()[0].GetCounter().GetValue()
		}
	}
	t.Fatalf("no metric %s", name)
	return 0
}
