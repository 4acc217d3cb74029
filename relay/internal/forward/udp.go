package forward

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"beside.example/protocol/leg"
)

// udpConn is the part of *net.UDPConn that neither reads nor writes an address through an interface, and so does not allocate.
type udpConn interface {
	ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error)
	WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error)
	Close() error
}

var _ udpConn = (*net.UDPConn)(nil)

// readBuffer holds what arrives while the relay is busy: the packets of a hundred sessions for a tenth of a second.
const readBuffer = 4 << 20

// newUDPConn returns conn itself where it is a UDP socket, as it always is but in tests.
func newUDPConn(conn net.PacketConn) udpConn {
	if u, ok := conn.(*net.UDPConn); ok {
		_ = u.SetReadBuffer(readBuffer) // systems may allow less, and then hold less
	}
	if u, ok := conn.(udpConn); ok {
		return u
	}
	return packetConn{conn}
}

// packetConn makes any PacketConn with UDP addresses a udpConn.
type packetConn struct{ net.PacketConn }

func (c packetConn) ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error) {
	n, from, err := c.ReadFrom(b)
	if u, ok := from.(*net.UDPAddr); ok {
		return n, u.AddrPort(), err
	}
	return n, netip.AddrPort{}, err
}

func (c packetConn) WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error) {
	return c.WriteTo(b, net.UDPAddrFromAddrPort(to))
}

// maxReadErrors is how many reads in a row may fail before the socket counts as broken: some systems report what an
// earlier packet ran into as an error of the next read.
const maxReadErrors = 100

// readUDP reads the socket until it is closed. One goroutine reads, so that the packets of a leg stay in order.
func (f *Forwarder) readUDP() error {
	buffer := make([]byte, leg.MaxPacket+1) // one more, to tell what is too long
	failed := 0
	for {
		n, source, err := f.conn.ReadFromUDPAddrPort(buffer)
		if err != nil {
			if failed++; errors.Is(err, net.ErrClosed) || failed > maxReadErrors {
				return fmt.Errorf("read UDP legs: %w", err)
			}
			continue
		}
		failed = 0
		if n > 0 && n <= leg.MaxPacket {
			f.handleUDP(buffer[:n], netip.AddrPortFrom(source.Addr().Unmap(), source.Port()), time.Now())
		}
	}
}

// handleUDP handles one packet, which is the reader's again afterwards.
func (f *Forwarder) handleUDP(packet []byte, source netip.AddrPort, now time.Time) {
	if leg.IsForwarded(packet) {
		f.mu.RLock()
		from := f.addresses[source]
		if from == nil {
			f.mu.RUnlock()
			f.metrics.droppedUnbound.Inc()
			return
		}
		f.forward(from, wayUDP, packet, now)
		return
	}
	reply, request, ok := f.admit(packet, source, nil, now)
	if reply != nil {
		f.writeUDP(reply, source)
	}
	if !ok {
		return
	}
	request.bind.Ticket = append([]byte(nil), request.bind.Ticket...)
	select {
	case f.binds <- request:
	default:
		f.metrics.droppedBudget.Inc()
	}
}

// writeUDP sends a packet. UDP promises nothing, so that an error is only counted.
func (f *Forwarder) writeUDP(packet []byte, to netip.AddrPort) {
	if _, err := f.conn.WriteToUDPAddrPort(packet, to); err != nil {
		f.metrics.droppedWrite.Inc()
	}
}
