package carrier

import (
	"bytes"
	"testing"
	"time"

	"beside.example/protocol/carrier/inbox"
	"beside.example/protocol/leg"
)

// FuzzReceived has a relay send whatever it likes: only packets with the QUIC bit reach QUIC, unchanged, and nothing that
// answers no BIND binds the lane.
func FuzzReceived(f *testing.F) {
	f.Add([]byte{0x40, 1, 2, 3})
	f.Add([]byte{0xc0})
	f.Add([]byte{})
	f.Add(leg.Challenge{Sequence: 1}.Append(nil))
	f.Add(leg.Bound{Sequence: 1, Lease: time.Hour}.Append(nil))
	f.Add(leg.Refused{Sequence: 1, Reason: leg.ReasonEnded}.Append(nil))
	f.Fuzz(func(t *testing.T, packet []byte) {
		l := newTestLoop()
		l.c.inbox = inbox.New(1)
		defer l.c.inbox.Close()
		a := &attempt{lane: l.udp}
		a.received(packet)
		if got := l.udp.status(time.Now()); got.state != leg.StateBinding {
			t.Fatalf("%x made the lane %v", packet, got.state)
		}
		arrived := !l.c.inbox.Put(nil) // there is room for one
		if arrived != leg.IsForwarded(packet) {
			t.Fatalf("%x arrived: %v", packet, arrived)
		}
		b := make([]byte, len(packet)+1)
		n, err := l.c.inbox.Read(b)
		if arrived && (err != nil || !bytes.Equal(b[:n], packet)) {
			t.Fatalf("%x arrived as %x, %v", packet, b[:n], err)
		}
	})
}

// TestLateEvents of a way that was closed are not heard.
func TestLateEvents(t *testing.T) {
	l := newTestLoop()
	l.c.inbox = inbox.New(1)
	defer l.c.inbox.Close()
	a := &attempt{lane: l.udp}
	a.over.Store(true)
	a.opened()
	a.failed(errEnded)
	a.received([]byte{0x40})
	s := l.udp.status(time.Now())
	if s.usable || s.failed != nil || l.c.lastPacket.Load() != 0 {
		t.Errorf("status %+v", s)
	}
}
