package transport

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// path is the net.PacketConn that QUIC sees. Over the carrier's one address it shows QUIC a new address of the peer after each
// renew, which on the customer's side makes QUIC validate the path and start it afresh. It also remembers the last packet sent,
// so that an outage can be felt out without QUIC's help: during one, QUIC's congestion window is full and its timer
// sleeps.
type path struct {
	PacketConn

	generation atomic.Pointer[net.UDPAddr]

	mu   sync.Mutex // guards the following
	last []byte     // the packet sent last
}

// firstGeneration is the port of the peer's first address; each renew counts it up.
const firstGeneration = 1

func newPath(carrier PacketConn) *path {
	p := &path{PacketConn: carrier, last: make([]byte, 0, packetSize)}
	p.generation.Store(&net.UDPAddr{IP: net.IPv6unspecified, Port: firstGeneration})
	return p
}

// peer returns the address under which QUIC knows the peer just now.
func (p *path) peer() net.Addr { return p.generation.Load() }

// renew gives the peer a new address.
func (p *path) renew() {
	old := p.generation.Load()
	p.generation.Store(&net.UDPAddr{IP: old.IP, Port: old.Port%maxPort + 1})
}

// maxPort is the highest port number; after it the addresses start again.
const maxPort = 1<<16 - 1

// ReadFrom returns the next packet, as coming from the peer's present address.
func (p *path) ReadFrom(b []byte) (int, net.Addr, error) {
	n, _, err := p.PacketConn.ReadFrom(b)
	return n, p.peer(), err
}

// WriteTo sends b to the peer, whichever of its addresses QUIC still has in mind.
func (p *path) WriteTo(b []byte, _ net.Addr) (int, error) {
	p.mu.Lock()
	p.last = append(p.last[:0], b...)
	p.mu.Unlock()
	return p.PacketConn.WriteTo(b, p.Peer())
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
