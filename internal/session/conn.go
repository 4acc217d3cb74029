package session

import (
	"context"

	"beside.example/protocol"
	"beside.example/protocol/transport"
)

// Conn is what a session uses of a *transport.Conn, which is the only one outside of tests.
type Conn interface {
	// Control returns the authenticated first stream.
	Control() transport.Stream
	// OpenStream opens a bidirectional stream.
	OpenStream(ctx context.Context, kind protocol.StreamKind) (transport.Stream, error)
	// OpenUniStream opens a stream on which only this side writes.
	OpenUniStream(ctx context.Context, kind protocol.StreamKind) (transport.SendStream, error)
	// AcceptStream returns the peer's next bidirectional stream.
	AcceptStream(ctx context.Context) (protocol.StreamKind, transport.Stream, error)
	// AcceptUniStream returns the peer's next stream on which only it writes.
	AcceptUniStream(ctx context.Context) (protocol.StreamKind, transport.ReceiveStream, error)
	// Budget returns how many bytes of updates may be unacknowledged just now.
	Budget() int
	// SetLively says whether an outage must be noticed within a second.
	SetLively(lively bool)
	// Stats returns the measurements of the path.
	Stats() transport.Stats
	// State returns how the conn is doing and a channel that is closed at its next change.
	State() (transport.State, <-chan struct{})
	// Close ends the conn.
	Close(code protocol.CloseCode, reason string) error
	// Done is closed when the conn has ended.
	Done() <-chan struct{}
	// Err tells why it ended: a *transport.CloseError when a side closed it.
	Err() error
}

var _ Conn = (*transport.Conn)(nil)
