package transporttest

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"beside.example/protocol/leg"
)

// Relay is a relay for carriers under test: UDP and TLS legs of one session on a loopback port, without limits and
// without anything that makes a relay fit for the open network.
type Relay struct {
	udp    *net.UDPConn
	server *httptest.Server
	key    ed25519.PrivateKey
	secret [sha256.Size]byte
	owned  sync.WaitGroup

	mu       sync.Mutex // guards the following
	sides    [leg.Sides]place
	blockUDP bool
	refuse   error
	lease    time.Duration
	ended    bool
	epoch    uint32 // counts restarts; tickets of an earlier one are refused
	grants   int
}

// place is where packets for a side go.
type place struct {
	name string
	send func(packet []byte)
}

// defaultLease outlasts every test.
const defaultLease = time.Hour

// NewRelay starts a relay; the test closes it at its end.
func NewRelay(t testing.TB) *Relay {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	listener, udp, err := listenBoth(netip.AddrFrom4([4]byte{127, 0, 0, 1}))
	if err != nil {
		t.Fatal(err)
	}
	r := &Relay{udp: udp, key: key, lease: defaultLease}
	r.server = &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(r.serveTLS)}}
	r.server.StartTLS()
	r.owned.Go(r.serveUDP)
	t.Cleanup(r.close)
	return r
}

func (r *Relay) close() {
	_ = r.udp.Close() // it may be closed already
	r.server.CloseClientConnections()
	r.server.Close()
	r.owned.Wait()
}

// Addr returns where the relay answers, on UDP and TCP.
func (r *Relay) Addr() netip.AddrPort {
	return netip.MustParseAddrPort(r.server.Listener.Addr().String())
}

// TLS returns the configuration that trusts the relay.
func (r *Relay) TLS() *tls.Config {
	return r.server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
}

// Tickets returns a carrier's Config.Tickets for one side.
func (r *Relay) Tickets(side leg.Side) func(context.Context, ed25519.PublicKey) (leg.Grant, error) {
	return r.TicketsVia(side, r.Addr().String())
}

// TicketsVia is Tickets with another address in the grants, such as a Proxy's. There is no TLS leg at a Proxy's address.
func (r *Relay) TicketsVia(side leg.Side, address string) func(context.Context, ed25519.PublicKey) (leg.Grant, error) {
	return func(_ context.Context, key ed25519.PublicKey) (leg.Grant, error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.grants++
		if r.refuse != nil {
			return leg.Grant{}, r.refuse
		}
		end := time.Now().Add(r.lease)
		// Nobody looks at the bit rate here, so it tells before which restart the ticket was made.
		ticket := leg.Ticket{
			Side: side, LegKey: [ed25519.PublicKeySize]byte(key), Relay: address,
			BindBy: end, LeaseEnd: end, KBits: r.epoch,
		}
		signed, err := ticket.Sign(r.key)
		return leg.Grant{Ticket: signed, Address: address}, err
	}
}

// BlockUDP drops all UDP packets until it is called with false.
func (r *Relay) BlockUDP(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.blockUDP = on
}

// RefuseTickets makes requests for tickets fail with this error, or succeed again with nil.
func (r *Relay) RefuseTickets(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refuse = err
}

// Lease sets how long later tickets are good for.
func (r *Relay) Lease(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lease = d
}

// Restart forgets everything, as a relay does that was killed: no leg is bound and no ticket of before is honoured.
func (r *Relay) Restart() {
	r.mu.Lock()
	r.sides = [leg.Sides]place{}
	r.epoch++
	r.mu.Unlock()
	r.server.CloseClientConnections()
}

// End refuses all BINDs from now on, as a relay does when the session has ended.
func (r *Relay) End() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sides = [leg.Sides]place{}
	r.ended = true
}

// Grants returns how many tickets were asked for.
func (r *Relay) Grants() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.grants
}

func (r *Relay) serveUDP() {
	buffer := make([]byte, leg.MaxPacket)
	for {
		n, from, err := r.udp.ReadFromUDPAddrPort(buffer)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		from = netip.AddrPortFrom(from.Addr().Unmap(), from.Port())
		r.mu.Lock()
		blocked := r.blockUDP
		r.mu.Unlock()
		if err != nil || blocked {
			continue
		}
		r.handle(place{name: from.String(), send: func(p []byte) { _, _ = r.udp.WriteToUDPAddrPort(p, from) }}, from, buffer[:n])
	}
}

func (r *Relay) serveTLS(w http.ResponseWriter, request *http.Request) {
	if request.URL.Path != leg.Path {
		http.NotFound(w, request)
		return
	}
	conn, err := websocket.Accept(w, request, nil)
	if err != nil {
		return
	}
	defer func() { _ = conn.CloseNow() }() // fails only if it is closed already
	from := netip.MustParseAddrPort(request.RemoteAddr)
	at := place{name: "tls " + request.RemoteAddr, send: func(p []byte) {
		_ = conn.Write(request.Context(), websocket.MessageBinary, p) // a lost packet
	}}
	for {
		_, packet, err := conn.Read(request.Context())
		if err != nil {
			return
		}
		r.handle(at, from, packet)
	}
}

// handle does with a packet what a relay does.
func (r *Relay) handle(from place, address netip.AddrPort, packet []byte) {
	if leg.IsControl(packet) {
		if reply := r.bind(from, address, packet); reply != nil {
			from.send(reply)
		}
		return
	}
	r.mu.Lock()
	var to place
	for side, at := range r.sides {
		if at.name == from.name {
			to = r.sides[leg.Side(side).Other()]
		}
	}
	r.mu.Unlock()
	if to.send != nil {
		to.send(packet)
	}
}

// bind answers a BIND.
func (r *Relay) bind(from place, address netip.AddrPort, packet []byte) []byte {
	m, err := leg.ParseBind(packet)
	if err != nil {
		return nil
	}
	ticket, err := leg.NewKeyring(r.key.Public().(ed25519.PublicKey)).Open(m.Ticket)
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(fmt.Appendf(r.secret[:], "%s", from.name))
	if cookie := leg.Cookie(sum[:leg.CookieSize]); m.Cookie != cookie {
		return leg.Challenge{Sequence: m.Sequence, Cookie: cookie}.Append(nil)
	}
	if !m.Verify(ticket.LegKey) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return leg.Refused{Sequence: m.Sequence, Reason: leg.ReasonEnded}.Append(nil)
	}
	if ticket.KBits != r.epoch {
		return leg.Refused{Sequence: m.Sequence, Reason: leg.ReasonTooLate}.Append(nil)
	}
	r.sides[ticket.Side] = from
	return leg.Bound{Sequence: m.Sequence, Address: address, Lease: time.Until(ticket.LeaseEnd)}.Append(nil)
}
