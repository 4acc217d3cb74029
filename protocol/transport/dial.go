package transport

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/quic-go/quic-go"

	"beside.example/protocol"
)

const (
	// proofTimeout bounds the wait for the peer's proof: three round trips of the worst path we know, and losses.
	proofTimeout = 10 * time.Second

	// replayEvery is how often the last packet is sent again while nothing comes back in a handshake. QUIC alone
	// would wait longer each time, and the peer's leg may come up at any moment.
	replayEvery = 250 * time.Millisecond
)

// Dial connects the agent's side and returns when both proofs hold. It can be called again, with a fresh carrier, after
// a conn died.
func Dial(ctx context.Context, cfg Config) (*Conn, error) {
	if err := cfg.check(); err != nil {
		return nil, errors.Join(err, closeCarrier(cfg))
	}
	p := newPath(cfg.Carrier, dialer)
	tr := &quic.Transport{Conn: p, ConnectionIDLength: connIDSize}
	conn, err := dial(ctx, cfg, tr, p)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("dial the customer's app: %w", err), tr.Close(), p.Close())
	}
	return conn, nil
}

func dial(ctx context.Context, cfg Config, tr *quic.Transport, p *path) (*Conn, error) {
	stop := p.replayUntilStopped(replayEvery)
	qc, err := tr.Dial(ctx, p.Peer(), tlsConfig(cfg), quicConfig())
	stop()
	if err != nil {
		return nil, err
	}
	control, err := proveAsAgent(ctx, qc, cfg.Key)
	if err != nil {
		return nil, errors.Join(err, qc.CloseWithError(quic.ApplicationErrorCode(protocol.CloseAuthentication), ""))
	}
	return newConn(cfg, qc, tr, p, control), nil
}

// Listen waits on the customer's side for the one pinned peer and returns when both proofs hold. Connections with any other
// key are turned away and do not end it.
func Listen(ctx context.Context, cfg Config) (*Conn, error) {
	if err := cfg.check(); err != nil {
		return nil, errors.Join(err, closeCarrier(cfg))
	}
	p := newPath(cfg.Carrier, listens)
	tr := &quic.Transport{Conn: p, ConnectionIDLength: connIDSize}
	conn, err := listen(ctx, cfg, tr, p)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("wait for the agent's app: %w", err), tr.Close(), p.Close())
	}
	return conn, nil
}

func listen(ctx context.Context, cfg Config, tr *quic.Transport, p *path) (*Conn, error) {
	listener, err := tr.Listen(tlsConfig(cfg), quicConfig())
	if err != nil {
		return nil, err
	}
	for {
		qc, err := listener.Accept(ctx)
		if err != nil {
			return nil, errors.Join(err, listener.Close())
		}
		control, err := proveAsCustomer(ctx, qc, cfg.Key)
		if err == nil {
			_ = listener.Close() // never fails; from here on nobody else can get in
			return newConn(cfg, qc, tr, p, control), nil
		}
		closeErr := qc.CloseWithError(quic.ApplicationErrorCode(protocol.CloseAuthentication), "")
		// A peer that went away may come again. One that holds the pinned key but not K means that somebody meddles.
		if errors.Is(err, errProof) || ctx.Err() != nil {
			return nil, errors.Join(err, closeErr, listener.Close())
		}
	}
}

// proveAsAgent opens the first stream and exchanges the proofs on it.
func proveAsAgent(ctx context.Context, qc *quic.Conn, key []byte) (*quic.Stream, error) {
	p, err := newProofs(key, qc.ConnectionState().TLS, roleAgent, roleCustomer)
	if err != nil {
		return nil, err
	}
	s, err := qc.OpenStreamSync(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the control stream: %w", err)
	}
	release := bound(ctx, s, proofTimeout)
	defer release()
	if err := p.send(s); err != nil {
		return nil, err
	}
	return s, p.check(s)
}

// proveAsCustomer waits for the first stream and answers the agent's proof only if it holds.
func proveAsCustomer(ctx context.Context, qc *quic.Conn, key []byte) (*quic.Stream, error) {
	p, err := newProofs(key, qc.ConnectionState().TLS, roleCustomer, roleAgent)
	if err != nil {
		return nil, err
	}
	wait, cancel := context.WithTimeout(ctx, proofTimeout)
	defer cancel()
	s, err := qc.AcceptStream(wait)
	if err != nil {
		return nil, fmt.Errorf("wait for the control stream: %w", err)
	}
	release := bound(wait, s, proofTimeout)
	defer release()
	if err := p.check(s); err != nil {
		return nil, err
	}
	return s, p.send(s)
}

// deadliner is a stream, or half of one.
type deadliner interface {
	SetDeadline(t time.Time) error
}

// bound makes reads and writes fail after the timeout or when ctx ends, until release is called.
func bound(ctx context.Context, s deadliner, timeout time.Duration) (release func()) {
	// Setting a deadline cannot fail on a QUIC stream.
	_ = s.SetDeadline(time.Now().Add(timeout))
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		_ = s.SetDeadline(time.Now())
	})
	return func() {
		if !stop() {
			<-ended
		}
		_ = s.SetDeadline(time.Time{})
	}
}

func closeCarrier(cfg Config) error {
	if cfg.Carrier == nil {
		return nil
	}
	return cfg.Carrier.Close()
}
