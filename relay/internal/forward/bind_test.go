package forward

import (
	"net/netip"
	"testing"
	"time"

	"beside.example/protocol/leg"
)

func TestForwardsBothWays(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	d.wantForwarded(agent, customer)
	d.wantForwarded(customer, agent)
	if got := agent.binder.PublicAddress(); got != agent.address {
		t.Errorf("public address %v", got)
	}
	if got := agent.binder.LeaseEnd().Sub(d.now); got < 8*time.Hour-2*time.Second || got > 8*time.Hour {
		t.Errorf("lease of %v", got)
	}
}

func TestOnlyOneSide(t *testing.T) {
	d := newDesk(t)
	agent := d.newApp(1, leg.SideAgent, "192.0.2.1:1000")
	d.bindApp(agent)
	d.wantDropped(agent.address)
}

func TestSessionsDoNotMix(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	other := d.newApp(2, leg.SideCustomer, "192.0.2.9:9000")
	d.bindApp(other)
	d.wantForwarded(agent, customer)
	d.wantDropped(other.address)
}

func TestTicketRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*leg.Ticket)
		want   leg.Reason
	}{
		"other relay": {func(tk *leg.Ticket) { tk.Relay = "other.example:443" }, leg.ReasonOtherRelay},
		"too late":    {func(tk *leg.Ticket) { tk.BindBy = time.Now().Add(-time.Second) }, leg.ReasonTooLate},
		"lease over":  {func(tk *leg.Ticket) { tk.LeaseEnd = time.Now().Add(-time.Second) }, leg.ReasonLeaseOver},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			a := d.newApp(1, leg.SideAgent, "192.0.2.1:1000", c.change)
			if s := d.bindApp(a); s != leg.StateRefused || a.binder.Reason() != c.want {
				t.Errorf("state %v, reason %v", s, a.binder.Reason())
			}
			if len(d.sessions) != 0 || len(d.addresses) != 0 {
				t.Error("something was kept")
			}
		})
	}
}

func TestForgedTicket(t *testing.T) {
	d := newDesk(t)
	a := d.newApp(1, leg.SideAgent, "192.0.2.1:1000")
	a.binder.Renew(sign(t, a.ticket, newKey(t)), d.now)
	if s := d.bindApp(a); s != leg.StateRefused || a.binder.Reason() != leg.ReasonInvalid {
		t.Errorf("state %v, reason %v", s, a.binder.Reason())
	}
}

func TestStolenTicket(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	thief := &app{address: netip.MustParseAddrPort("198.51.100.1:1")}
	thief.binder = leg.NewBinder(sign(t, customer.ticket, relayKey), newKey(t), d.now)
	if s := d.bindApp(thief); s != leg.StateBinding {
		t.Errorf("state %v", s)
	}
	d.wantForwarded(agent, customer)
}

// TestOtherSide has the agent's ticket, whose side is signed, and wants the customer's packets.
func TestOtherSide(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	changed := sign(t, agent.ticket, relayKey)
	const sideAt = 1 + 8 + 16
	changed[sideAt] = byte(leg.SideCustomer)
	thief := &app{address: netip.MustParseAddrPort("198.51.100.1:1"), binder: leg.NewBinder(changed, agent.key, d.now)}
	if s := d.bindApp(thief); s != leg.StateRefused || thief.binder.Reason() != leg.ReasonInvalid {
		t.Errorf("state %v, reason %v", s, thief.binder.Reason())
	}
	d.wantForwarded(agent, customer)
}

func TestKeyRotated(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	next := newKey(t)
	d.SetKeys(public(relayKey), public(next))
	late := d.newApp(2, leg.SideAgent, "192.0.2.3:3000")
	if s := d.bindApp(late); s != leg.StateBound {
		t.Errorf("old key, still kept: state %v", s)
	}
	d.SetKeys(public(next))
	later := d.newApp(3, leg.SideAgent, "192.0.2.4:4000")
	if s := d.bindApp(later); s != leg.StateRefused || later.binder.Reason() != leg.ReasonInvalid {
		t.Errorf("old key, gone: state %v", s)
	}
	d.wantForwarded(agent, customer) // what is bound stays
}

func TestAddressChange(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	before := customer.address
	d.now = d.now.Add(10 * time.Minute) // long after the first bind was due
	customer.address = netip.MustParseAddrPort("203.0.113.5:5555")
	customer.binder.Rebind(d.now)
	if s := d.bindApp(customer); s != leg.StateBound {
		t.Fatalf("state %v", s)
	}
	d.wantForwarded(agent, customer)
	d.wantForwarded(customer, agent)
	d.wantDropped(before)
}

// TestReplay sends what was overheard again: from elsewhere, and from the same address after the leg has moved.
func TestReplay(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	customer.binder.Rebind(d.now)
	overheard := customer.binder.Packet(d.now)
	first := d.udp(overheard, customer.address)
	customer.binder.Handle(first[0].data, d.now)
	before := customer.address

	customer.address = netip.MustParseAddrPort("203.0.113.5:5555")
	customer.binder.Rebind(d.now)
	d.bindApp(customer)
	if out := d.udp(overheard, before); len(out) != 0 {
		t.Errorf("replay from the old address was answered with %x", out[0].data)
	}
	out := d.udp(overheard, netip.MustParseAddrPort("198.51.100.1:1"))
	if kind, _ := leg.KindOf(out[0].data); len(out) != 1 || kind != leg.KindChallenge {
		t.Errorf("replay from elsewhere: %v", out)
	}
	d.wantForwarded(agent, customer)
}

