package join

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"sync"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport/transporttest"
)

const (
	nameplate = code.Nameplate("1234")
	codeID    = signalling.CodeID(9)
	codeLife  = 10 * time.Minute

	portalCode = code.PortalCode("K7MWQ2RT")
)

// meeting is what the portal code is for.
var meeting = Meeting{Request: signalling.RequestID{4, 2}}

var (
	organisation = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
	device       = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, ed25519.SeedSize))
)

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func typed(t testing.TB, s string) code.Code {
	t.Helper()
	c, err := code.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// board is a relay in memory. It connects customers with the agent's app, unless it is told to be hostile.
type board struct {
	legs     *transporttest.Relay // nil where no test connects
	incoming chan opened
	// meddle, if not nil, may change or withhold (nil) every message; n counts those of the same side.
	meddle func(from leg.Side, n int, message []byte) []byte
	// instead, if not nil, is what the agent's app is told that every customer comes with.
	instead *expects

	mu        sync.Mutex // guards the following
	withdrawn []signalling.CodeID
	exchanges []*end
}

func newBoard() *board { return &board{incoming: make(chan opened, 16)} }

// face is the board as one side's app sees it.
type face struct {
	*board
	side leg.Side
}

var _ relay = face{}

func (f face) HostPort() string { return "help.northfield.example:443" }

// TLS legs and UDP legs are at another place than the name says, which only the grants show.
func (f face) Ticket(ctx context.Context, _ leg.SessionID, side leg.Side, _ signalling.Secret, key ed25519.PublicKey) (leg.Grant, error) {
	if f.legs == nil {
		return leg.Grant{}, &signalling.Error{Fault: protocol.FaultTicket}
	}
	return f.legs.Tickets(side)(ctx, key)
}

func (f face) Join(_ context.Context, n code.Nameplate, sid signalling.SID) (opened, error) {
	if n != nameplate {
		return opened{}, &signalling.Error{Fault: protocol.FaultCodeUnknown}
	}
	agent, customer := f.pair()
	f.incoming <- opened{exchange: agent, expects: f.mixed(expects{code: codeID}), sid: sid}
	return opened{exchange: customer, organisation: "Northfield Health", organisationKey: public(organisation)}, nil
}

func (f face) JoinPortal(_ context.Context, c code.PortalCode, sid signalling.SID) (opened, error) {
	if c != portalCode {
		return opened{}, &signalling.Error{Fault: protocol.FaultCodeUnknown}
	}
	agent, customer := f.pair()
	f.incoming <- opened{exchange: agent, expects: f.mixed(expects{meeting: meeting}), sid: sid}
	return opened{exchange: customer, organisation: "Northfield Health", organisationKey: public(organisation)}, nil
}

// mixed returns what the agent's app is told of a customer who comes.
func (b *board) mixed(what expects) expects {
	if b.instead != nil {
		return *b.instead
	}
	return what
}

func (f face) AcceptExchange(ctx context.Context) (opened, error) {
	select {
	case x := <-f.incoming:
		return x, nil
	case <-ctx.Done():
		return opened{}, ctx.Err()
	}
}

func (f face) WithdrawCode(_ context.Context, id signalling.CodeID, dead bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if dead {
		f.withdrawn = append(f.withdrawn, id)
	}
	return nil
}

// pair returns both ends of a new exchange.
func (b *board) pair() (agent, customer *end) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var ends [leg.Sides]*end
	for side := range ends {
		ends[side] = &end{
			board: b, side: leg.Side(side), in: make(chan []byte, signalling.MaxExchangeMessages),
			granted: make(chan signalling.SessionGranted, 1), over: make(chan struct{}),
		}
	}
	ends[0].other, ends[1].other = ends[1], ends[0]
	b.exchanges = append(b.exchanges, ends[0])
	return ends[leg.SideAgent], ends[leg.SideCustomer]
}

