package transport_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"beside.example/protocol/carrier"
	"beside.example/protocol/leg"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// relayed is a pair of conns over real carriers and a relay on loopback, each side behind a proxy of its own.
type relayed struct {
	relay                     *transporttest.Relay
	agent, customer           *transport.Conn
	agentProxy, customerProxy *transporttest.Proxy
	agentCarrier, custCarrier *carrier.Carrier
}

func newRelayed(t *testing.T, path transporttest.Impairment) *relayed {
	t.Helper()
	r := &relayed{relay: transporttest.NewRelay(t)}
	agentConfig, customerConfig := transporttest.Configs(t)
	r.agentProxy, r.agentCarrier = proxied(t, r.relay, leg.SideAgent, path)
	r.customerProxy, r.custCarrier = proxied(t, r.relay, leg.SideCustomer, path)
	agentConfig.Carrier, customerConfig.Carrier = r.agentCarrier, r.custCarrier
	r.agent, r.customer = transporttest.Connect(t, agentConfig, customerConfig)
	return r
}

func proxied(t *testing.T, relay *transporttest.Relay, side leg.Side, path transporttest.Impairment) (*transporttest.Proxy, *carrier.Carrier) {
	t.Helper()
	proxy, err := transporttest.NewProxy(relay.Addr(), uint64(side), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := proxy.Close(); err != nil {
			t.Error(err)
		}
	})
	return proxy, carrier.New(carrier.Config{Side: side, Tickets: relay.TicketsVia(side, proxy.Addr().String()), TLS: relay.TLS(), Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
}

// steady is after how many bytes a screen's flow counts as steady: half a second.
const steady = 100_000

// gap is how long a flow stood still from this moment on.
func gap(t *testing.T, f *flow, from time.Time) time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	return f.after(ctx, from)
}

// TestAddressChange has a side's address towards the relay change, which only silence tells.
func TestAddressChange(t *testing.T) {
	for _, side := range []leg.Side{leg.SideCustomer, leg.SideAgent} {
		t.Run(side.String(), func(t *testing.T) {
			t.Parallel()
			r := newRelayed(t, transporttest.Impairment{Delay: 10 * time.Millisecond})
			r.customer.SetLively(true)
			screen := startFlow(t, r.customer, r.agent, 1000, 5*time.Millisecond)
			input := startFlow(t, r.agent, r.customer, 20, 5*time.Millisecond)
			screen.reaches(t, steady)
			input.reaches(t, steady/50)
			if side == leg.SideCustomer {
				r.customerProxy.Rebind()
			} else {
				r.agentProxy.Rebind()
			}
			// What is on its way may still arrive.
			changed := time.Now().Add(100 * time.Millisecond)
			down, up := gap(t, screen, changed), gap(t, input, changed)
			t.Logf("screen stood still for %v, input for %v", down, up)
			if down > 3*time.Second || up > 3*time.Second {
				t.Error("longer than 3 s")
			}
		})
	}
}

// TestBlackoutOverRelay loses everything of one side's network for a while.
func TestBlackoutOverRelay(t *testing.T) {
	t.Parallel()
	const outage = 6 * time.Second
	r := newRelayed(t, transporttest.Impairment{Delay: 10 * time.Millisecond})
	r.customer.SetLively(true)
	screen := startFlow(t, r.customer, r.agent, 1000, 5*time.Millisecond)
	input := startFlow(t, r.agent, r.customer, 20, 5*time.Millisecond)
	screen.reaches(t, steady)
	input.reaches(t, steady/50)
	r.customerProxy.Blackout(true)
	r.agentProxy.Blackout(true)
	<-time.After(outage)
	r.customerProxy.Blackout(false)
	r.agentProxy.Blackout(false)
	back := time.Now()
	down, up := gap(t, screen, back), gap(t, input, back)
	t.Logf("after a blackout of %v screen came back in %v, input in %v", outage, down, up)
	if down > time.Second || up > time.Second {
		t.Error("longer than 1 s")
	}
}

// TestSwitchOfWays blocks UDP in the midst of a session, and lets it through again.
func TestSwitchOfWays(t *testing.T) {
	t.Parallel()
	r := newRelayed(t, transporttest.Impairment{Delay: 10 * time.Millisecond})
	r.customer.SetLively(true)
	screen := startFlow(t, r.customer, r.agent, 1000, 5*time.Millisecond)
	screen.reaches(t, steady)
	r.agentProxy.BlockUDP(true)
	r.customerProxy.BlockUDP(true)
	start := time.Now().Add(100 * time.Millisecond)
	if stood := gap(t, screen, start); stood > 3*time.Second {
		t.Errorf("UDP to TLS: screen stood still for %v", stood)
	} else {
		t.Logf("UDP to TLS: screen stood still for %v", stood)
	}
	longest := screen.watch()
	r.agentProxy.BlockUDP(false)
	r.customerProxy.BlockUDP(false)
	await(t, r.agentCarrier, carrier.KindUDP)
	await(t, r.custCarrier, carrier.KindUDP)
	screen.reaches(t, int(screen.bytes.Load())+steady)
	if gap := longest(); gap > time.Second {
		t.Errorf("TLS to UDP: the longest gap was %v", gap)
	} else {
		t.Logf("TLS to UDP: longest gap %v", gap)
	}
}

func await(t *testing.T, c *carrier.Carrier, kind carrier.Kind) {
	t.Helper()
	timeout := time.After(time.Minute)
	for {
		state, changed := c.State()
		if state.Up && state.Kind == kind {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			t.Fatalf("waited in vain for %v", kind)
		}
	}
}
