package carrier_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"beside.example/protocol/carrier"
	"beside.example/protocol/leg"
	"beside.example/protocol/transport/transporttest"
)

func TestCarrierOverTLSWhenUDPIsBlocked(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	r.BlockUDP(true)
	agent, customer := newCarrier(t, r, leg.SideAgent), newCarrier(t, r, leg.SideCustomer)
	start := time.Now()
	await(t, agent, "tls", isUp(carrier.KindTLS))
	await(t, customer, "tls", isUp(carrier.KindTLS))
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("TLS took %v", took)
	} else {
		t.Logf("both up after %v", took)
	}
	send(t, agent, "through TLS")
	expect(t, customer, "through TLS")
	// UDP goes on for a while beside TLS, and is taken as soon as it works.
	r.BlockUDP(false)
	await(t, agent, "udp", isUp(carrier.KindUDP))
	await(t, customer, "udp", isUp(carrier.KindUDP))
	send(t, customer, "back on UDP")
	expect(t, agent, "back on UDP")
}

func TestCarrierFallsBackToTLS(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	agent, customer := newCarrier(t, r, leg.SideAgent), newCarrier(t, r, leg.SideCustomer)
	await(t, agent, "udp", isUp(carrier.KindUDP))
	await(t, customer, "udp", isUp(carrier.KindUDP))
	r.BlockUDP(true)
	start := time.Now()
	send(t, agent, "lost")
	send(t, customer, "lost")
	await(t, agent, "tls", isUp(carrier.KindTLS))
	await(t, customer, "tls", isUp(carrier.KindTLS))
	t.Logf("TLS after %v", time.Since(start))
	send(t, agent, "found")
	expect(t, customer, "found")
}

// TestCarrierFindsTheFamilyThatAnswers has a name that leads to IPv6, where nobody answers, and to IPv4.
func TestCarrierFindsTheFamilyThatAnswers(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	address := fmt.Sprintf("localhost:%d", r.Addr().Port())
	c := carrier.New(carrier.Config{Side: leg.SideAgent, Tickets: r.TicketsVia(leg.SideAgent, address), TLS: r.TLS()})
	defer closeCarrier(t, c)
	await(t, c, "udp", isUp(carrier.KindUDP))
}

// TestCarrierOverIPv6 binds through a proxy that listens on IPv6 only.
func TestCarrierOverIPv6(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	proxy, err := transporttest.NewProxyAt(netip.IPv6Loopback(), r.Addr(), 1, transporttest.Impairment{})
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
	await(t, c, "udp", isUp(carrier.KindUDP))
}

// connectProxy is an HTTP proxy that opens tunnels, and counts them.
func connectProxy(t *testing.T) (proxy *url.URL, tunnels *atomic.Int64) {
	t.Helper()
	tunnels = new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			http.Error(w, "only tunnels", http.StatusMethodNotAllowed)
			return
		}
		target, err := net.Dial("tcp", r.Host)
		if err != nil {
			http.Error(w, "no way", http.StatusBadGateway)
			return
		}
		defer func() { _ = target.Close() }()
		tunnels.Add(1)
		w.WriteHeader(http.StatusOK)
		app, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = app.Close() }()
		go func() {
			_, _ = io.Copy(app, target)
			_ = app.Close()
		}()
		_, _ = io.Copy(target, buffered)
	}))
	t.Cleanup(server.Close)
	proxy, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return proxy, tunnels
}

// TestCarrierThroughAnHTTPProxy has nothing but a proxy lead outside.
func TestCarrierThroughAnHTTPProxy(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	r.BlockUDP(true)
	proxy, tunnels := connectProxy(t)
	start := time.Now()
	c := carrier.New(carrier.Config{
		Side: leg.SideAgent, Tickets: r.Tickets(leg.SideAgent), TLS: r.TLS(), Proxy: http.ProxyURL(proxy),
	})
	defer closeCarrier(t, c)
	await(t, c, "tls", isUp(carrier.KindTLS))
	if took := time.Since(start); took > 5*time.Second || tunnels.Load() == 0 {
		t.Errorf("up after %v through %d tunnels", took, tunnels.Load())
	}
}

// TestCarrierDoesNotTakeUDPThatLosesLargePackets, though small ones come through.
func TestCarrierDoesNotTakeUDPThatLosesLargePackets(t *testing.T) {
	t.Parallel()
	r := transporttest.NewRelay(t)
	proxy, err := transporttest.NewProxy(r.Addr(), 1, transporttest.Impairment{MTU: 1000})
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
	await(t, c, "tls", isUp(carrier.KindTLS))
}
