package systemtest

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport"
)

// machine is where an app runs.
type machine struct {
	t       testing.TB
	relay   string
	trust   signalling.Trust
	logger  *slog.Logger
	address string // of this machine; empty for any
	noUDP   bool   // nothing but TCP gets out of its network
	// route says where a name leads at the moment, as a balancer does before relays of a fleet; nil for where it says.
	route func(address string) string
}

// machine returns a machine that reaches the relay.
func (r *relay) machine() machine {
	return machine{t: r.t, relay: r.Relay(), trust: r.trust(), logger: r.config.Logger}
}

// at returns the same machine at another address of loopback.
func (m machine) at(address string) machine {
	m.address = address
	return m
}

// behind returns the same machine in a network without UDP.
func (m machine) behind(noUDP bool) machine {
	m.noUDP = noUDP
	return m
}

func (m machine) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if m.route != nil {
		address = m.route(address)
	}
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(m.address)}}
	return dialer.DialContext(ctx, network, address)
}

// connect runs a client until the test ends; ended gets what its Run returned.
func (m machine) connect(role protocol.Role, token string, pushed func(signalling.Message)) (client *signalling.Client, ended <-chan error) {
	m.t.Helper()
	client, err := signalling.New(signalling.Config{
		Relay: m.relay, Trust: m.trust, Role: role, DeviceToken: token, Product: "test", Language: "en", Logger: m.logger, Dial: m.dial,
		Pushed: pushed,
	})
	must(m.t, err)
	result := make(chan error, 1)
	run(m.t, func(ctx context.Context) { result <- client.Run(ctx) })
	return client, result
}

// run runs something until the test ends.
func run(t testing.TB, f func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { f(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
}

func (m machine) joinConfig(client *signalling.Client) join.Config {
	c := join.Config{Client: client, Trust: m.trust, Logger: m.logger}
	if m.noUDP {
		c.ListenPacket = func() (net.PacketConn, error) { return nil, errors.New("no UDP here") }
	}
	return c
}

// agent is the agent's side of an agent's app.
type agent struct {
	*signalling.Client
	t     testing.TB
	logs  *logBook
	door  *join.Door
	ended <-chan error
}

// newAgent signs in at the relay and starts the app.
func newAgent(r *relay, m machine) *agent {
	r.t.Helper()
	a := &agent{t: r.t, logs: r.logs}
	a.Client, a.ended = m.connect(protocol.RoleAgent, r.signIn(), nil)
	a.door = join.NewDoor(m.joinConfig(a.Client))
	run(r.t, func(ctx context.Context) { _ = a.door.Run(ctx) }) // ends with ctx alone
	a.wait(func() bool { return a.State().Welcome != nil })
	return a
}

// wait waits until something is so that the client tells.
func (a *agent) wait(until func() bool) {
	a.t.Helper()
	deadline := time.After(patience)
	for {
		changed := a.Changed()
		if until() {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			a.t.Fatalf("the agent's app still says %+v, codes %+v, %d requests", a.State(), a.Codes(), len(a.Requests()))
		}
	}
}

// newCode makes a code that lives for so long; 0 means as long as the relay likes.
func (a *agent) newCode(lifetime time.Duration) (code.Code, signalling.Code) {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	made, err := a.CreateCode(ctx, a.State().Welcome.SignedIn.Portals[0].ID, "Aiko", lifetime)
	must(a.t, err)
	c := code.New(made.Nameplate)
	a.logs.mustNotShow(c)
	a.door.Expect(made, c.Secret)
	return c, made
}

// arrival waits for what came of a customer's attempt.
func (a *agent) arrival() join.Arrival {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	arrival, err := a.door.Next(ctx)
	must(a.t, err)
	return arrival
}

// customer is the customer's side of a customer's app.
type customer struct {
	*signalling.Client
	t    testing.TB
	side *join.Customer
}

func newCustomer(r *relay, m machine) *customer {
	r.t.Helper()
	return m.customer()
}

// customer starts a customer's app.
func (m machine) customer() *customer {
	m.t.Helper()
	client, _ := m.connect(protocol.RoleCustomer, "", nil)
	return &customer{Client: client, t: m.t, side: join.NewCustomer(m.joinConfig(client))}
}

// joined is what a join came to for the customer's app.
type joined struct {
	*join.Joined
	err error
}

// join types a code in and tells later what came of it.
func (c *customer) join(typed code.Code) <-chan joined {
	result := make(chan joined, 1)
	run(c.t, func(context.Context) {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		j, err := c.side.Join(ctx, typed, nil)
		result <- joined{j, err}
	})
	return result
}

// refused types a code in, which must fail, and returns what the person is told.
func (c *customer) refused(typed code.Code) protocol.Fault {
	c.t.Helper()
	j := <-c.join(typed)
	if j.err == nil {
		c.t.Fatal("joined")
	}
	return join.Fault(j.err)
}

// wrong returns a code with the same nameplate and other digits.
func wrong(right code.Code) code.Code {
	c := right
	for c.Secret.Equal(right.Secret) {
		c.Secret = code.NewSecret()
	}
	return c
}

// session is both ends of a session.
type session struct {
	t               testing.TB
	agent, customer *join.Joined
}

// meet lets a customer type the right code.
func meet(a *agent, c *customer, typed code.Code) *session {
	a.t.Helper()
	result := c.join(typed)
	arrival := a.arrival()
	must(a.t, arrival.Err)
	j := <-result
	must(a.t, j.err)
	s := &session{t: a.t, agent: arrival.Joined, customer: j.Joined}
	a.t.Cleanup(func() {
		if err := errors.Join(s.agent.Conn.Close(protocol.CloseGone, ""), s.customer.Conn.Close(protocol.CloseGone, "")); err != nil {
			a.t.Error(err)
		}
	})
	return s
}

// newSession is a session at a relay, with an agent and a customer of its own.
func newSession(r *relay) *session {
	r.t.Helper()
	a, c := newAgent(r, r.machine()), newCustomer(r, r.machine())
	typed, _ := a.newCode(0)
	s := meet(a, c, typed)
	s.echo()
	return s
}

// echo says something to the customer's app, gets it back and returns how long that took.
func (s *session) echo() time.Duration {
	s.t.Helper()
	began := time.Now()
	pass(s.t, s.agent.Conn, s.customer.Conn)
	pass(s.t, s.customer.Conn, s.agent.Conn)
	return time.Since(began)
}

func pass(t testing.TB, from, to *transport.Conn) {
	t.Helper()
	const word = "hello"
	if _, err := from.Control().Write([]byte(word)); err != nil {
		t.Fatal(err)
	}
	must(t, to.Control().SetReadDeadline(time.Now().Add(patience)))
	got := make([]byte, len(word))
	if _, err := io.ReadFull(to.Control(), got); err != nil || string(got) != word {
		t.Fatalf("%q arrives, %v", got, err)
	}
}

// waitFor waits until both ends of a session are in a phase.
func (s *session) waitFor(phase transport.Phase) {
	s.t.Helper()
	deadline := time.After(patience)
	for _, conn := range []*transport.Conn{s.agent.Conn, s.customer.Conn} {
		for {
			state, changed := conn.State()
			if state.Phase == phase {
				break
			}
			select {
			case <-changed:
			case <-deadline:
				s.t.Fatalf("still %v", state.Phase)
			}
		}
	}
}
