package forward

import (
	"bytes"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"beside.example/protocol/leg"
)

// TestVerificationBudget has one network that asks for more signatures to be verified than any app does.
func TestVerificationBudget(t *testing.T) {
	d := newDesk(t)
	a := d.newApp(1, leg.SideAgent, "192.0.2.1:1000")
	d.bindApp(a)
	answered := 0
	for range 500 {
		a.binder.Rebind(d.now)
		answered += len(d.udp(a.binder.Packet(d.now), a.address))
	}
	if answered > budgetBurst {
		t.Errorf("%d verified at once", answered)
	}
	other := d.newApp(1, leg.SideCustomer, "203.0.113.1:1000")
	if s := d.bindApp(other); s != leg.StateBound {
		t.Errorf("another network: state %v", s)
	}
}

// TestSpoofedFlood sends well-formed requests, garbage and packets to forward from addresses that do not receive.
func TestSpoofedFlood(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	stranger := d.newApp(9, leg.SideAgent, "192.0.2.200:1")
	request := stranger.binder.Packet(d.now)
	packets := [][]byte{request, request[:40], {0x00}, {0x01, 0x01}, {0xc0, 0, 0, 1}, append([]byte{0x40}, make([]byte, 1199)...), {0x3f}, {0x80}}
	const flood = 100_000
	in, out := 0, 0
	flow := func(from, n int) {
		for i := from; i < from+n; i++ {
			source := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 4000)
			p := packets[i%len(packets)]
			in += len(p)
			for _, s := range d.udp(p, source) {
				if len(s.data) > len(p) {
					t.Fatalf("%d bytes answered with %d", len(p), len(s.data))
				}
				out += len(s.data)
			}
		}
	}
	flow(0, flood/10)
	before := heap()
	flow(flood/10, flood)
	if grown := int64(heap()) - int64(before); grown > 64<<10 {
		t.Errorf("heap has grown by %d bytes", grown)
	}
	if out*4 > in || len(d.sessions) != 1 || len(d.addresses) != 2 {
		t.Errorf("%d bytes in, %d out, %d sessions, %d addresses", in, out, len(d.sessions), len(d.addresses))
	}
	d.wantForwarded(agent, customer)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestForwardingDoesNotAllocate(t *testing.T) {
	f, source, _ := discarding(t)
	packet := append([]byte{0x40}, make([]byte, 1199)...)
	now := time.Now()
	if n := testing.AllocsPerRun(1000, func() { f.handleUDP(packet, source, now) }); n != 0 {
		t.Errorf("%v allocations a packet", n)
	}
}

// discardConn is a socket whose packets are lost.
type discardConn struct{ fakeConn }

func (*discardConn) WriteToUDPAddrPort(b []byte, _ netip.AddrPort) (int, error) { return len(b), nil }

func discarding(t testing.TB) (f *Forwarder, agent, customer netip.AddrPort) {
	d := newDesk(t)
	a, c := d.pair()
	d.Forwarder.conn = &discardConn{}
	return d.Forwarder, a.address, c.address
}

func BenchmarkForward(b *testing.B) {
	f, source, _ := discarding(b)
	packet := append([]byte{0x40}, make([]byte, 1199)...)
	b.SetBytes(int64(len(packet)))
	b.ReportAllocs()
	for b.Loop() {
		f.handleUDP(packet, source, time.Now())
	}
}

func BenchmarkBind(b *testing.B) {
	d := newDesk(b)
	a, _ := d.pair()
	source := bindRequest{source: a.address}
	for b.Loop() {
		a.binder.Rebind(d.now)
		m, err := leg.ParseBind(a.binder.Packet(d.now))
		if err != nil {
			b.Fatal(err)
		}
		source.bind = m
		if reply := d.bind(source, d.now); reply == nil {
			b.Fatal("not bound")
		}
	}
}

func FuzzPacket(f *testing.F) {
	d := newDesk(f)
	a, _ := d.pair()
	a.binder.Rebind(d.now)
	f.Add(a.binder.Packet(d.now))
	f.Add([]byte{0x40})
	f.Add([]byte{0x02, 0x01, 0, 0, 0, 0, 0, 0, 0, 1})
	stranger := netip.MustParseAddrPort("198.51.100.1:1")
	f.Fuzz(func(t *testing.T, packet []byte) {
		if len(packet) > leg.MaxPacket {
			return
		}
		input := bytes.Clone(packet)
		for _, s := range d.udp(packet, stranger) {
			if len(s.data) > len(packet) {
				t.Fatalf("%d bytes answered with %d", len(packet), len(s.data))
			}
		}
		if !bytes.Equal(input, packet) || len(d.addresses) != 2 {
			t.Fatal("a stranger's packet changed something")
		}
	})
}
