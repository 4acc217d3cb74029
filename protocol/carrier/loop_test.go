package carrier

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol/leg"
)

// newTestLoop returns a loop whose lanes are bound by hand.
func newTestLoop() *loop {
	_, key, _ := ed25519.GenerateKey(nil)
	c := &Carrier{key: key, state: newWatched(), wake: make(chan struct{}, 1)}
	l := newLoop(c)
	l.renew(leg.Grant{Ticket: []byte("ticket"), Address: "relay.example:443"}, time.Now())
	return l
}

var boundStatus = status{open: true, usable: true, state: leg.StateBound}

func TestUDPIsTriedBesideTLS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newTestLoop()
		start := time.Now()
		at := func(d time.Duration) time.Time { return start.Add(d) }
		if l.choose(status{}, status{}, start); !l.wantUDP(start) || l.wantTLS(start) {
			t.Error("the race starts with UDP alone")
		}
		if !l.wantTLS(at(headStart)) {
			t.Error("TLS does not join the race")
		}
		l.choose(status{}, boundStatus, at(time.Second))
		for after, want := range map[time.Duration]bool{0: true, 2 * time.Second: true, 4 * time.Second: false, 29 * time.Second: false} {
			if l.wantUDP(at(time.Second+after)) != want {
				t.Errorf("UDP is wanted %v after TLS won: %v", after, !want)
			}
		}
		if !l.wantUDP(at(31*time.Second)) || !l.wantUDP(at(33*time.Second)) || l.wantUDP(at(35*time.Second)) {
			t.Error("UDP is not tried again for 3 s after 30 s")
		}
		l.choose(boundStatus, boundStatus, at(36*time.Second))
		if l.c.current.Load() != l.udp || l.wantTLS(at(36*time.Second)) || !l.wantUDP(at(36*time.Second)) {
			t.Error("UDP is not taken when it works")
		}
	})
}

func TestWhenATicketIsNeeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newTestLoop()
		now := time.Now()
		bound := boundStatus
		bound.lease = now.Add(time.Hour)
		l.choose(bound, status{}, now)
		if l.needTicket(bound, status{}, now) || l.needTicket(bound, status{}, now.Add(58*time.Minute)) {
			t.Error("asked long before the lease ends")
		}
		if !l.needTicket(bound, status{}, now.Add(59*time.Minute)) {
			t.Error("not asked a minute before the lease ends")
		}
		l.choose(status{}, status{}, now)
		if l.needTicket(status{}, status{}, now.Add(2*time.Second)) || !l.needTicket(status{}, status{}, now.Add(3*time.Second)) {
			t.Error("not asked after 3 s of silence")
		}
		refused := status{open: true, state: leg.StateRefused, reason: leg.ReasonTooLate}
		if !l.needTicket(refused, status{}, now) || l.ended {
			t.Error("not asked after a refusal")
		}
		refused.reason = leg.ReasonEnded
		if l.needTicket(refused, status{}, now) || !l.ended {
			t.Error("asked after the session's end")
		}
	})
}

// answering is a way to a relay that honours every BIND while it listens.
type answering struct {
	events events
	deaf   bool
	binds  int
}

var _ way = (*answering)(nil)

func (a *answering) send(packet []byte) {
	m, err := leg.ParseBind(packet)
	if err != nil {
		return // a packet of the session
	}
	if a.binds++; !a.deaf {
		go a.events.received(leg.Bound{Sequence: m.Sequence, Lease: time.Hour}.Append(nil))
	}
}

func (*answering) settle()                {}
func (*answering) unsettle()              {}
func (*answering) remote() netip.AddrPort { return netip.AddrPort{} }
func (*answering) close()                 {}

// TestLoopRests while all is well, and not longer than until something is due.
func TestLoopRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, a := newTestLoop(), &answering{}
		if err := l.udp.open(func(e events) (way, error) { a.events = e; return a, nil }); err != nil {
			t.Fatal(err)
		}
		a.events.opened()
		rests := func(what string, want time.Duration) {
			t.Helper()
			synctest.Wait()
			now := time.Now()
			udp, tls := l.udp.status(now), l.tls.status(now)
			l.choose(udp, tls, now)
			l.needTicket(udp, tls, now)
			l.udp.bind(now)
			if got := l.rest(now); got != want {
				t.Errorf("%s: it rests for %v, want %v", what, got, want)
			}
		}
		rests("its BIND is under way", tick)
		rests("it is bound", calm)
		<-time.After(leg.KeepAlive - calm/2)
		rests("it is soon to bind again", calm/2)
		<-time.After(calm / 2)
		rests("it binds again", tick)
		rests("it is bound again", calm)
		a.deaf = true
		l.udp.send([]byte{0x40})
		<-time.After(calm / 4)
		rests("a packet is unanswered", leg.Silence-calm/4)
		<-time.After(leg.Silence - calm/4)
		rests("it is unanswered for long", tick)
		if a.binds != 3 {
			t.Errorf("%d BINDs were sent", a.binds)
		}
	})
}

func TestTicketsAreAskedForWithPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked int
		failure := errors.New("no")
		ts := &tickets{
			ask:  func(context.Context, ed25519.PublicKey) (leg.Grant, error) { asked++; return leg.Grant{}, failure },
			wake: func() {},
		}
		for range 600 { // a minute
			ts.request(t.Context(), time.Now())
			<-time.After(100 * time.Millisecond)
		}
		if _, err := ts.take(); !errors.Is(err, failure) {
			t.Errorf("the failure is %v", err)
		}
		if asked < 15 || asked > 40 {
			t.Errorf("asked %d times in a minute", asked)
		}
		ts.owned.Wait()
	})
}

func TestFirstOfEachFamily(t *testing.T) {
	var found []netip.Addr
	for _, a := range []string{"2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "::ffff:192.0.2.3"} {
		found = append(found, netip.MustParseAddr(a))
	}
	got := firstOfEachFamily(found, 443)
	if len(got) != 2 || got[0].String() != "[2001:db8::1]:443" || got[1].String() != "192.0.2.1:443" {
		t.Errorf("got %v", got)
	}
}

func TestResolve(t *testing.T) {
	for _, address := range []string{"", "relay.example", "127.0.0.1", "localhost:notaport"} {
		if got, err := resolve(t.Context(), address); err == nil {
			t.Errorf("%q resolved to %v", address, got)
		}
	}
	if got, err := resolve(t.Context(), "[::ffff:127.0.0.1]:443"); err != nil || got[0].String() != "127.0.0.1:443" {
		t.Errorf("got %v, %v", got, err)
	}
}
