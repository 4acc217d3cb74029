package forward

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/netip"
	"time"

	"beside.example/protocol/leg"
)

// bindRequest is a BIND whose cookie was right, so that its source is known to receive.
type bindRequest struct {
	bind   leg.Bind
	source netip.AddrPort
	way    *tlsWay // by which it came; nil by UDP
}

// admit takes a control packet from a source. It returns the CHALLENGE to answer with, or a request that is worth
// verifying, or neither. It keeps nothing.
func (f *Forwarder) admit(packet []byte, source netip.AddrPort, w *tlsWay, now time.Time) (reply []byte, request bindRequest, ok bool) {
	m, err := leg.ParseBind(packet)
	if err != nil {
		f.metrics.droppedGarbage.Inc()
		return nil, bindRequest{}, false
	}
	session, side, err := leg.Peek(m.Ticket)
	if err != nil {
		f.metrics.droppedGarbage.Inc()
		return nil, bindRequest{}, false
	}
	var connection uint64
	if w != nil {
		connection = w.id
	}
	cookie, valid := f.cookies.check(m.Cookie, source, connection, session, side)
	if !valid {
		f.metrics.challenges.Inc()
		return leg.Challenge{Sequence: m.Sequence, Cookie: cookie}.Append(nil), bindRequest{}, false
	}
	if !f.budget.take(source.Addr(), now) {
		f.metrics.droppedBudget.Inc()
		return nil, bindRequest{}, false
	}
	return nil, bindRequest{bind: m, source: source, way: w}, true
}

// verifyBinds verifies the BINDs that came by UDP, until ctx ends.
func (f *Forwarder) verifyBinds(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-f.binds:
			if reply := f.bind(r, time.Now()); reply != nil {
				f.writeUDP(reply, r.source)
			}
		}
	}
}

// bind verifies a request and binds the leg. It returns the answer; nil to whoever does not hold the leg key, or asks
// again with an old request.
func (f *Forwarder) bind(r bindRequest, now time.Time) []byte {
	t, err := f.open(r.bind.Ticket)
	if err != nil {
		f.metrics.refused.Inc()
		return leg.Refused{Sequence: r.bind.Sequence, Reason: reasonOf(err)}.Append(nil)
	}
	if !r.bind.Verify(t.LegKey) {
		f.metrics.droppedGarbage.Inc()
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	l, err := f.legLocked(t, r, now)
	if errors.Is(err, errOld) {
		f.metrics.droppedGarbage.Inc()
		return nil
	}
	if err != nil {
		f.metrics.refused.Inc()
		f.logger.Info("leg refused", "session", t.Session.String(), "side", t.Side.String(), "error", err)
		return leg.Refused{Sequence: r.bind.Sequence, Reason: reasonOf(err)}.Append(nil)
	}
	before := l.bound()
	by := wayUDP
	if r.way != nil {
		by = wayTLS
		f.setTLSLocked(l, r.way)
	} else {
		l.sequence, l.heard = r.bind.Sequence, now
		f.setAddressLocked(l, r.source)
	}
	if !before {
		l.active.Store(int32(by))
		f.logger.Info("leg bound", "session", t.Session.String(), "side", t.Side.String(), "tls", r.way != nil)
	}
	f.metrics.bound.Inc()
	return leg.Bound{Sequence: r.bind.Sequence, Address: r.source, Lease: l.lease.Sub(now)}.Append(nil)
}

// open verifies a ticket's signature and its relay.
func (f *Forwarder) open(ticket []byte) (leg.Ticket, error) {
	f.mu.RLock()
	keys, closed := f.keys, f.closed
	f.mu.RUnlock()
	if closed {
		return leg.Ticket{}, errFull
	}
	t, err := keys.Open(ticket)
	if err == nil && t.Relay != f.relay {
		err = leg.ErrOtherRelay
	}
	return t, err
}

// What can be wrong with a request besides its ticket.
var (
	errOld   = errors.New("older than the last one")
	errEnded = errors.New("session has ended")
	errFull  = errors.New("too many sessions")
)

// legLocked returns the leg that the verified request is for. A leg that the key holder has bound before may be bound
// again within its lease; every other use of a ticket is a first one.
func (f *Forwarder) legLocked(t leg.Ticket, r bindRequest, now time.Time) (*sessionLeg, error) {
	s := f.sessions[t.Session]
	if s != nil && s.ended {
		return nil, errEnded
	}
	hash := sha256.Sum256(r.bind.Ticket)
	if s != nil {
		if l := s.legs[t.Side]; l != nil && l.key == t.LegKey {
			if r.way == nil && r.bind.Sequence <= l.sequence {
				return nil, errOld
			}
			if l.ticket != hash && t.Check(f.relay, now) == nil { // a renewed ticket
				l.grant(t, hash, now)
			}
			if !now.Before(l.lease) {
				return nil, leg.ErrLeaseOver
			}
			return l, nil
		}
	}
	if err := t.Check(f.relay, now); err != nil {
		return nil, err
	}
	if s == nil {
		if len(f.sessions) >= f.maxSessions {
			return nil, errFull
		}
		s = f.sessionLocked(t.Session)
	}
	if old := s.legs[t.Side]; old != nil { // the app has started anew, with a new key
		f.removeLocked(old)
	}
	l := &sessionLeg{session: s, side: t.Side, key: t.LegKey}
	l.grant(t, hash, now)
	s.legs[t.Side] = l
	return l, nil
}

// grant takes over what a ticket allows. From here on the lease goes by the monotonic clock.
func (l *sessionLeg) grant(t leg.Ticket, hash [sha256.Size]byte, now time.Time) {
	l.ticket = hash
	l.lease = now.Add(t.LeaseEnd.Sub(now))
	l.bucket.set(t.KBits, now)
}

// reasonOf returns what the app is told.
func reasonOf(err error) leg.Reason {
	switch {
	case errors.Is(err, leg.ErrOtherRelay):
		return leg.ReasonOtherRelay
	case errors.Is(err, leg.ErrTooLate):
		return leg.ReasonTooLate
	case errors.Is(err, leg.ErrLeaseOver):
		return leg.ReasonLeaseOver
	case errors.Is(err, errEnded):
		return leg.ReasonEnded
	case errors.Is(err, errFull):
		return leg.ReasonFull
	}
	return leg.ReasonInvalid
}
