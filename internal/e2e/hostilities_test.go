package e2e

import (
	"context"
	"io"

	"beside.example/internal/streams"
	"beside.example/internal/view/viewtest"
	"beside.example/protocol"
	"beside.example/protocol/transport"
)

// hostileStage is where a program that is no customer's app writes what it likes.
type hostileStage struct {
	conn *transport.Conn
	open map[protocol.StreamKind]io.Writer
	// screen is the screen's stream, on which a viewer answers.
	screen transport.Stream
}

// begins writes what is right, on the screen's stream, and waits until it is acknowledged.
func (s *hostileStage) begins(ctx context.Context, parts []viewtest.Part) error {
	for _, p := range parts {
		if err := s.write(ctx, p); err != nil {
			return err
		}
	}
	if len(parts) == 0 {
		return nil
	}
	defer streams.UnblockReads(ctx, s.screen)()
	frames := protocol.NewFrameReader(s.screen, protocol.StreamScreen)
	for range parts {
		if _, err := frames.Read(); err != nil {
			return err
		}
	}
	return nil
}

// goesOn writes what is wrong, the last of it again and again, until nobody takes any.
func (s *hostileStage) goesOn(ctx context.Context, parts []viewtest.Part) error {
	const many = 100
	for n := range many {
		if err := s.write(ctx, parts[min(n, len(parts)-1)]); err != nil {
			return nil // as it should be
		}
	}
	return nil
}

// write writes on the stream that a part is for.
func (s *hostileStage) write(ctx context.Context, p viewtest.Part) error {
	stream, ok := s.open[p.Stream]
	if !ok {
		var err error
		if stream, err = s.opens(ctx, p.Stream); err != nil {
			return err
		}
		if s.open == nil {
			s.open = map[protocol.StreamKind]io.Writer{}
		}
		s.open[p.Stream] = stream
	}
	_, err := stream.Write(p.Bytes)
	return err
}

// opens opens a stream of a kind.
func (s *hostileStage) opens(ctx context.Context, kind protocol.StreamKind) (io.Writer, error) {
	if kind == protocol.StreamCursor {
		return s.conn.OpenUniStream(ctx, kind)
	}
	stream, err := s.conn.OpenStream(ctx, kind)
	if kind == protocol.StreamScreen {
		s.screen = stream
	}
	return stream, err
}
