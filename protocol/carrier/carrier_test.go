package carrier_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"beside.example/protocol/carrier"
	"beside.example/protocol/leg"
	"beside.example/protocol/transport/transporttest"
)

// patience bounds every wait of these tests, which run in real time on loopback.
const patience = 20 * time.Second

func newCarrier(t *testing.T, r *transporttest.Relay, side leg.Side) *carrier.Carrier {
	t.Helper()
	c := carrier.New(carrier.Config{Side: side, Tickets: r.Tickets(side), TLS: r.TLS()})
	t.Cleanup(func() { closeCarrier(t, c) })
	return c
}

// await waits for a state.
func await(t *testing.T, c *carrier.Carrier, what string, is func(carrier.State) bool) carrier.State {
	t.Helper()
	timeout, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		state, changed := c.State()
		if is(state) {
			return state
		}
		select {
		case <-changed:
		case <-timeout.Done():
			t.Fatalf("waited in vain for %s; the state is %+v", what, state)
		}
	}
}

func isUp(kind carrier.Kind) func(carrier.State) bool {
	return func(s carrier.State) bool { return s.Up && s.Kind == kind }
}

// packet returns a packet that relays forward.
func packet(text string) []byte { return append([]byte{0x40}, text...) }

// expect reads until this packet arrives; others may come again from before.
func expect(t *testing.T, c *carrier.Carrier, text string) {
	t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	var b [leg.MaxPacket]byte
	for {
		n, from, err := c.ReadFrom(b[:])
		if err != nil {
			t.Fatalf("waited for %q: %v", text, err)
		}
		if from.String() != c.Peer().String() {
			t.Fatalf("packet from %v", from)
		}
		if string(b[1:n]) == text {
			return
		}
	}
}

func send(t *testing.T, c *carrier.Carrier, text string) {
	t.Helper()
	if n, err := c.WriteTo(packet(text), c.Peer()); err != nil || n != len(text)+1 {
		t.Fatalf("wrote %d bytes, %v", n, err)
	}
}

func TestCarrierOverUDP(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	agent, customer := newCarrier(t, r, leg.SideAgent), newCarrier(t, r, leg.SideCustomer)
	start := time.Now()
	await(t, agent, "udp", isUp(carrier.KindUDP))
	await(t, customer, "udp", isUp(carrier.KindUDP))
	t.Logf("both up after %v", time.Since(start))
	send(t, agent, "to the customer")
	expect(t, customer, "to the customer")
	send(t, customer, "to the agent")
	expect(t, agent, "to the agent")
	state, _ := agent.State()
	if !state.Public.Addr().IsLoopback() || state.LastPacket.IsZero() || state.Ticket != nil {
		t.Errorf("state %+v", state)
	}
}

func TestCarrierGetsANewTicketAfterARestart(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	agent, customer := newCarrier(t, r, leg.SideAgent), newCarrier(t, r, leg.SideCustomer)
	await(t, agent, "udp", isUp(carrier.KindUDP))
	await(t, customer, "udp", isUp(carrier.KindUDP))
	before := r.Grants()
	r.Restart()
	start := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	arrived := make(chan struct{})
	go func() {
		defer close(arrived)
		var b [leg.MaxPacket]byte
		_, _, _ = customer.ReadFrom(b[:])
	}()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-arrived:
			t.Logf("packets flow again %v after the restart", time.Since(start))
			if r.Grants() < before+2 {
				t.Errorf("asked for %d tickets more", r.Grants()-before)
			}
			return
		case <-ticker.C:
			send(t, agent, "anybody there?")
			send(t, customer, "hello?")
		case <-ctx.Done():
			t.Fatal("packets never flowed again")
		}
	}
}

func TestCarrierHoldsTheFirstPackets(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	customer := newCarrier(t, r, leg.SideCustomer)
	await(t, customer, "udp", isUp(carrier.KindUDP))
	agent := newCarrier(t, r, leg.SideAgent)
	send(t, agent, "early")
	expect(t, customer, "early")
}

