package transporttest

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"beside.example/protocol/transport"
)

// Impairment is what a link does to packets in one direction. The zero value passes everything at once.
type Impairment struct {
	Delay     time.Duration // one way
	Jitter    time.Duration // added to Delay, uniform between 0 and this; may reorder
	Loss      float64       // share of packets lost independently
	Burst     Burst         // loss in bursts, on top of Loss
	Rate      int           // bits per second; 0 means without limit
	Queue     int           // bytes that wait for Rate before the tail is dropped; 0 means 64 KiB
	Reorder   float64       // share of packets held back by ReorderBy
	ReorderBy time.Duration // 0 means 10 ms
	Duplicate float64       // share of packets that arrive twice
	Corrupt   float64       // share of packets with one bit flipped
	MTU       int           // larger packets are dropped; 0 means without limit
}

// Burst is the Gilbert-Elliott model: a link is good or bad, and each packet may change which.
type Burst struct {
	Start float64 // chance per packet to turn bad; 0 means never
	End   float64 // chance per packet to turn good again
	Loss  float64 // share of packets lost while bad; 0 means all
}

// Bursts returns the model that loses this share of all packets in bursts of this mean length.
func Bursts(loss, length float64) Burst { return Burst{} }

// Link is a path in memory between two ends, each a transport.PacketConn for a conn's Config.Carrier. It uses only
// channels and the time package, so that it runs in testing/synctest's virtual time. The same seed gives the same fate to the same
// packets.
type Link struct{}

// NewLink returns a link that does the same in both directions.
func NewLink(t testing.TB, seed uint64, both Impairment) *Link { return &Link{} }

// Agent and Customer return the two ends.
func (l *Link) Agent() transport.PacketConn { return nil }

// Customer returns the customer's end.
func (l *Link) Customer() transport.PacketConn { return nil }

// Set changes what the link does, per direction: up is from agent to customer.
func (l *Link) Set(up, down Impairment) {}

// Blackout drops everything, in both directions, until it is called with false.
func (l *Link) Blackout(on bool) {}

// Pair returns two connected conns over an unimpaired link, agent's first; the test closes them at its end.
func Pair(t testing.TB) (agent, customer *transport.Conn) { return nil, nil }

// PairOver returns two connected conns over a link; the test closes them at its end.
func PairOver(t testing.TB, l *Link) (agent, customer *transport.Conn) { return nil, nil }

// Proxy is an impairing UDP proxy on loopback for real processes: apps are told its address instead of the relay's. Each app's
// address gets a socket of its own towards the relay, as in a NAT.
type Proxy struct{}

// NewProxy listens on a free loopback UDP port and forwards to target.
func NewProxy(target netip.AddrPort, seed uint64, both Impairment) (*Proxy, error) { return nil, nil }

// Addr returns where the proxy listens.
func (p *Proxy) Addr() netip.AddrPort { return netip.AddrPort{} }

// Set changes what the proxy does, per direction: up is towards target.
func (p *Proxy) Set(up, down Impairment) {}

// Blackout drops everything until it is called with false.
func (p *Proxy) Blackout(on bool) {}

// Rebind moves every app to a new source address towards the relay, as a NAT does that forgot its mappings, or a machine
// that changed its network.
func (p *Proxy) Rebind() {}

// Close ends the proxy and waits for its goroutines.
func (p *Proxy) Close() error { return nil }

var _ net.Addr = (*net.UDPAddr)(nil)
