package systemtest

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/carrier"
	"beside.example/protocol/code"
	"beside.example/protocol/cpace"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// liar is a relay that both apps trust and that was taken over: it passes their conversations on to an honest one, and
// changes what it likes.
type liar struct {
	t      testing.TB
	relay  *relay
	server *httptest.Server
	// change may change a message of an app to the relay, or of the relay to an app of a role.
	change func(app protocol.Role, toApp bool, m signalling.Message) signalling.Message
}

func newLiar(r *relay) *liar {
	l := &liar{t: r.t, relay: r}
	l.server = httptest.NewTLSServer(http.HandlerFunc(l.serve))
	r.t.Cleanup(func() {
		l.server.CloseClientConnections()
		l.server.Close()
	})
	return l
}

// machine returns a machine whose app takes the liar for its relay.
func (l *liar) machine() machine {
	m := l.relay.machine()
	f := signalling.FingerprintOf(l.server.Certificate())
	m.relay, m.trust = l.server.Listener.Addr().String(), signalling.Trust{Pin: &f}
	return m
}

// serve holds the conversation with one app.
func (l *liar) serve(w http.ResponseWriter, r *http.Request) {
	app, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer func() { _ = app.CloseNow() }()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: l.relay.trust().TLS(l.relay.Addr())}}
	defer client.CloseIdleConnections()
	upstream, _, err := websocket.Dial(ctx, "wss://"+l.relay.Addr()+signalling.Path, &websocket.DialOptions{HTTPClient: client})
	if err != nil {
		return
	}
	defer func() { _ = upstream.CloseNow() }()
	app.SetReadLimit(signalling.MaxMessage)
	upstream.SetReadLimit(signalling.MaxMessage)
	_, hello, err := app.Read(ctx)
	if err != nil || upstream.Write(ctx, websocket.MessageBinary, hello) != nil {
		return
	}
	e, err := signalling.Parse(hello)
	if err != nil {
		return
	}
	role := e.Message.(signalling.Hello).Role
	var passing sync.WaitGroup
	passing.Go(func() { l.pass(ctx, cancel, app, upstream, role, false) })
	passing.Go(func() { l.pass(ctx, cancel, upstream, app, role, true) })
	passing.Wait()
}

// pass passes messages on until one side is gone.
func (l *liar) pass(ctx context.Context, cancel func(), from, to *websocket.Conn, role protocol.Role, toApp bool) {
	defer cancel()
	for {
		_, data, err := from.Read(ctx)
		if err != nil {
			return
		}
		e, err := signalling.Parse(data)
		if err != nil {
			l.t.Errorf("the liar cannot read %x: %v", data, err)
			return
		}
		e.Message = l.change(role, toApp, e.Message)
		if to.Write(ctx, websocket.MessageBinary, e.Append(nil)) != nil {
			return
		}
	}
}

// between stands in an exchange with a guess at the digits: to the customer's app it is an agent's, to the agent's a customer's.
type between struct {
	t         testing.TB
	guess     cpace.Params
	mu        sync.Mutex // guards the following
	sid       signalling.SID
	initiator *cpace.Initiator
	offer     []byte // the agent's own
	verified  error  // of the customer's answer
}

// change implements liar.change.
func (b *between) change(app protocol.Role, toApp bool, m signalling.Message) signalling.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch m := m.(type) {
	case signalling.Join:
		b.sid = m.SID
	case signalling.ExchangeData:
		switch {
		case app == protocol.RoleAgent && !toApp && b.offer == nil:
			b.offer = slices.Clone(m.Data)
			m.Data = b.ownOffer()
		case app == protocol.RoleCustomer && !toApp:
			m.Data = b.ownAnswer(m.Data)
		}
		return m
	}
	return m
}

func (b *between) ownOffer() []byte {
	initiator, offer, err := cpace.NewInitiator(b.guess, cpace.SID(b.sid))
	if err != nil {
		b.t.Error(err)
		return nil
	}
	b.initiator = initiator
	return offer.Append(nil)
}

func (b *between) ownAnswer(customers []byte) []byte {
	answer, err := cpace.ParseAnswer(customers)
	if err != nil {
		b.t.Error(err)
		return nil
	}
	_, _, b.verified = b.initiator.Verify(answer)
	offer, err := cpace.ParseOffer(b.offer)
	if err != nil {
		b.t.Error(err)
		return nil
	}
	_, own, err := cpace.NewResponder(b.guess, cpace.SID(b.sid), offer)
	if err != nil {
		b.t.Error(err)
		return nil
	}
	return own.Append(nil)
}

