package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/quic-go/quic-go"

	"beside.example/protocol"
)

// part says who dialed: only that side can move the conn.
type part bool

const (
	dialer  part = true
	listens part = false
)

// Conn is one authenticated end-to-end connection. All methods may be called at the same time. Close must be called, even
// after the conn ended by itself.
type Conn struct {
	part      part
	qc        *quic.Conn
	transport *quic.Transport
	path      *path
	logger    *slog.Logger

	control    stream
	streams    chan incoming[Stream]
	uniStreams chan incoming[ReceiveStream]

	state *watched
	pulse *pulse
	kicks atomic.Uint64

	stop     context.CancelFunc // ends the goroutines of owned
	owned    sync.WaitGroup
	close    sync.Once
	closeErr error // set by close
}

// newConn starts a conn whose peer is proven.
func newConn(cfg Config, qc *quic.Conn, tr *quic.Transport, p *path, control *quic.Stream) *Conn {
	ctx, stop := context.WithCancel(context.Background())
	c := &Conn{
		part:       p.part,
		qc:         qc,
		transport:  tr,
		path:       p,
		logger:     cfg.logger(),
		control:    stream{control},
		streams:    make(chan incoming[Stream]),
		uniStreams: make(chan incoming[ReceiveStream]),
		state:      newWatched(),
		stop:       stop,
	}
	c.pulse = newPulse(c)
	prioritise(control, protocol.StreamControl)
	c.owned.Go(func() { c.acceptStreams(ctx) })
	c.owned.Go(func() { c.acceptUniStreams(ctx) })
	c.owned.Go(func() { c.pulse.run(ctx) })
	c.owned.Go(c.waitForEnd)
	return c
}

// waitForEnd tells the end of the conn to those who watch its state.
func (c *Conn) waitForEnd() {
	<-c.qc.Context().Done()
	c.stop()
	c.state.set(Closed)
	c.logger.Info("conn ended", "reason", c.Err())
}

// Control returns the authenticated first stream. It is one and the same at every call.
func (c *Conn) Control() Stream { return c.control }

// OpenStream opens a bidirectional stream and tells its kind to the peer. It waits while the peer allows no more streams.
func (c *Conn) OpenStream(ctx context.Context, kind protocol.StreamKind) (Stream, error) {
	s, err := c.open(ctx, kind)
	if err != nil {
		return nil, err
	}
	return stream{s}, nil
}

func (c *Conn) open(ctx context.Context, kind protocol.StreamKind) (*quic.Stream, error) {
	s, err := c.qc.OpenStreamSync(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a stream for %v: %w", kind, err)
	}
	prioritise(s, kind)
	// One byte fits QUIC's buffer for the stream, so this does not wait for the network.
	if _, err := s.Write([]byte{byte(kind)}); err != nil {
		return nil, fmt.Errorf("tell the kind of a stream for %v: %w", kind, err)
	}
	return s, nil
}

// OpenUniStream opens a stream on which only this side writes, and tells its kind to the peer.
func (c *Conn) OpenUniStream(ctx context.Context, kind protocol.StreamKind) (SendStream, error) {
	s, err := c.qc.OpenUniStreamSync(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a stream for %v: %w", kind, err)
	}
	prioritise(s, kind)
	if _, err := s.Write([]byte{byte(kind)}); err != nil {
		return nil, fmt.Errorf("tell the kind of a stream for %v: %w", kind, err)
	}
	return sendStream{s}, nil
}

// SetLively says whether a screen is shown, so that an outage must be noticed within a second; otherwise within four.
// It is enough that one side is lively.
func (c *Conn) SetLively(lively bool) { c.pulse.setLively(lively) }

// State returns how the conn is doing, and a channel that is closed at the next change of Phase.
func (c *Conn) State() (State, <-chan struct{}) { return c.state.get() }

// Done returns a channel that is closed when the conn has ended, by whatever cause.
func (c *Conn) Done() <-chan struct{} { return c.qc.Context().Done() }

// Err returns nil while the conn lives, and then why it ended: a *CloseError when a side closed it or the outage
// outlasted it.
func (c *Conn) Err() error {
	if c.qc.Context().Err() == nil {
		return nil
	}
	return closeError(context.Cause(c.qc.Context()))
}

// closeReplays is how often the packet that tells the peer of the end is repeated: nobody acknowledges it, and after it
// nobody is left to send it again.
const closeReplays = 2

// Close ends the conn with a code and a short reason for the peer's log, closes the carrier, and waits for all goroutines of the
// conn. Closing again does nothing.
func (c *Conn) Close(code protocol.CloseCode, reason string) error {
	c.close.Do(func() {
		alive := c.Err() == nil
		err := c.qc.CloseWithError(quic.ApplicationErrorCode(code), clip(reason))
		for range closeReplays {
			if alive {
				err = errors.Join(err, c.path.replay())
			}
		}
		c.stop()
		c.closeErr = errors.Join(err, c.transport.Close(), c.path.Close())
		c.owned.Wait()
	})
	return c.closeErr
}

// violated ends the conn if the peer did what the protocol does not allow; other errors end only a stream.
func (c *Conn) violated(err error) {
	if ce, ok := errors.AsType[*CloseError](err); ok {
		c.logger.Warn("peer violated the protocol", "error", err)
		_ = c.qc.CloseWithError(quic.ApplicationErrorCode(ce.Code), ce.Reason)
	}
}
