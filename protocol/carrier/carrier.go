package carrier

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"beside.example/protocol/carrier/inbox"
	"beside.example/protocol/leg"
)

const (
	// inboxPackets is how many packets wait for QUIC, which reads them at once: 1 MB while it is held up.
	inboxPackets = 1024

	// heldPackets is how many packets are kept until the first way is up, so that a handshake need not wait for its own timer.
	heldPackets = 4
)

// virtualAddr returns the address under which QUIC knows a side. It lies in a range that no network routes (RFC 4193).
func virtualAddr(side leg.Side) *net.UDPAddr {
	const port = 1
	return &net.UDPAddr{IP: net.IP{0xfd, 15: 0xa + byte(side)}, Port: port}
}

// Carrier is one side's end of the packet path of a session.
type Carrier struct {
	cfg    Config
	logger *slog.Logger
	key    ed25519.PrivateKey
	inbox  *inbox.Inbox
	state  *watched

	cancel context.CancelFunc
	owned  sync.WaitGroup
	wake   chan struct{} // holds a token when the loop should look
	moved  atomic.Bool   // the machine's addresses may have changed
	closed atomic.Bool

	current    atomic.Pointer[lane]
	lastPacket atomic.Int64 // unix nanoseconds; 0: none yet

	mu   sync.Mutex // guards the following
	held [][]byte   // written before the first way was up
	up   bool       // a way was up once
}

var _ net.PacketConn = (*Carrier)(nil)

// New starts a carrier: it asks for a ticket and binds the first way in the background. Of the packets written before a way
// is up only the last few are kept. Close must be called.
func New(cfg Config) *Carrier {
	logger := cfg.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	// Fails only if the system has no randomness, and then Go ends the program.
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	ctx, cancel := context.WithCancel(context.Background())
	c := &Carrier{
		cfg:    cfg,
		logger: logger,
		key:    key,
		inbox:  inbox.New(inboxPackets),
		state:  newWatched(),
		cancel: cancel,
		wake:   make(chan struct{}, 1),
	}
	c.owned.Go(func() { newLoop(c).run(ctx) })
	return c
}

// Peer returns the virtual address of the other side, to which all packets go.
func (c *Carrier) Peer() net.Addr { return virtualAddr(c.cfg.Side.Other()) }

// LocalAddr returns this side's virtual address.
func (c *Carrier) LocalAddr() net.Addr { return virtualAddr(c.cfg.Side) }

// ReadFrom waits for the next packet from the other side and copies it to p. The address is always Peer. It returns
// os.ErrDeadlineExceeded at the read deadline and net.ErrClosed after Close.
func (c *Carrier) ReadFrom(p []byte) (int, net.Addr, error) {
	n, err := c.inbox.Read(p)
	return n, c.Peer(), err
}

// WriteTo sends p over the way in use. A packet that no way can take is dropped without an error; after Close it returns
// net.ErrClosed.
func (c *Carrier) WriteTo(p []byte, _ net.Addr) (int, error) {
	if c.closed.Load() {
		return 0, net.ErrClosed
	}
	if len(p) > leg.MaxPacket || !leg.IsForwarded(p) {
		return len(p), nil // no relay would forward it
	}
	if current := c.current.Load(); current != nil {
		current.send(p)
	} else {
		c.hold(p)
	}
	return len(p), nil
}

// hold keeps the packet for the first way.
func (c *Carrier) hold(p []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.up {
		return
	}
	if len(c.held) == heldPackets {
		c.held = c.held[1:]
	}
	c.held = append(c.held, append([]byte(nil), p...))
}

// use makes the lane the way in use and sends what was held for it.
func (c *Carrier) use(l *lane) {
	c.current.Store(l)
	c.mu.Lock()
	held := c.held
	c.held, c.up = nil, true
	c.mu.Unlock()
	for _, p := range held {
		l.send(p)
	}
}

// deliver hands a packet to whoever reads.
func (c *Carrier) deliver(packet []byte, now time.Time) {
	c.arrived(now)
	c.inbox.Put(packet) // a full inbox drops it, as networks do
}

// arrived notes that something came from the relay.
func (c *Carrier) arrived(now time.Time) { c.lastPacket.Store(now.UnixNano()) }

// poke has the loop look at once.
func (c *Carrier) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// SetDeadline is SetReadDeadline, since writes never wait.
func (c *Carrier) SetDeadline(t time.Time) error { return c.SetReadDeadline(t) }

// SetReadDeadline sets the time after which ReadFrom returns os.ErrDeadlineExceeded; the zero time means never.
func (c *Carrier) SetReadDeadline(t time.Time) error { return c.inbox.SetReadDeadline(t) }

// SetWriteDeadline does nothing, since writes never wait.
func (c *Carrier) SetWriteDeadline(time.Time) error { return nil }

// State returns the way in use, and a channel that is closed when its kind, Up, Public or Ticket changes next.
func (c *Carrier) State() (State, <-chan struct{}) {
	s, changed := c.state.get()
	if last := c.lastPacket.Load(); last != 0 {
		s.LastPacket = time.Unix(0, last)
	}
	return s, changed
}

// NetworkChanged tells the carrier that the machine's addresses may have changed, so that it binds again at once
// instead of after a second of silence.
func (c *Carrier) NetworkChanged() {
	c.moved.Store(true)
	c.poke()
}

// Close ends the carrier's ways, waits for its goroutines, and makes reads and writes fail with net.ErrClosed.
func (c *Carrier) Close() error {
	c.closed.Store(true)
	c.cancel()
	c.owned.Wait()
	c.inbox.Close()
	last, _ := c.State() // stays readable: why no conn came about is asked afterwards
	c.report(last.Kind, false, netip.AddrPort{}, last.Ticket)
	return nil
}

// report changes the state that others see.
func (c *Carrier) report(kind Kind, up bool, public netip.AddrPort, ticket error) {
	if c.state.set(kind, up, public, ticket) {
		c.logger.Info("way changed", "way", kind.String(), "up", up, "ticket", ticket)
	}
}
