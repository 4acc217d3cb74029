package forward

import (
	"bytes"
	"crypto/ed25519"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"beside.example/protocol/leg"
)

const relayName = "help.northfield.example:443"

var relayKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

// sent is one packet that the forwarder wrote.
type sent struct {
	to   netip.AddrPort
	data []byte
}

// fakeConn is a UDP socket that keeps what is written.
type fakeConn struct {
	mu  sync.Mutex // guards the following
	out []sent
}

func (c *fakeConn) ReadFromUDPAddrPort([]byte) (int, netip.AddrPort, error) {
	return 0, netip.AddrPort{}, net.ErrClosed
}

func (c *fakeConn) WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.out = append(c.out, sent{to, bytes.Clone(b)})
	return len(b), nil
}

func (c *fakeConn) Close() error { return nil }

// take returns what was written since the last call.
func (c *fakeConn) take() []sent {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.out
	c.out = nil
	return out
}

// desk drives a Forwarder packet by packet, at a time that only the test moves.
type desk struct {
	*Forwarder
	t    testing.TB
	conn *fakeConn
	now  time.Time
}

func newDesk(t testing.TB) *desk {
	conn := &fakeConn{}
	f := New(Config{Relay: relayName, Keys: []ed25519.PublicKey{public(relayKey)}})
	f.conn = conn
	return &desk{Forwarder: f, t: t, conn: conn, now: time.Now()}
}

// udp delivers a packet from an address and returns what the forwarder wrote.
func (d *desk) udp(packet []byte, from netip.AddrPort) []sent {
	d.handleUDP(packet, from, d.now)
	select {
	case r := <-d.binds:
		if reply := d.bind(r, d.now); reply != nil {
			d.writeUDP(reply, r.source)
		}
	default:
	}
	return d.conn.take()
}

// app is one side's app: a leg key, a ticket and an address.
type app struct {
	key     ed25519.PrivateKey
	binder  *leg.Binder
	ticket  leg.Ticket
	address netip.AddrPort
}

func newTicket(session byte, side leg.Side, key ed25519.PrivateKey, now time.Time) leg.Ticket {
	return leg.Ticket{
		Session: leg.SessionID{session}, Side: side, LegKey: [32]byte(public(key)), Relay: relayName,
		BindBy: now.Add(2 * time.Minute), LeaseEnd: now.Add(8 * time.Hour),
	}
}

func newKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t testing.TB, tk leg.Ticket, key ed25519.PrivateKey) []byte {
	t.Helper()
	b, err := tk.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// newApp makes an app of a session, changed as the test likes.
func (d *desk) newApp(session byte, side leg.Side, address string, change ...func(*leg.Ticket)) *app {
	d.t.Helper()
	a := &app{key: newKey(d.t), address: netip.MustParseAddrPort(address)}
	a.ticket = newTicket(session, side, a.key, d.now)
	for _, c := range change {
		c(&a.ticket)
	}
	a.binder = leg.NewBinder(sign(d.t, a.ticket, relayKey), a.key, d.now)
	return a
}

// bindApp exchanges BINDs and answers until there is nothing to send.
func (d *desk) bindApp(a *app) leg.State {
	d.t.Helper()
	for {
		packet := a.binder.Packet(d.now)
		if packet == nil {
			return a.binder.State()
		}
		for _, s := range d.udp(packet, a.address) {
			if s.to != a.address {
				d.t.Fatalf("answer to %v went to %v", a.address, s.to)
			}
			if len(s.data) >= len(packet) {
				d.t.Fatalf("answer of %d bytes to %d", len(s.data), len(packet))
			}
			a.binder.Handle(s.data, d.now)
		}
	}
}

// pair binds both sides of a session.
func (d *desk) pair() (agent, customer *app) {
	d.t.Helper()
	agent, customer = d.newApp(1, leg.SideAgent, "192.0.2.1:1000"), d.newApp(1, leg.SideCustomer, "[2001:db8::2]:2000")
	for _, a := range []*app{agent, customer} {
		if s := d.bindApp(a); s != leg.StateBound {
			d.t.Fatalf("state %v, reason %v", s, a.binder.Reason())
		}
	}
	return agent, customer
}

// wantForwarded checks that a packet from one app comes to the other unchanged.
func (d *desk) wantForwarded(from, to *app) {
	d.t.Helper()
	packet := append([]byte{0x40}, bytes.Repeat([]byte{7}, 1199)...)
	out := d.udp(packet, from.address)
	if len(out) != 1 || out[0].to != to.address || !bytes.Equal(out[0].data, packet) {
		d.t.Errorf("%d packets out, want one for %v", len(out), to.address)
	}
}

// wantDropped checks that a packet from an address goes nowhere.
func (d *desk) wantDropped(from netip.AddrPort) {
	d.t.Helper()
	if out := d.udp([]byte{0x40, 1, 2, 3}, from); len(out) != 0 {
		d.t.Errorf("forwarded to %v", out[0].to)
	}
}