func TestCookieRotation(t *testing.T) {
	d := newDesk(t)
	_, customer := d.pair()
	for rotations, wantPackets := range []int{1, 1, 2} { // two secrets are accepted, the third time a new cookie is fetched
		customer.binder.Rebind(d.now)
		packets := 0
		for p := customer.binder.Packet(d.now); p != nil; p = customer.binder.Packet(d.now) {
			packets++
			for _, s := range d.udp(p, customer.address) {
				customer.binder.Handle(s.data, d.now)
			}
		}
		if packets != wantPackets || customer.binder.State() != leg.StateBound {
			t.Errorf("after %d rotations: %d packets, state %v", rotations, packets, customer.binder.State())
		}
		d.cookies.rotate()
	}
}

func TestNewAppReplacesOld(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	restarted := d.newApp(1, leg.SideAgent, "192.0.2.7:7000")
	if s := d.bindApp(restarted); s != leg.StateBound {
		t.Fatalf("state %v", s)
	}
	d.wantForwarded(customer, restarted)
	d.wantDropped(agent.address)
}

func TestRelayRestarted(t *testing.T) {
	d := newDesk(t)
	_, customer := d.pair()
	again := newDesk(t)
	again.now = d.now.Add(5 * time.Minute)
	customer.binder.Rebind(again.now)
	if s := again.bindApp(customer); s != leg.StateRefused || customer.binder.Reason() != leg.ReasonTooLate || !customer.binder.Reason().Renewable() {
		t.Fatalf("state %v, reason %v", s, customer.binder.Reason())
	}
	customer.binder.Renew(sign(t, newTicket(1, leg.SideCustomer, customer.key, again.now), relayKey), again.now)
	if s := again.bindApp(customer); s != leg.StateBound {
		t.Errorf("with a new ticket: state %v, reason %v", s, customer.binder.Reason())
	}
}

// TestFarewell ends a session whose apps still have something to say, and one that nobody has bound yet.
func TestFarewell(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	d.EndSoon(agent.ticket.Session)
	d.sweepOnce(time.Now().Add(farewell / 2))
	d.wantForwarded(agent, customer)
	d.EndSoon(agent.ticket.Session)
	d.sweepOnce(time.Now().Add(farewell))
	d.wantDropped(agent.address)
	customer.binder.Rebind(d.now)
	if s := d.bindApp(customer); s != leg.StateRefused || customer.binder.Reason() != leg.ReasonEnded {
		t.Errorf("state %v, reason %v", s, customer.binder.Reason())
	}
	late := d.newApp(2, leg.SideAgent, "192.0.2.7:1000")
	d.EndSoon(late.ticket.Session)
	if s := d.bindApp(late); s != leg.StateRefused || late.binder.Reason() != leg.ReasonEnded {
		t.Errorf("bound after the end: state %v, reason %v", s, late.binder.Reason())
	}
}

func TestEndOfSession(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	d.End(agent.ticket.Session)
	d.wantDropped(agent.address)
	customer.binder.Rebind(d.now)
	if s := d.bindApp(customer); s != leg.StateRefused || customer.binder.Reason() != leg.ReasonEnded {
		t.Errorf("state %v, reason %v", s, customer.binder.Reason())
	}
	d.sweepOnce(time.Now().Add(rememberEnded + time.Minute))
	if len(d.sessions) != 0 {
		t.Error("remembered for ever")
	}
}

func TestLeaseEnds(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	d.now = d.now.Add(8 * time.Hour)
	customer.binder.Rebind(d.now)
	if s := d.bindApp(customer); s != leg.StateRefused || customer.binder.Reason() != leg.ReasonLeaseOver {
		t.Errorf("state %v, reason %v", s, customer.binder.Reason())
	}
	d.sweepOnce(d.now)
	d.wantDropped(agent.address)
	d.sweepOnce(d.now.Add(rememberEmpty + time.Minute))
	if len(d.sessions) != 0 || len(d.addresses) != 0 {
		t.Errorf("%d sessions, %d addresses left", len(d.sessions), len(d.addresses))
	}
}

func TestSilentLegLosesItsAddress(t *testing.T) {
	d := newDesk(t)
	agent, customer := d.pair()
	d.now = d.now.Add(udpGone + time.Second)
	agent.binder.Rebind(d.now)
	d.bindApp(agent)
	d.sweepOnce(d.now)
	d.wantDropped(agent.address)
	customer.binder.Rebind(d.now)
	d.bindApp(customer)
	d.wantForwarded(agent, customer)
}

func TestSessionLimit(t *testing.T) {
	d := newDesk(t)
	d.maxSessions = 1
	d.pair()
	a := d.newApp(2, leg.SideAgent, "192.0.2.8:8000")
	if s := d.bindApp(a); s != leg.StateRefused || a.binder.Reason() != leg.ReasonFull {
		t.Errorf("state %v, reason %v", s, a.binder.Reason())
	}
}

func TestRateLimit(t *testing.T) {
	d := newDesk(t)
	agent := d.newApp(1, leg.SideAgent, "192.0.2.1:1000", func(tk *leg.Ticket) { tk.KBits = 8000 })
	customer := d.newApp(1, leg.SideCustomer, "192.0.2.2:2000")
	d.bindApp(agent)
	d.bindApp(customer)
	packet := append([]byte{0x40}, make([]byte, 999)...)
	forwarded := 0
	const seconds, offered = 4, 2000
	for range seconds * offered {
		d.now = d.now.Add(time.Second / offered)
		forwarded += len(d.udp(packet, agent.address))
	}
	if most, least := 1000*seconds+260, 1000*seconds; forwarded > most || forwarded < least { // 8 Mbit/s, and the burst
		t.Errorf("%d packets of 1000 bytes in %d s", forwarded, seconds)
	}
	d.wantForwarded(customer, agent) // the other side has its own limit
}
