package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"time"

	"beside.example/protocol"
)

var errNotBuilt = errors.New("not built")

// Conn is one authenticated end-to-end connection. All methods may be called at the same time.
type Conn struct{}

// NewIdentity makes the ephemeral certificate of one side of one session, and the hash that the key exchange pins.
func NewIdentity() (tls.Certificate, SPKI, error) { return tls.Certificate{}, SPKI{}, errNotBuilt }

// Dial connects the agent's side and returns when both proofs hold. It can be called again, with a fresh carrier, after
// a conn died.
func Dial(ctx context.Context, cfg Config) (*Conn, error) { return nil, errNotBuilt }

// Listen waits on the customer's side for the one pinned peer and returns when both proofs hold. Connections with any other
// key are turned away and do not end it.
func Listen(ctx context.Context, cfg Config) (*Conn, error) { return nil, errNotBuilt }

// Control returns the authenticated first stream. It is one and the same at every call.
func (c *Conn) Control() Stream { return nil }

// OpenStream opens a bidirectional stream and tells its kind to the peer. It waits while the peer allows no more streams.
func (c *Conn) OpenStream(ctx context.Context, kind protocol.StreamKind) (Stream, error) {
	return nil, errNotBuilt
}

// OpenUniStream opens a stream on which only this side writes.
func (c *Conn) OpenUniStream(ctx context.Context, kind protocol.StreamKind) (SendStream, error) {
	return nil, errNotBuilt
}

// AcceptStream returns the next bidirectional stream of the peer, with its kind. After the conn ended it returns Err.
func (c *Conn) AcceptStream(ctx context.Context) (protocol.StreamKind, Stream, error) {
	return 0, nil, errNotBuilt
}

// AcceptUniStream returns the next stream on which only the peer writes.
func (c *Conn) AcceptUniStream(ctx context.Context) (protocol.StreamKind, ReceiveStream, error) {
	return 0, nil, errNotBuilt
}

// SetLively says whether a screen is shown, so that an outage must be noticed within a second; otherwise within four.
// It is enough that one side is lively.
func (c *Conn) SetLively(lively bool) {}

// State returns how the conn is doing, and a channel that is closed at the next change of Phase.
func (c *Conn) State() (State, <-chan struct{}) { return State{}, nil }

// Stats returns QUIC's measurements of the path.
func (c *Conn) Stats() Stats { return Stats{} }

// Budget returns how many bytes a stream of stale-able updates may have unacknowledged just now; see Stats.Budget.
func (c *Conn) Budget() int { return 0 }

// Close ends the conn with a code and a short reason for the peer's log, closes the carrier, and waits for all goroutines of the
// conn. Closing again does nothing.
func (c *Conn) Close(code protocol.CloseCode, reason string) error { return nil }

// Done returns a channel that is closed when the conn has ended, by whatever cause.
func (c *Conn) Done() <-chan struct{} { return nil }

// Err returns nil while the conn lives, and then why it ended: a *CloseError when a side closed it.
func (c *Conn) Err() error { return nil }

// Phase is how a conn is doing.
type Phase uint8

// The phases.
const (
	Connected    Phase = iota // packets arrive
	Reconnecting              // silence; the conn is alive and comes back by itself if the network does
	Closed                    // over
)

// State is a conn's phase and when it began.
type State struct {
	Phase Phase
	Since time.Time
}

// Stats are QUIC's measurements of the path.
type Stats struct {
	SmoothedRTT, MinRTT, LatestRTT time.Duration

	CongestionWindow uint64 // bytes that may be in flight just now

	BytesSent, BytesReceived, BytesLost       uint64 // QUIC packets, lost: found missing by this side
	PacketsSent, PacketsReceived, PacketsLost uint64

	Kicks uint64 // how often the conn was moved after an outage
}

// CloseError tells that a side closed the conn on purpose.
type CloseError struct {
	Code   protocol.CloseCode
	Reason string
	Remote bool // the peer closed it
}

// Error returns the code and the reason.
func (e *CloseError) Error() string { return e.Code.String() }
