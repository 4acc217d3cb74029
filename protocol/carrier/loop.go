package carrier

import (
	"context"
	"crypto/ed25519"
	"net/netip"
	"time"

	"beside.example/protocol/leg"
)

const (
	// tick is how often the loop looks while something is under way: a tenth of the shortest time that a person notices.
	tick = 100 * time.Millisecond

	// calm is how long it rests at most while a leg is bound and nothing is under way: nothing that is sent meanwhile is unanswered too long
	// before it looks again.
	calm = leg.Silence

	// headStart is how long UDP is tried alone. It answers within two round trips if it works at all.
	headStart = 300 * time.Millisecond

	// While TLS is in use, UDP is tried again so often, for so long.
	tryUDPEvery = 30 * time.Second
	tryUDPFor   = 3 * time.Second

	// reopenAfter is the pause after a way failed.
	reopenAfter = 500 * time.Millisecond

	// silentSocket is after how long without the relay's answer a UDP socket is replaced: a firewall on the way may have taken a dislike
	// to its port. Not earlier, since a relay remembers an address for a minute after its last BIND, which may be a keep-alive old when an
	// outage begins: until then the old socket still is bound and a new one is not.
	silentSocket = 45 * time.Second
)

// loop decides which ways are open and which one is used. All of it belongs to one goroutine.
type loop struct {
	c        *Carrier
	tickets  *tickets
	network  network
	relay    string // HOST:PORT; empty before the first ticket, as are the lanes
	udp, tls *lane

	bound   *lane     // the best lane on which the relay forwards; nil while none
	silent  time.Time // since when bound is nil; zero while it is not
	ended   bool      // the relay says that the session is over
	tryUDP  time.Time // when the present or next trial of UDP beside TLS starts
	lease   time.Time // the end of the lease for which renewAt was computed
	renewAt time.Time // when to ask for the next ticket
}

func newLoop(c *Carrier) *loop {
	return &loop{
		c:       c,
		tickets: &tickets{ask: c.cfg.Tickets, key: c.key.Public().(ed25519.PublicKey), wake: c.poke},
		network: network{watch: c.cfg.ListenPacket == nil},
	}
}

// run looks whenever something happened, and when something may be due, until ctx ends. Then it closes everything.
func (l *loop) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		now := time.Now()
		l.look(ctx, now)
		timer.Reset(l.rest(now))
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-l.c.wake:
		}
	}
	if l.relay != "" {
		l.udp.close()
		l.tls.close()
	}
	l.tickets.owned.Wait()
}

// look does whatever is due.
func (l *loop) look(ctx context.Context, now time.Time) {
	grant, refused := l.tickets.take()
	if grant != nil {
		l.renew(*grant, now)
	}
	if l.relay == "" {
		l.tickets.request(ctx, now)
		l.c.report(KindNone, false, netip.AddrPort{}, refused)
		return
	}
	if l.c.moved.Swap(false) || l.network.changed(l.udp.remote(), now) {
		l.udp.rebind(now)
		l.tls.rebind(now)
	}
	udp, tls := l.udp.status(now), l.tls.status(now)
	l.choose(udp, tls, now)
	l.keep(l.udp, udp, l.wantUDP(now), now)
	l.keep(l.tls, tls, l.wantTLS(now), now)
	if l.needTicket(udp, tls, now) {
		l.tickets.request(ctx, now)
	}
	if l.ended {
		refused = errEnded
	}
	l.report(udp, tls, refused, now)
}

// rest returns how long nothing is due unless something happens.
func (l *loop) rest(now time.Time) time.Duration {
	if l.bound == nil {
		return tick
	}
	wait := min(l.udp.rest(now), l.tls.rest(now))
	if !l.renewAt.IsZero() {
		wait = min(wait, max(l.renewAt.Sub(now), tick)) // later while the ticket that is due is not there
	}
	return wait
}

