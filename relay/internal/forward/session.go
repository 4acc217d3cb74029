package forward

import (
	"crypto/sha256"
	"net/netip"
	"sync/atomic"
	"time"

	"beside.example/protocol/leg"
)

// way is how the packets of a leg travel.
type way int32

const (
	wayUDP way = iota
	wayTLS
)

// session is the pair of legs that belong together. Forwarder.mu guards it.
type session struct {
	id    leg.SessionID
	legs  [leg.Sides]*sessionLeg // nil until bound
	ended bool                   // kept so that its tickets are refused
	until time.Time              // when to forget it, once it has ended or nobody is there
	endAt time.Time              // when to end it; zero while nobody has ended it
}

// sessionLeg is one side's way in. It may be bound by UDP and TLS at once; packets for the side take the way by which its
// own last packet came, so that a side changes ways by just using the other.
//
// Forwarder.mu guards the fields but active and bucket, which look after themselves.
type sessionLeg struct {
	session  *session
	side     leg.Side
	key      [32]byte
	ticket   [sha256.Size]byte // hash of the ticket that was verified last
	lease    time.Time         // the end, monotonic: a clock that is set does not end sessions
	sequence uint64            // of the last BIND by UDP
	address  netip.AddrPort    // of the UDP way; invalid when there is none
	heard    time.Time         // of the last BIND by UDP
	tls      *tlsWay           // nil when there is none

	active atomic.Int32 // a way
	bucket bucket
}

// target is where packets for a side go; the zero value is nowhere.
type target struct {
	tls     *tlsWay
	address netip.AddrPort
}

// target returns the way that the side used last, or else the one it has.
func (l *sessionLeg) target() target {
	if l.tls != nil && (way(l.active.Load()) == wayTLS || !l.address.IsValid()) {
		return target{tls: l.tls}
	}
	return target{address: l.address}
}

// bound reports whether the side can be reached.
func (l *sessionLeg) bound() bool { return l.tls != nil || l.address.IsValid() }

// setAddressLocked moves the leg's UDP way, or ends it when address is invalid. An address belongs to one leg: a home
// router may have given it to another app since.
func (f *Forwarder) setAddressLocked(l *sessionLeg, address netip.AddrPort) {
	if l.address == address {
		return
	}
	if l.address.IsValid() {
		delete(f.addresses, l.address)
		f.metrics.udpLegs.Dec()
	}
	l.address = address
	if !address.IsValid() {
		return
	}
	if before := f.addresses[address]; before != nil {
		before.address = netip.AddrPort{}
		f.metrics.udpLegs.Dec()
	}
	f.addresses[address] = l
	f.metrics.udpLegs.Inc()
}

// setTLSLocked moves the leg's TLS way to another connection, or ends it when w is nil.
func (f *Forwarder) setTLSLocked(l *sessionLeg, w *tlsWay) {
	if l.tls == w {
		return
	}
	if before := l.tls; before != nil {
		before.leg = nil
		delete(f.ways, before)
		before.close()
	}
	l.tls = w
	if w != nil {
		if w.leg != nil { // the connection binds another leg now
			w.leg.tls = nil
		}
		w.leg = l
		delete(f.unbound, w)
		f.ways[w] = struct{}{}
	}
	f.metrics.tlsLegs.Set(float64(len(f.ways)))
}

// removeLocked ends a leg.
func (f *Forwarder) removeLocked(l *sessionLeg) {
	f.setAddressLocked(l, netip.AddrPort{})
	f.setTLSLocked(l, nil)
	l.session.legs[l.side] = nil
}

// sessionLocked returns a session, which it begins where there is none.
func (f *Forwarder) sessionLocked(id leg.SessionID) *session {
	s := f.sessions[id]
	if s == nil {
		s = &session{id: id}
		f.sessions[id] = s
		f.metrics.sessions.Set(float64(len(f.sessions)))
	}
	return s
}

// endLocked ends a session, but remembers it for as long as one of its tickets could still be used for the first time.
func (f *Forwarder) endLocked(s *session, now time.Time) {
	for _, l := range s.legs {
		if l != nil {
			f.removeLocked(l)
		}
	}
	s.ended = true
	s.until = now.Add(rememberEnded)
}

// forgetLocked drops a session without legs.
func (f *Forwarder) forgetLocked(s *session) {
	delete(f.sessions, s.id)
	f.metrics.sessions.Set(float64(len(f.sessions)))
}
