package transporttest

import (
	"net"
	"sync"
	"testing"
	"time"

	"beside.example/protocol/carrier/inbox"
	"beside.example/protocol/transport"
)

// inboxPackets is how many packets wait for their reader, as in a socket's buffer.
const inboxPackets = 2048

// Link is a path in memory between two ends, each a transport.PacketConn for a conn's Config.Carrier. It uses only
// locks and the time package, so that it runs in testing/synctest's virtual time. The same seed gives the same fate to the same
// packets.
type Link struct {
	seed uint64

	mu       sync.Mutex // guards the following, and the ends' other
	agent    *end
	customer *end
	ends     []*end // all there ever were
	up, down *channel
	blackout bool
}

// NewLink returns a link that does the same in both directions; the test closes its ends at its own end.
func NewLink(t testing.TB, seed uint64, both Impairment) *Link {
	l := &Link{seed: seed}
	t.Cleanup(l.close)
	l.agent = newEnd(l, agentPort)
	l.customer = newEnd(l, customerPort)
	l.agent.other, l.customer.other = l.customer, l.agent
	l.Set(both, both)
	return l
}

// Agent returns the agent's end. It lives until its Close, which the conn on it calls.
func (l *Link) Agent() transport.PacketConn {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.agent
}

// Customer returns the customer's end.
func (l *Link) Customer() transport.PacketConn {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.customer
}

// RedialAgent gives the agent a new end on the same path, for its next conn.
func (l *Link) RedialAgent() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.agent = newEnd(l, l.agent.addr.Port)
	l.agent.other, l.customer.other = l.customer, l.agent
}

// Redial gives both sides new ends on the same path, for the next conn after one died.
func (l *Link) Redial() {
	l.RedialAgent()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.customer = newEnd(l, l.customer.addr.Port)
	l.agent.other, l.customer.other = l.customer, l.agent
}

// Set changes what the link does, per direction: up is from agent to customer.
func (l *Link) Set(up, down Impairment) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.up, l.down = newChannel(up, l.seed, 1), newChannel(down, l.seed, 2)
}

// Blackout drops everything, in both directions, until it is called with false.
func (l *Link) Blackout(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.blackout = on
}

// close closes all ends there ever were.
func (l *Link) close() {
	l.mu.Lock()
	ends := l.ends
	l.mu.Unlock()
	for _, e := range ends {
		_ = e.Close() // never fails
	}
}

// carry decides what happens to a packet, and when it arrives.
func (l *Link) carry(from *end, packet []byte) {
	l.mu.Lock()
	to := from.other
	through := l.up
	if to == l.agent {
		through = l.down
	}
	if l.blackout {
		l.mu.Unlock()
		return
	}
	copies := through.fate(time.Now(), len(packet))
	packet = append([]byte(nil), packet...)
	through.spoil(packet)
	l.mu.Unlock()
	for _, after := range copies {
		to.line.put(after, func() { to.inbox.Put(packet) })
	}
}

// end is one side's net.PacketConn.
type end struct {
	link  *Link
	inbox *inbox.Inbox
	line  *line // to this end
	close sync.Once
	other *end
	addr  *net.UDPAddr
	peer  *net.UDPAddr
}

var _ transport.PacketConn = (*end)(nil)

// The ports of the two ends.
const (
	agentPort    = 1
	customerPort = 2
)

// newEnd is called with the link's lock held, or before the link is shared.
func newEnd(l *Link, port int) *end {
	e := &end{link: l, inbox: inbox.New(inboxPackets), line: newLine(), addr: loopback(port), peer: loopback(agentPort + customerPort - port)}
	l.ends = append(l.ends, e)
	return e
}

func loopback(port int) *net.UDPAddr { return &net.UDPAddr{IP: net.IPv6loopback, Port: port} }

func (e *end) Peer() net.Addr      { return e.peer }
func (e *end) LocalAddr() net.Addr { return e.addr }

func (e *end) ReadFrom(p []byte) (int, net.Addr, error) {
	n, err := e.inbox.Read(p)
	return n, e.peer, err
}

func (e *end) WriteTo(p []byte, _ net.Addr) (int, error) {
	e.link.carry(e, p)
	return len(p), nil
}

func (e *end) Close() error {
	e.close.Do(func() {
		e.inbox.Close()
		e.line.close()
	})
	return nil
}

func (e *end) SetReadDeadline(t time.Time) error { return e.inbox.SetReadDeadline(t) }
func (e *end) SetDeadline(t time.Time) error     { return e.inbox.SetReadDeadline(t) }
func (e *end) SetWriteDeadline(time.Time) error  { return nil }

// SetReadBuffer and SetWriteBuffer keep QUIC quiet where a test puts it straight on a link.
func (e *end) SetReadBuffer(int) error  { return nil }
func (e *end) SetWriteBuffer(int) error { return nil }
