package e2e

import (
	"context"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/protocol"
)

// atOnce is how soon windows must tell of an outage, and of its end.
const atOnce = 2 * time.Second

// TestOutage takes the network away for 20 s, and then gives both apps other addresses: the session goes on, and nobody is
// asked anything again.
func TestOutage(t *testing.T) {
	r := rehearse(t)
	r.toSession()
	r.typesThrough("before")
	const away = 20 * time.Second
	over := time.NewTimer(away)
	r.Relay.Network.Blackout(true)
	r.within(atOnce, "both are told of the outage", r.lost)
	<-over.C // the outage's length is what is tested
	r.Relay.Network.Blackout(false)
	r.within(atOnce, "both are told of its end", r.backAgain)
	r.typesThrough("between")
	r.Relay.Network.Rebind()
	r.typesThrough("after")
	r.must("both still chat", func(ctx context.Context) error { return r.says(ctx, "Still here.") })
}

// within takes a step that must not take longer than most.
func (r *rehearsal) within(most time.Duration, name string, take func(ctx context.Context) error) {
	r.t.Helper()
	began := time.Now()
	r.must(name, take)
	took := time.Since(began)
	r.t.Logf("%s: %v", name, took.Round(time.Millisecond))
	if took > most {
		r.t.Errorf("%s: took %v, should be %v", name, took, most)
	}
}

// lost waits until both windows say that the connection is lost.
func (r *rehearsal) lost(ctx context.Context) error {
	if _, err := r.Agent.Find(ctx, Text(r.Texts.T("agent.viewer.reconnecting"))); err != nil {
		return err
	}
	_, err := r.Customer.Find(ctx, Containing(r.Texts.T("customer.chat.reconnecting")))
	return err
}

// backAgain waits until both windows say that it is back.
func (r *rehearsal) backAgain(ctx context.Context) error {
	if err := r.Agent.Vanish(ctx, Text(r.Texts.T("agent.viewer.reconnecting"))); err != nil {
		return err
	}
	_, err := r.Customer.Find(ctx, Containing(r.Texts.T("chat.status.back")))
	return err
}

// TestNoUDP holds a session over a network that lets no UDP through.
func TestNoUDP(t *testing.T) {
	r := rehearse(t)
	r.Relay.Network.BlockUDP(true)
	r.toSession()
	r.find(r.Agent, Text(r.Texts.T("agent.viewer.way.tls")))
	r.typesThrough("through")
}

// TestRelayKilled kills the relay in the middle of a session and starts it again.
func TestRelayKilled(t *testing.T) {
	r := rehearse(t)
	r.toSession()
	r.typesThrough("before")
	r.Relay.Kill()
	r.must("both are told", r.lost)
	r.find(r.Agent, Containing(protocol.FaultRelayUnreachable.String()))
	r.must("relay starts again", r.Relay.Restart)
	r.must("both go on", r.backAgain)
	r.find(r.Agent, Text(r.Texts.T("agent.line.connected", words.Args{"Relay": r.Relay.Address()})))
	r.typesThrough("after")
}
