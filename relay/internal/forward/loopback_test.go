package forward

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"
)

// patience is how long a test waits for a packet on loopback before it fails; it never waits so long when all is well.
const patience = 5 * time.Second

// running is a Forwarder on loopback, with its WebSocket's address.
type running struct {
	*Forwarder
	udp string
	tls string
}

func run(t *testing.T) running {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := New(Config{
		Relay: relayName, Keys: []ed25519.PublicKey{public(relayKey)}, Conn: conn, Registerer: prometheus.NewRegistry(),
	})
	server := httptest.NewServer(f)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return running{f, conn.LocalAddr().String(), "ws" + strings.TrimPrefix(server.URL, "http") + leg.Path}
}

// pipe is one way between a client and the relay.
type pipe interface {
	write(b []byte) error
	read() ([]byte, error)
	close()
}

type udpPipe struct{ net.Conn }

func (p udpPipe) write(b []byte) error { _, err := p.Write(b); return err }
func (p udpPipe) close()               { p.Close() }
func (p udpPipe) read() ([]byte, error) {
	if err := p.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	b := make([]byte, leg.MaxPacket)
	n, err := p.Read(b)
	return b[:n], err
}

type tlsPipe struct{ *websocket.Conn }

func (p tlsPipe) close() { p.CloseNow() }
func (p tlsPipe) write(b []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return p.Write(ctx, websocket.MessageBinary, b)
}

func (p tlsPipe) read() ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, b, err := p.Read(ctx)
	return b, err
}

func (r running) dial(t testing.TB, w way) pipe {
	t.Helper()
	var p pipe
	if w == wayUDP {
		c, err := net.Dial("udp", r.udp)
		if err != nil {
			t.Fatal(err)
		}
		p = udpPipe{c}
	} else {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		c, _, err := websocket.Dial(ctx, r.tls, nil)
		if err != nil {
			t.Fatal(err)
		}
		p = tlsPipe{c}
	}
	t.Cleanup(p.close)
	return p
}

// client is an app with real connections; each way has a Binder of its own.
type client struct {
	t      *testing.T
	key    ed25519.PrivateKey
	ticket []byte
}

func (r running) client(t *testing.T, side leg.Side) *client {
	key := newKey(t)
	return &client{t, key, sign(t, newTicket(1, side, key, time.Now()), relayKey)}
}

// bind binds over p.
func (c *client) bind(p pipe) {
	c.t.Helper()
	b := leg.NewBinder(c.ticket, c.key, time.Now())
	for b.State() != leg.StateBound {
		if packet := b.Packet(time.Now()); packet != nil {
			if err := p.write(packet); err != nil {
				c.t.Fatal(err)
			}
		}
		reply, err := p.read()
		if err != nil {
			c.t.Fatalf("no answer: %v, state %v", err, b.State())
		}
		b.Handle(reply, time.Now())
		if b.State() == leg.StateRefused {
			c.t.Fatalf("refused: %v", b.Reason())
		}
	}
}

func exchange(t *testing.T, from, to pipe, n byte) {
	t.Helper()
	want := append([]byte{0x40, n}, bytes.Repeat([]byte{n}, 1198)...)
	if err := from.write(want); err != nil {
		t.Fatal(err)
	}
	if got, err := to.read(); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("packet %d: got %d bytes, %v", n, len(got), err)
	}
}

func TestEveryPairOfWays(t *testing.T) {
	for _, a := range []way{wayUDP, wayTLS} {
		for _, c := range []way{wayUDP, wayTLS} {
			t.Run(fmt.Sprintf("agent %d customer %d", a, c), func(t *testing.T) {
				r := run(t)
				agent, customer := r.dial(t, a), r.dial(t, c)
				r.client(t, leg.SideAgent).bind(agent)
				r.client(t, leg.SideCustomer).bind(customer)
				for n := range byte(20) {
					exchange(t, agent, customer, n)
					exchange(t, customer, agent, n)
				}
			})
		}
	}
}

// TestChangeOfWay has a side that is bound by both ways and uses now this and now the other.
func TestChangeOfWay(t *testing.T) {
	r := run(t)
	agent := r.dial(t, wayUDP)
	r.client(t, leg.SideAgent).bind(agent)
	customer := r.client(t, leg.SideCustomer)
	udp, tls := r.dial(t, wayUDP), r.dial(t, wayTLS)
	customer.bind(udp)
	customer.bind(tls)
	exchange(t, agent, udp, 1) // the first way bound, until another is used
	exchange(t, tls, agent, 2)
	exchange(t, agent, tls, 3)
	exchange(t, udp, agent, 4)
	exchange(t, agent, udp, 5)
	exchange(t, tls, agent, 6)
	tls.close()
	for gone := false; !gone; { // until the relay has noticed that the TLS connection is gone
		time.Sleep(time.Millisecond) // a flood of packets instead would fill the relay's socket
		r.mu.RLock()
		gone = len(r.ways) == 0
		r.mu.RUnlock()
	}
	exchange(t, udp, agent, 7)
}

func TestTLSBoundElsewhere(t *testing.T) {
	r := run(t)
	agent := r.dial(t, wayUDP)
	r.client(t, leg.SideAgent).bind(agent)
	customer := r.client(t, leg.SideCustomer)
	first := r.dial(t, wayTLS)
	customer.bind(first)
	second := r.dial(t, wayTLS)
	customer.bind(second)
	exchange(t, agent, second, 1)
	if _, err := first.read(); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Error("the connection that was replaced is still open")
	}
}

