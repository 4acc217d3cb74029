package carrier

import (
	"net"
	"time"
)

// Carrier is one side's end of the packet path of a session.
type Carrier struct{}

var _ net.PacketConn = (*Carrier)(nil)

// New starts a carrier: it asks for a ticket and binds the first way in the background. Packets written before a way is
// up are dropped. Close must be called.
func New(cfg Config) *Carrier { return &Carrier{} }

// Peer returns the virtual address of the other side, to which all packets go.
func (c *Carrier) Peer() net.Addr { return nil }

// LocalAddr returns this side's virtual address.
func (c *Carrier) LocalAddr() net.Addr { return nil }

// ReadFrom waits for the next packet from the other side and copies it to p. The address is always Peer. It returns
// os.ErrDeadlineExceeded at the read deadline and net.ErrClosed after Close.
func (c *Carrier) ReadFrom(p []byte) (int, net.Addr, error) { return 0, nil, net.ErrClosed }

// WriteTo sends p over the way in use. A packet that no way can take is dropped without an error; after Close it returns
// net.ErrClosed.
func (c *Carrier) WriteTo(p []byte, addr net.Addr) (int, error) { return 0, net.ErrClosed }

// SetDeadline is SetReadDeadline, since writes never wait.
func (c *Carrier) SetDeadline(t time.Time) error { return nil }

// SetReadDeadline sets the time after which ReadFrom returns os.ErrDeadlineExceeded; the zero time means never.
func (c *Carrier) SetReadDeadline(t time.Time) error { return nil }

// SetWriteDeadline does nothing, since writes never wait.
func (c *Carrier) SetWriteDeadline(time.Time) error { return nil }

// State returns the way in use, and a channel that is closed when its kind, Up, Public or Ticket changes next.
func (c *Carrier) State() (State, <-chan struct{}) { return State{}, nil }

// NetworkChanged tells the carrier that the machine's addresses may have changed, so that it binds again at once
// instead of after a second of silence.
func (c *Carrier) NetworkChanged() {}

// Close ends the carrier's ways, waits for its goroutines, and makes reads and writes fail with net.ErrClosed.
func (c *Carrier) Close() error { return nil }