// end is one app's end of an exchange.
type end struct {
	board   *board
	side    leg.Side
	other   *end
	in      chan []byte
	granted chan signalling.SessionGranted
	sent    int

	once   sync.Once
	over   chan struct{}
	reason signalling.EndReason
}

var _ exchange = (*end)(nil)

func (e *end) Send(message []byte) error {
	if e.board.meddle != nil {
		message = e.board.meddle(e.side, e.sent, message)
	}
	e.sent++
	if message != nil {
		e.other.in <- message
	}
	return nil
}

func (e *end) ended() error {
	return &signalling.Error{Fault: e.reason.Fault(), Err: &signalling.EndedError{Reason: e.reason}}
}

func (e *end) Receive(ctx context.Context) ([]byte, error) {
	select {
	case m := <-e.in:
		return m, nil
	default:
	}
	select {
	case m := <-e.in:
		return m, nil
	case <-e.over:
		return nil, e.ended()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (e *end) Redeem(context.Context) (signalling.SessionGranted, error) {
	e.other.granted <- signalling.SessionGranted{Session: leg.SessionID{7}, Secret: signalling.Secret{2}, Withheld: signalling.FeatureControl}
	return signalling.SessionGranted{Session: leg.SessionID{7}, Secret: signalling.Secret{1}, Withheld: signalling.FeatureControl}, nil
}

func (e *end) Granted(ctx context.Context) (signalling.SessionGranted, error) {
	select {
	case g := <-e.granted:
		return g, nil
	case <-e.over:
		return signalling.SessionGranted{}, e.ended()
	case <-ctx.Done():
		return signalling.SessionGranted{}, ctx.Err()
	}
}

func (e *end) End(reason signalling.EndReason) {
	for _, side := range []*end{e, e.other} {
		side.once.Do(func() {
			side.reason = reason
			close(side.over)
		})
	}
}

// apps are the agent's and the customer's side at one board.
type apps struct {
	*board
	door     *Door
	customer *Customer
	stop     context.CancelFunc
	stopped  chan error
}

// open starts the agent's side, which expects the codes 1234 56789 and K7MW Q2RT; the test stops it.
func (b *board) open(t testing.TB) *apps {
	t.Helper()
	cfg := Config{Capabilities: protocol.CapabilityShare}
	if b.legs != nil {
		cfg.Trust = signalling.Trust{Roots: b.legs.TLS().RootCAs}
	}
	a := &apps{board: b, door: newDoor(cfg, face{b, leg.SideAgent}), customer: newCustomer(cfg, face{b, leg.SideCustomer})}
	a.door.Expect(signalling.Code{ID: codeID, Nameplate: nameplate, Left: codeLife}, typed(t, "1234 56789").Secret)
	a.door.ExpectPortal(meeting, portalCode, codeLife)
	ctx, stop := context.WithCancel(context.Background())
	a.stop, a.stopped = stop, make(chan error, 1)
	go func() { a.stopped <- a.door.Run(ctx) }()
	return a
}

func (a *apps) close() {
	a.stop()
	<-a.stopped
}

// dead returns the codes that the relay was told are dead.
func (b *board) dead() []signalling.CodeID {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.withdrawn
}

// outcome is what a join came to at both ends.
type outcome struct {
	joined  *Joined
	err     error
	arrival Arrival
}

// join lets a customer type a code of either kind and returns what both sides saw.
func (a *apps) join(t testing.TB, ctx context.Context, s string) outcome {
	t.Helper()
	type result struct {
		joined *Joined
		err    error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		if portal, err := code.ParsePortalCode(s); err == nil {
			r.joined, r.err = a.customer.JoinPortal(ctx, portal, nil)
		} else {
			r.joined, r.err = a.customer.Join(ctx, typed(t, s), nil)
		}
		done <- r
	}()
	arrival, err := a.door.Next(context.WithoutCancel(ctx))
	if err != nil {
		t.Error(err)
	}
	r := <-done
	return outcome{r.joined, r.err, arrival}
}