// TestIdleTLSConnections has clients that connect and then say nothing, or nothing that holds.
func TestIdleTLSConnections(t *testing.T) {
	r := run(t)
	agent, customer := r.dial(t, wayTLS), r.dial(t, wayTLS)
	r.client(t, leg.SideAgent).bind(agent)
	r.client(t, leg.SideCustomer).bind(customer)
	idle, noisy := r.dial(t, wayTLS), r.dial(t, wayTLS)
	if err := noisy.write([]byte{0x40, 1, 2}); err != nil {
		t.Fatal(err)
	}
	r.sweepOnce(time.Now().Add(bindWithin + time.Second))
	for name, p := range map[string]pipe{"idle": idle, "noisy": noisy} {
		if _, err := p.read(); err == nil || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s connection is still open", name)
		}
	}
	exchange(t, agent, customer, 1)
	r.sweepOnce(time.Now().Add(idleAfter + time.Second))
	if _, err := agent.read(); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Error("a bound connection without keep-alive is still open")
	}
}

func TestTooManyUnboundConnections(t *testing.T) {
	r := run(t)
	closed := 0
	fill := func(n int, address func(i int) netip.Addr) {
		r.mu.Lock()
		defer r.mu.Unlock()
		for i := range n {
			w := &tlsWay{cancel: func() { closed++ }, opened: time.Now(), source: netip.AddrPortFrom(address(i), 1)}
			r.unbound[w] = struct{}{}
		}
	}
	fill(maxUnbound, func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}) })
	r.client(t, leg.SideAgent).bind(r.dial(t, wayTLS)) // one that is in earnest still gets in
	r.mu.RLock()
	if closed != 1 || len(r.unbound) >= maxUnbound {
		t.Errorf("%d made room, %d are left", closed, len(r.unbound))
	}
	r.mu.RUnlock()
	fill(maxUnboundNetwork, func(int) netip.Addr { return netip.MustParseAddr("127.0.0.1") })
	_, response, err := websocket.Dial(t.Context(), r.tls, nil)
	if err == nil || response == nil || response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("one more of the same network was let in: %v", err)
	}
}

func TestLongestMessages(t *testing.T) {
	r := run(t)
	agent, customer := r.dial(t, wayTLS), r.dial(t, wayTLS)
	r.client(t, leg.SideAgent).bind(agent)
	r.client(t, leg.SideCustomer).bind(customer)
	for range 3 {
		if err := agent.write(append([]byte{0x40}, make([]byte, leg.MaxPacket-1)...)); err != nil {
			t.Fatal(err)
		}
		if got, err := customer.read(); err != nil || len(got) != leg.MaxPacket {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
	}
	if err := agent.write(make([]byte, leg.MaxPacket+1)); err != nil {
		t.Fatal(err)
	}
	if _, err := agent.read(); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after a message that is too long: %v", err)
	}
}

func TestServeAfterClose(t *testing.T) {
	r := run(t)
	r.Close()
	if _, _, err := websocket.Dial(t.Context(), r.tls, nil); err == nil {
		t.Error("a leg after Close")
	}
}

// TestSlowTLSSide has a side that does not read: the other side's packets must still go out, and the newest win.
func TestSlowTLSSide(t *testing.T) {
	q, m, now := newQueue(), newMetrics(nil), time.Now()
	for n := range byte(queuePackets + 10) {
		q.push([]byte{n}, now, m)
	}
	buffer := make([]byte, 0, leg.MaxPacket)
	if p, ok := q.pop(buffer, now, m); !ok || p[0] != 10 {
		t.Errorf("oldest is %v, %v", p, ok)
	}
	q.push([]byte{200}, now.Add(queueAge), m)
	if p, ok := q.pop(buffer, now.Add(queueAge+1), m); !ok || p[0] != 200 {
		t.Errorf("after the others are too old: %v, %v", p, ok)
	}
	if p, ok := q.pop(buffer, now, m); ok {
		t.Errorf("popped %v from an empty queue", p)
	}
	if n := testing.AllocsPerRun(1000, func() {
		q.push(buffer[:1000], now, m)
		q.pop(buffer, now, m)
	}); n != 0 {
		t.Errorf("%v allocations a packet", n)
	}
}

func BenchmarkLoopback(b *testing.B) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	d := newDesk(b)
	d.Forwarder.conn = newUDPConn(conn)
	done := make(chan error, 1)
	go func() { done <- d.Run(b.Context()) }()
	var ends [leg.Sides]udpPipe
	for side := range ends {
		c, err := net.Dial("udp", conn.LocalAddr().String())
		if err != nil {
			b.Fatal(err)
		}
		ends[side] = udpPipe{c}
		defer c.Close()
		key := newKey(b)
		binder := leg.NewBinder(sign(b, newTicket(1, leg.Side(side), key, time.Now()), relayKey), key, time.Now())
		for binder.State() != leg.StateBound {
			if err := ends[side].write(binder.Packet(time.Now())); err != nil {
				b.Fatal(err)
			}
			reply, err := ends[side].read()
			if err != nil {
				b.Fatal(err)
			}
			binder.Handle(reply, time.Now())
		}
	}
	packet, in := append([]byte{0x40}, make([]byte, 1199)...), make([]byte, leg.MaxPacket)
	b.SetBytes(int64(len(packet)))
	for b.Loop() {
		if err := ends[0].write(packet); err != nil {
			b.Fatal(err)
		}
		if _, err := ends[1].Read(in); err != nil {
			b.Fatal(err)
		}
	}
	d.Close()
	<-done
}