// TestLiarInTheExchange has a relay that runs exchanges of its own with both apps: each attempt is one guess, and the agent sees it.
func TestLiarInTheExchange(t *testing.T) {
	r := newRelay(t, nil)
	l := newLiar(r)
	b := &between{t: t}
	l.change = b.change
	a, c := newAgent(r, l.machine()), newCustomer(r, l.machine())
	typed, made := a.newCode(0)
	for left := join.MaxAttempts - 1; left >= 0; left-- {
		b.mu.Lock()
		b.offer, b.guess = nil, b.params(l, wrong(typed))
		b.mu.Unlock()
		result := c.join(typed)
		arrival := a.arrival()
		if arrival.Joined != nil || arrival.Code != made.ID || join.Fault(arrival.Err) != protocol.FaultCodeWrong || arrival.Left != left {
			t.Errorf("the agent is told %+v", arrival)
		}
		if j := <-result; j.Joined != nil || join.Fault(j.err) != toldOfWrong(left) {
			t.Errorf("the customer is told %v with %d attempts left", j.err, left)
		}
		b.mu.Lock()
		if b.verified == nil {
			t.Error("the liar has a key with the customer's app")
		}
		b.mu.Unlock()
	}
	a.wait(func() bool { return len(a.Codes()) == 0 })
	if fault := c.refused(typed); fault != protocol.FaultCodeTries {
		t.Errorf("the customer's app goes on: %v", fault)
	}
}

// params is what the liar brings into an exchange: all that it knows, a guess, and a key of its own.
func (b *between) params(l *liar, guess code.Code) cpace.Params {
	_, spki, err := transport.NewIdentity()
	must(b.t, err)
	return cpace.Params{
		Secret:     guess.Secret,
		Context:    cpace.Context{Relay: l.machine().relay, Nameplate: guess.Nameplate},
		Associated: cpace.Associated{SPKI: spki},
	}
}

// TestLiarOnTheLegs has a relay that lets the exchange be and stands in the connection instead: it lets each app bind its leg at a
// relay of its own, and is the other app there, with TLS of its own. It knows both apps' public keys; neither takes its.
func TestLiarOnTheLegs(t *testing.T) {
	t.Parallel() // it waits for most of the time
	r := newRelay(t, nil)
	l := newLiar(r)
	legs := [leg.Sides]*transporttest.Relay{transporttest.NewRelay(t), transporttest.NewRelay(t)}
	var mu sync.Mutex // guards the following
	var keys [leg.Sides]transport.SPKI
	asked := map[protocol.Role]ed25519.PublicKey{}
	l.change = func(app protocol.Role, toApp bool, m signalling.Message) signalling.Message {
		mu.Lock()
		defer mu.Unlock()
		side := leg.SideAgent
		if app == protocol.RoleCustomer {
			side = leg.SideCustomer
		}
		switch m := m.(type) {
		case signalling.ExchangeData:
			if offer, err := cpace.ParseOffer(m.Data); err == nil {
				keys[leg.SideAgent] = offer.Associated.SPKI
			}
			if answer, err := cpace.ParseAnswer(m.Data); err == nil {
				keys[leg.SideCustomer] = answer.Associated.SPKI
			}
		case signalling.TicketRequest:
			asked[app] = m.LegKey
		case signalling.TicketGranted:
			grant, err := legs[side].Tickets(side)(context.Background(), asked[app])
			if err != nil {
				t.Error(err)
			}
			return signalling.TicketGranted{Grant: grant}
		}
		return m
	}
	a, c := newAgent(r, l.machine()), newCustomer(r, l.machine())
	typed, _ := a.newCode(0)
	result := c.join(typed)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var standing sync.WaitGroup
	defer standing.Wait()
	defer cancel()
	impersonate := func(side leg.Side, connect func(context.Context, transport.Config) (*transport.Conn, error)) {
		certificate, _, err := transport.NewIdentity()
		must(t, err)
		standing.Go(func() {
			mu.Lock()
			peer := keys[side.Other()]
			mu.Unlock()
			legs := carrier.New(carrier.Config{Side: side, Tickets: legs[side.Other()].Tickets(side), TLS: legs[side.Other()].TLS()})
			conn, err := connect(ctx, transport.Config{Carrier: legs, Certificate: certificate, PeerSPKI: peer, Key: make([]byte, 32)})
			if err == nil {
				t.Errorf("an app takes the liar for the %v's", side)
				_ = conn.Close(protocol.CloseGone, "") // it should not be there at all
			}
		})
	}
	a.wait(func() bool { return len(a.Codes()) == 0 }) // redeemed: both keys are known
	impersonate(leg.SideCustomer, transport.Listen)
	impersonate(leg.SideAgent, transport.Dial)
	arrival := a.arrival()
	if fault := join.Fault(arrival.Err); arrival.Joined != nil || fault != protocol.FaultNotPrivate {
		t.Errorf("the agent is told %v: %v", fault, arrival.Err)
	}
	j := <-result
	if fault := join.Fault(j.err); j.Joined != nil || fault != protocol.FaultNotPrivate && fault != protocol.FaultPeerGone {
		t.Errorf("the customer is told %v: %v", fault, j.err)
	}
}
