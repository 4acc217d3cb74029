package signallingtest

import (
	"io"
	"net"
	"sync"
	"time"
)

// buffered is one end of a pipe whose writes do not wait for the reader: as on a network, both ends may write at once.
type buffered struct {
	net.Conn
	wake chan struct{}

	mu      sync.Mutex // guards the following
	waiting [][]byte
	closed  bool
}

func newBuffered(c net.Conn) *buffered {
	b := &buffered{Conn: c, wake: make(chan struct{}, 1)}
	go b.pump() // ends after Close
	return b
}

// Write queues p.
func (b *buffered) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, net.ErrClosed
	}
	b.waiting = append(b.waiting, append([]byte(nil), p...))
	b.signal()
	return len(p), nil
}

// Read reads what the other end wrote.
func (b *buffered) Read(p []byte) (int, error) {
	n, err := b.Conn.Read(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, net.ErrClosed
	}
	return n, err
}

// Close ends reading at once. What was written before still goes out, as with TCP, and what comes in is thrown away, so that two ends
// that close at the same time do not wait for each other.
func (b *buffered) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return net.ErrClosed
	}
	b.closed = true
	b.signal()
	_ = b.Conn.SetReadDeadline(time.Unix(1, 0)) // wakes whoever reads
	_ = b.Conn.SetReadDeadline(time.Time{})
	go func() { _, _ = io.Copy(io.Discard, b.Conn) }() // ends when either end has written all it had
	return nil
}

// SetDeadline and SetReadDeadline set the reader's; a closed connection stays closed.
func (b *buffered) SetDeadline(t time.Time) error { return b.SetReadDeadline(t) }

// SetReadDeadline sets the reader's deadline.
func (b *buffered) SetReadDeadline(t time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return net.ErrClosed
	}
	return b.Conn.SetReadDeadline(t)
}

// SetWriteDeadline does nothing: writes do not wait.
func (b *buffered) SetWriteDeadline(time.Time) error { return nil }

func (b *buffered) signal() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// pump writes what is queued until the connection is closed and nothing is left.
func (b *buffered) pump() {
	defer func() { _ = b.Conn.Close() }()
	for {
		b.mu.Lock()
		waiting, closed := b.waiting, b.closed
		b.waiting = nil
		b.mu.Unlock()
		for _, p := range waiting {
			if _, err := b.Conn.Write(p); err != nil {
				return
			}
		}
		if closed {
			return
		}
		if len(waiting) == 0 {
			<-b.wake
		}
	}
}