// renew takes a new ticket into use.
func (l *loop) renew(grant leg.Grant, now time.Time) {
	if l.relay == "" {
		l.udp = newLane(l.c, KindUDP, grant.Ticket, now)
		l.tls = newLane(l.c, KindTLS, grant.Ticket, now)
		l.silent = now
	} else {
		l.udp.renew(grant.Ticket, now)
		l.tls.renew(grant.Ticket, now)
		if l.relay != grant.Address {
			l.udp.close()
			l.tls.close()
		}
	}
	l.relay = grant.Address
	l.ended, l.renewAt = false, time.Time{}
}

// choose takes the best lane that is bound into use.
func (l *loop) choose(udp, tls status, now time.Time) {
	var best *lane
	switch {
	case udp.bound():
		best = l.udp
	case tls.bound():
		best = l.tls
	}
	switch {
	case best == nil && l.bound != nil:
		l.silent = now
	case best != nil && best != l.bound:
		l.silent = time.Time{}
		l.tickets.honoured()
		l.c.use(best)
		// UDP goes on for a while beside TLS: a lost packet may have cost it the race.
		l.tryUDP = now
	}
	l.bound = best
}

// wantUDP reports whether the UDP leg is to be open.
func (l *loop) wantUDP(now time.Time) bool {
	if l.bound != l.tls {
		return true
	}
	if now.Sub(l.tryUDP) >= tryUDPEvery {
		l.tryUDP = now
	}
	return now.Sub(l.tryUDP) < tryUDPFor
}

// wantTLS reports whether the TLS leg is to be open.
func (l *loop) wantTLS(now time.Time) bool {
	return l.bound == l.tls || l.bound == nil && now.Sub(l.silent) >= headStart
}

// keep opens, binds or closes a lane's way, as is due.
func (l *loop) keep(lane *lane, s status, want bool, now time.Time) {
	switch {
	case s.failed != nil:
		l.c.logger.Debug("way failed", "way", lane.kind.String(), "error", s.failed)
		lane.close()
		lane.opening = now.Add(reopenAfter)
	case s.open && (!want || lane.kind == KindUDP && !s.bound() && now.Sub(l.since(lane)) >= silentSocket):
		lane.close()
	case !s.open && want && !now.Before(lane.opening):
		lane.opened = now
		if err := lane.open(l.opener(lane.kind)); err != nil {
			l.c.logger.Debug("way did not open", "way", lane.kind.String(), "error", err)
			lane.opening = now.Add(reopenAfter)
		}
	case s.open:
		lane.bind(now)
	}
}

// since returns when the lane was opened or fell silent, whichever was later.
func (l *loop) since(lane *lane) time.Time {
	if l.silent.After(lane.opened) {
		return l.silent
	}
	return lane.opened
}

// opener returns how a way of this kind is opened. A direct way would have its place here.
func (l *loop) opener(kind Kind) func(events) (way, error) {
	cfg, relay := l.c.cfg, l.relay
	if kind == KindTLS {
		return func(e events) (way, error) { return openTLS(cfg.TLS, cfg.Proxy, relay, e), nil }
	}
	return func(e events) (way, error) { return openUDP(cfg.ListenPacket, relay, e) }
}

// needTicket reports whether it is time to ask for another ticket.
func (l *loop) needTicket(udp, tls status, now time.Time) bool {
	for _, s := range []status{udp, tls} {
		if s.state == leg.StateRefused && s.open {
			l.ended = s.reason == leg.ReasonEnded
			return !l.ended
		}
		if s.bound() && !s.lease.Equal(l.lease) && s.lease.After(l.lease) {
			l.lease = s.lease
			rest := s.lease.Sub(now)
			l.renewAt = now.Add(max(rest-renewBefore, rest/2))
		}
	}
	if l.bound == nil {
		return now.Sub(l.silent) >= silentTicket
	}
	return !l.renewAt.IsZero() && !now.Before(l.renewAt)
}

// report tells how the way in use is doing. Binding anew with a new ticket takes two round trips, which are no outage.
func (l *loop) report(udp, tls status, refused error, now time.Time) {
	up := l.bound != nil || now.Sub(l.silent) < headStart
	switch l.c.current.Load() {
	case nil:
		l.c.report(KindNone, false, netip.AddrPort{}, refused)
	case l.udp:
		l.c.report(KindUDP, up, udp.public, refused)
	default:
		l.c.report(KindTLS, up, tls.public, refused)
	}
}
