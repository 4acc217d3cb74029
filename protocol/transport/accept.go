package transport

import (
	"context"
	"fmt"
	"io"
	"time"

	"beside.example/protocol"
)

// kindTimeout is how long a new stream may keep its kind to itself. It comes with the stream's first packet, so only
// losses and outages delay it.
const kindTimeout = maxIdle

// incoming is a stream of the peer whose kind is known.
type incoming[S any] struct {
	kind   protocol.StreamKind
	stream S
}

// introducible is a stream of the peer whose first byte is still to be read.
type introducible interface {
	io.Reader
	SetReadDeadline(t time.Time) error
}

// readKind reads a stream's first byte, and nothing more.
func readKind(r io.Reader, bidirectional bool) (protocol.StreamKind, error) {
	var b [1]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return 0, fmt.Errorf("read the stream's kind: %w", err)
	}
	kind := protocol.StreamKind(b[0])
	// The control stream is the first one and there is only one.
	if !kind.Valid() || kind.Bidirectional() != bidirectional || kind == protocol.StreamControl {
		return 0, &CloseError{Code: protocol.CloseProtocol, Reason: fmt.Sprintf("stream of kind %d", kind)}
	}
	return kind, nil
}

// introduce reads the kind of a stream of the peer and hands it to whoever accepts next. Nobody is in line behind a stream that
// does not tell its kind; QUIC's limit on open streams bounds how many wait here.
func introduce[S introducible](c *Conn, s S, bidirectional bool, deliver func(protocol.StreamKind)) {
	_ = s.SetReadDeadline(time.Now().Add(kindTimeout))
	kind, err := readKind(s, bidirectional)
	if err != nil {
		c.violated(err)
		return
	}
	_ = s.SetReadDeadline(time.Time{})
	deliver(kind)
}

// acceptStreams hands on the peer's bidirectional streams until the conn ends.
func (c *Conn) acceptStreams(ctx context.Context) {
	for {
		s, err := c.qc.AcceptStream(ctx)
		if err != nil {
			return
		}
		c.owned.Go(func() {
			introduce(c, s, true, func(kind protocol.StreamKind) {
				prioritise(s, kind)
				if kind == protocol.StreamPing {
					c.takePingStream(s)
					return
				}
				select {
				case c.streams <- incoming[Stream]{kind, stream{s}}:
				case <-ctx.Done():
				}
			})
		})
	}
}

// acceptUniStreams hands on the peer's unidirectional streams until the conn ends.
func (c *Conn) acceptUniStreams(ctx context.Context) {
	for {
		s, err := c.qc.AcceptUniStream(ctx)
		if err != nil {
			return
		}
		c.owned.Go(func() {
			introduce(c, s, false, func(kind protocol.StreamKind) {
				select {
				case c.uniStreams <- incoming[ReceiveStream]{kind, receiveStream{s}}:
				case <-ctx.Done():
				}
			})
		})
	}
}

// AcceptStream returns the next bidirectional stream of the peer, with its kind. After the conn ended it returns Err.
func (c *Conn) AcceptStream(ctx context.Context) (protocol.StreamKind, Stream, error) {
	return accept(ctx, c, c.streams)
}

// AcceptUniStream returns the next stream on which only the peer writes. After the conn ended it returns Err.
func (c *Conn) AcceptUniStream(ctx context.Context) (protocol.StreamKind, ReceiveStream, error) {
	return accept(ctx, c, c.uniStreams)
}

func accept[S any](ctx context.Context, c *Conn, from <-chan incoming[S]) (protocol.StreamKind, S, error) {
	var none S
	select {
	case in := <-from:
		return in.kind, in.stream, nil
	case <-ctx.Done():
		return 0, none, context.Cause(ctx)
	case <-c.Done():
		return 0, none, c.Err()
	}
}
