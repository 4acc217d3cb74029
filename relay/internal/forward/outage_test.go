package forward_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/carrier"
	"beside.example/protocol/carrier/inbox"
	"beside.example/protocol/leg"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
	"beside.example/relay/internal/forward"
)

// lines are the links of both apps to the relay, and the relay's one socket. An app that opens a new socket comes from a new port.
type lines struct {
	*inbox.Inbox
	sources chan net.Addr // of the packets in the inbox
	links   [leg.Sides]*transporttest.Link
	sockets [leg.Sides]atomic.Int32
	owned   sync.WaitGroup
}

const (
	waiting       = 4096 // packets at the relay's socket
	portsOfASide  = 100
	relayHostPort = "[::1]:2" // where links say that their customer's end is
)

func newLines(t *testing.T, path transporttest.Impairment) *lines {
	n := &lines{Inbox: inbox.New(waiting), sources: make(chan net.Addr, waiting)}
	for side := range leg.Side(leg.Sides) {
		n.links[side] = transporttest.NewLink(t, uint64(side), path)
		end := n.links[side].Customer()
		n.owned.Go(func() {
			b := make([]byte, leg.MaxPacket)
			for {
				size, _, err := end.ReadFrom(b)
				if err != nil {
					return
				}
				if from := n.address(side, n.sockets[side].Load()); n.Put(b[:size]) {
					n.sources <- from
				}
			}
		})
	}
	return n
}

func (n *lines) address(side leg.Side, socket int32) net.Addr {
	return &net.UDPAddr{IP: net.IPv6loopback, Port: portsOfASide*(1+int(side)) + int(socket)}
}

// listen returns a carrier's ListenPacket.
func (n *lines) listen(side leg.Side) func() (net.PacketConn, error) {
	return func() (net.PacketConn, error) {
		if n.sockets[side].Add(1) > 1 {
			n.links[side].RedialAgent()
		}
		return n.links[side].Agent(), nil
	}
}

func (n *lines) blackout(on bool) {
	for _, l := range n.links {
		l.Blackout(on)
	}
}

// The rest is the relay's socket.

func (n *lines) ReadFrom(b []byte) (int, net.Addr, error) {
	size, err := n.Read(b)
	if err != nil {
		return 0, nil, err
	}
	return size, <-n.sources, nil
}

func (n *lines) WriteTo(b []byte, to net.Addr) (int, error) {
	for side, l := range n.links {
		if to.String() == n.address(leg.Side(side), n.sockets[side].Load()).String() {
			return l.Customer().WriteTo(b, nil)
		}
	}
	return len(b), nil // nobody is there any more
}

func (n *lines) LocalAddr() net.Addr              { return n.links[0].Customer().LocalAddr() }
func (n *lines) SetDeadline(time.Time) error      { return nil }
func (n *lines) SetWriteDeadline(time.Time) error { return nil }

func (n *lines) Close() error {
	n.Inbox.Close()
	return nil
}

// outage is a session over a real forwarder and real carriers, in virtual time.
type outage struct {
	*lines
	agent, customer *transport.Conn
}

func newOutage(t *testing.T, path transporttest.Impairment) *outage {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o := &outage{lines: newLines(t, path)}
	f := forward.New(forward.Config{Relay: relayHostPort, Keys: []ed25519.PublicKey{key.Public().(ed25519.PublicKey)}, Conn: o})
	ctx, cancel := context.WithCancel(t.Context())
	o.owned.Go(func() {
		if err := f.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	agentConfig, customerConfig := transporttest.Configs(t)
	agentConfig.Carrier, customerConfig.Carrier = o.carrier(key, leg.SideAgent), o.carrier(key, leg.SideCustomer)
	o.agent, o.customer = transporttest.Connect(t, agentConfig, customerConfig)
	o.customer.SetLively(true)
	t.Cleanup(func() {
		cancel()
		for _, l := range o.links {
			_ = l.Customer().Close() // never fails
		}
		o.owned.Wait()
	})
	return o
}

func (o *outage) carrier(key ed25519.PrivateKey, side leg.Side) *carrier.Carrier {
	return carrier.New(carrier.Config{
		Side: side, ListenPacket: o.listen(side),
		Tickets: func(_ context.Context, legKey ed25519.PublicKey) (leg.Grant, error) {
			ticket := leg.Ticket{
				Side: side, LegKey: [ed25519.PublicKeySize]byte(legKey), Relay: relayHostPort,
				BindBy: time.Now().Add(time.Minute), LeaseEnd: time.Now().Add(time.Hour),
			}
			signed, err := ticket.Sign(key)
			return leg.Grant{Ticket: signed, Address: relayHostPort}, err
		},
		Proxy: func(*http.Request) (*url.URL, error) { return nil, errors.New("UDP alone") },
	})
}

// pointer sends a little every 20 ms and returns when something last arrived, in unix nanoseconds.
func pointer(t *testing.T, from, to *transport.Conn) *atomic.Int64 {
	t.Helper()
	s, err := from.OpenUniStream(t.Context(), protocol.StreamCursor)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			if _, err := s.Write(make([]byte, 20)); err != nil {
				return
			}
			select {
			case <-from.Done():
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	_, r, err := to.AcceptUniStream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var last atomic.Int64
	go func() {
		b := make([]byte, 1<<12)
		for {
			if _, err := io.ReadAtLeast(r, b, 1); err != nil {
				return
			}
			last.Store(time.Now().UnixNano())
		}
	}()
	return &last
}

// TestBlackoutOverForwarder measures how long after a blackout the session goes on. While the relay remembers the legs' addresses it takes as long as
// the kick does; when it has forgotten them, the legs are bound first.
func TestBlackoutOverForwarder(t *testing.T) {
	near := transporttest.Impairment{Delay: 10 * time.Millisecond, Rate: 20e6}
	for name, test := range map[string]struct {
		path   transporttest.Impairment
		outage time.Duration
		limit  time.Duration
	}{
		"5 s":   {near, 5 * time.Second, time.Second},
		"30 s":  {near, 30 * time.Second, time.Second},
		"40 s":  {near, 40 * time.Second, time.Second},
		"100 s": {near, 100 * time.Second, 1500 * time.Millisecond},
		"30 s, far, bursts": {
			transporttest.Impairment{Delay: 100 * time.Millisecond, Burst: transporttest.Bursts(0.03, 3), Rate: 5e6},
			30 * time.Second, 1500 * time.Millisecond,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOutage(t, test.path)
				down, up := pointer(t, o.customer, o.agent), pointer(t, o.agent, o.customer)
				<-time.After(5 * time.Second)
				o.blackout(true)
				<-time.After(test.outage)
				o.blackout(false)
				back := time.Now()
				for _, last := range []*atomic.Int64{down, up} {
					for last.Load() < back.UnixNano() {
						<-time.After(time.Millisecond)
					}
				}
				took := time.Since(back)
				t.Logf("both directions flow after %v, %d and %d sockets", took, o.sockets[0].Load(), o.sockets[1].Load())
				if took > test.limit {
					t.Errorf("longer than %v", test.limit)
				}
			})
		})
	}
}