// TestCarrierRenewsItsLease gets tickets in time when leases are short.
func TestCarrierRenewsItsLease(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	r.Lease(3 * time.Second)
	c := newCarrier(t, r, leg.SideAgent)
	await(t, c, "udp", isUp(carrier.KindUDP))
	timeout := time.After(patience)
	for r.Grants() < 2 {
		select {
		case <-time.After(50 * time.Millisecond):
		case <-timeout:
			t.Fatal("the lease was never renewed")
		}
		if state, _ := c.State(); !state.Up {
			t.Fatal("the way went down")
		}
	}
}

// TestCarrierTellsWhyItGetsNoTicket and goes on asking.
func TestCarrierTellsWhyItGetsNoTicket(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	refusal := errors.New("not today")
	r.RefuseTickets(refusal)
	c := newCarrier(t, r, leg.SideAgent)
	state := await(t, c, "a refusal", func(s carrier.State) bool { return s.Ticket != nil })
	if !errors.Is(state.Ticket, refusal) || state.Up || state.Kind != carrier.KindNone {
		t.Errorf("state %+v", state)
	}
	r.RefuseTickets(nil)
	if state := await(t, c, "udp", isUp(carrier.KindUDP)); state.Ticket != nil {
		t.Errorf("state %+v", state)
	}
}

// TestCarrierEnds when the relay says that the session is over.
func TestCarrierEnds(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	c := newCarrier(t, r, leg.SideAgent)
	await(t, c, "udp", isUp(carrier.KindUDP))
	r.End()
	c.NetworkChanged() // has it bind at once, and so hear of it
	await(t, c, "the end", func(s carrier.State) bool { return !s.Up && s.Ticket != nil })
}

// TestCarrierBindsAtOnceWhenTheNetworkChanges instead of after a second of silence.
func TestCarrierBindsAtOnceWhenTheNetworkChanges(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	proxy, err := transporttest.NewProxy(r.Addr(), 1, transporttest.Impairment{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := proxy.Close(); err != nil {
			t.Error(err)
		}
	}()
	c := carrier.New(carrier.Config{Side: leg.SideAgent, Tickets: r.TicketsVia(leg.SideAgent, proxy.Addr().String()), TLS: r.TLS()})
	defer closeCarrier(t, c)
	before := await(t, c, "udp", isUp(carrier.KindUDP)).Public
	proxy.Rebind()
	start := time.Now()
	c.NetworkChanged()
	await(t, c, "another public address", func(s carrier.State) bool { return s.Up && s.Public != before })
	if took := time.Since(start); took > 500*time.Millisecond {
		t.Errorf("it took %v", took)
	}
}

// TestCarrierDropsWhatNoRelayForwards without an error.
func TestCarrierDropsWhatNoRelayForwards(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	agent, customer := newCarrier(t, r, leg.SideAgent), newCarrier(t, r, leg.SideCustomer)
	await(t, agent, "udp", isUp(carrier.KindUDP))
	await(t, customer, "udp", isUp(carrier.KindUDP))
	for _, p := range [][]byte{nil, {0x00, 1}, make([]byte, leg.MaxPacket+1)} {
		if n, err := agent.WriteTo(p, agent.Peer()); n != len(p) || err != nil {
			t.Errorf("wrote %d of %d bytes, %v", n, len(p), err)
		}
	}
	send(t, agent, strings.Repeat("x", leg.MaxPacket-1))
	expect(t, customer, strings.Repeat("x", leg.MaxPacket-1))
}

func closeCarrier(t *testing.T, c *carrier.Carrier) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func TestCarrierClose(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	c := carrier.New(carrier.Config{Side: leg.SideAgent, Tickets: r.Tickets(leg.SideAgent), TLS: r.TLS()})
	await(t, c, "udp", isUp(carrier.KindUDP))
	failed := make(chan error)
	go func() {
		_, _, err := c.ReadFrom(make([]byte, leg.MaxPacket))
		failed <- err
	}()
	for range 2 {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-failed; err != net.ErrClosed {
		t.Errorf("the read failed with %v", err)
	}
	if _, err := c.WriteTo(packet("late"), c.Peer()); err != net.ErrClosed {
		t.Errorf("the write failed with %v", err)
	}
}
