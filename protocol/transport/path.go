package transport

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A packet of our own starts with the bit set that makes relays forward it, and is far too short for QUIC to take it for its own. It is
// not authenticated and need not be: all it can do is make the customer's QUIC validate a path, or the agent's take to the one that
// it has, once more than needed.
//
//	FEELER        0x40                    something gets through
//	ANNOUNCEMENT  0x40, connection ID [8] packets to this ID are a path of their own
const (
	ownPacket        = 0x40
	feelerSize       = 1
	announcementSize = feelerSize + connIDSize
)

// announceTimes is how many packets of a new path have an announcement before them: so many are hardly all lost.
const announceTimes = 8

// path is the net.PacketConn that QUIC sees. On the customer's side it makes up the agent's addresses. It also remembers the
// last packets sent, so that an outage can be felt out without QUIC's help: during one, QUIC's congestion window is full and
// its timer sleeps.
type path struct {
	PacketConn
	part part

	addresses addresses     // belongs to QUIC's reading goroutine
	arrived   chan struct{} // holds a token when packets arrived

	born time.Time
	last atomic.Int64 // when a packet last arrived, in nanoseconds since born

	mu       sync.Mutex // guards the following
	sent     recent     // the packets sent last
	usual    connID     // to which packets go while nothing is to be announced
	announce int        // how many packets to other IDs are still to be announced
}

func newPath(carrier PacketConn, as part) *path {
	return &path{
		PacketConn: carrier, part: as,
		addresses: newAddresses(), arrived: make(chan struct{}, 1), born: time.Now(),
	}
}

// ReadFrom returns the next packet for QUIC.
func (p *path) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		n, from, err := p.PacketConn.ReadFrom(b)
		if err != nil {
			return n, from, err
		}
		p.last.Store(int64(time.Since(p.born)))
		select {
		case p.arrived <- struct{}{}:
		default:
		}
		switch {
		case p.takeOwn(b[:n]):
		case p.part == dialer:
			return n, from, nil
		default:
			return n, p.addresses.of(b[:n]), nil
		}
	}
}

// takeOwn takes in a packet of our own, and returns false if it is QUIC's.
func (p *path) takeOwn(packet []byte) bool {
	if len(packet) == 0 || len(packet) > announcementSize || packet[0] != ownPacket {
		return false
	}
	if p.part == listens && len(packet) == announcementSize {
		p.addresses.announced(connID(packet[feelerSize:]))
	}
	return true
}

// WriteTo sends b to the peer, whichever of its addresses QUIC has in mind.
func (p *path) WriteTo(b []byte, _ net.Addr) (int, error) {
	p.mu.Lock()
	p.sent.put(b)
	id, announce := p.noteIDLocked(b)
	p.mu.Unlock()
	if announce {
		if _, err := p.PacketConn.WriteTo(append([]byte{ownPacket}, id[:]...), p.Peer()); err != nil {
			return 0, err
		}
	}
	return p.PacketConn.WriteTo(b, p.Peer())
}

// noteIDLocked returns where the packet is addressed to, and whether that is to be announced.
func (p *path) noteIDLocked(packet []byte) (id connID, announce bool) {
	id, ok := shortConnID(packet)
	switch {
	case !ok:
		return id, false
	case p.announce == 0:
		p.usual = id
		return id, false
	case id == p.usual:
		return id, false
	}
	p.announce--
	return id, true
}

// announceNew has the next packets to new connection IDs announced, so that the customer's side sees them come from an address of their
// own. QUIC may change the usual ID at that very moment, and then the customer's side moves for nothing, which does no harm.
func (p *path) announceNew() { p.setAnnounce(announceTimes) }

// announceNoMore ends what announceNew began.
func (p *path) announceNoMore() { p.setAnnounce(0) }

func (p *path) setAnnounce(packets int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.announce = packets
}

// lastArrival returns when a packet last arrived.
func (p *path) lastArrival() time.Time { return p.born.Add(time.Duration(p.last.Load())) }

// nextArrival returns a channel that gets a token when a packet arrives from now on.
func (p *path) nextArrival() <-chan struct{} {
	select {
	case <-p.arrived:
	default:
	}
	return p.arrived
}

// feel sends a packet whose arrival alone tells something.
func (p *path) feel() error {
	_, err := p.PacketConn.WriteTo([]byte{ownPacket}, p.Peer())
	return err
}

// replay sends the last packet once more. If it was lost the peer acknowledges it, and if it was not the peer drops it as a
// duplicate: QUIC is made for networks that duplicate.
func (p *path) replay() error { return p.replayLast(1) }

// replayLast sends the last so many packets once more, the oldest first.
func (p *path) replayLast(count int) error {
	p.mu.Lock()
	packets := p.sent.last(count)
	p.mu.Unlock()
	for _, packet := range packets {
		if _, err := p.PacketConn.WriteTo(packet, p.Peer()); err != nil {
			return err
		}
	}
	return nil
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
