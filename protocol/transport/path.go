package transport

import (
	"net"
	"sync"
	"time"
)

// announcement is the packet by which the agent's side announces a move. It is one byte, with the bit set that makes relays forward
// it, and far too short for QUIC to take it for its own. It is not authenticated and need not be: all it can do is make the
// customer's QUIC validate a path once more.
const announcement = 0x40

// path is the net.PacketConn that QUIC sees. On the customer's side it makes up the agent's addresses. It also remembers the
// last packet sent, so that an outage can be felt out without QUIC's help: during one, QUIC's congestion window is full and
// its timer sleeps.
type path struct {
	PacketConn
	part part

	addresses addresses // belongs to QUIC's reading goroutine

	mu   sync.Mutex // guards the following
	last []byte     // the packet sent last
}

func newPath(carrier PacketConn, as part) *path {
	return &path{PacketConn: carrier, part: as, addresses: newAddresses(), last: make([]byte, 0, packetSize)}
}

// ReadFrom returns the next packet for QUIC.
func (p *path) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		n, from, err := p.PacketConn.ReadFrom(b)
		switch {
		case err != nil || p.part == dialer:
			return n, from, err
		case n == 1 && b[0] == announcement:
			p.addresses.expecting = true
		default:
			return n, p.addresses.of(b[:n]), nil
		}
	}
}

// WriteTo sends b to the peer, whichever of its addresses QUIC has in mind.
func (p *path) WriteTo(b []byte, _ net.Addr) (int, error) {
	p.mu.Lock()
	p.last = append(p.last[:0], b...)
	p.mu.Unlock()
	return p.PacketConn.WriteTo(b, p.Peer())
}

// announce tells the customer's side that the next unknown connection ID is a path on probation.
func (p *path) announce() error {
	_, err := p.PacketConn.WriteTo([]byte{announcement}, p.Peer())
	return err
}

// replay sends the last packet once more. If it was lost the peer acknowledges it, and if it was not the peer drops it as a
// duplicate: QUIC is made for networks that duplicate.
func (p *path) replay() error {
	p.mu.Lock()
	last := append([]byte(nil), p.last...)
	p.mu.Unlock()
	if len(last) == 0 {
		return nil
	}
	_, err := p.PacketConn.WriteTo(last, p.Peer())
	return err
}

// replayUntilStopped replays at this interval. stop waits for its goroutine.
func (p *path) replayUntilStopped(every time.Duration) (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-quit:
				return
			case <-ticker.C:
				if p.replay() != nil {
					return // the carrier is closed
				}
			}
		}
	}()
	return func() {
		close(quit)
		<-done
	}
}

// SetReadBuffer and SetWriteBuffer keep QUIC from complaining: a carrier sizes its own buffers.
func (p *path) SetReadBuffer(int) error { return nil }

// SetWriteBuffer is like SetReadBuffer.
func (p *path) SetWriteBuffer(int) error { return nil }
