package store_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/netip"
	"sync"
	"testing"
	"time"

	"beside.example/protocol/code"
	"beside.example/relay/internal/support"
)

// testHistories lets agents at two relays and customers do whatever comes to their minds to the same few requests at once. Whatever
// came first, the events of each request must be a history that one person after the other could have made, and agree with
// what everybody was told.
func testHistories(t *testing.T, f *fixture) {
	const agents, requests, acts = 6, 6, 120
	second := open(t, f.dsn)
	o := newOffice(t, f, agents)
	w := &world{office: o, relays: []*support.Requests{o.requests, support.NewRequests(second, fastSettings())}, begun: map[support.RequestID]int{}}
	presence := support.NewPresence(f.Store)
	must(t, presence.Beat(t.Context()))
	for _, who := range o.agents {
		_, err := presence.Arrive(t.Context(), who, support.StatusAvailable)
		must(t, err)
	}
	for range requests {
		r, _, err := o.requests.Submit(t.Context(), o.portal, support.Form{Customer: "Noor"}, netip.IPv6Loopback())
		must(t, err)
		w.requests = append(w.requests, r.ID)
	}
	const seed = 1
	var wg sync.WaitGroup
	for i := range agents {
		draw := rand.New(rand.NewPCG(seed, uint64(i)))
		wg.Go(func() {
			for range acts {
				if err := w.act(t.Context(), i, draw); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, id := range w.requests {
		checkEvents(t, f, w, id)
	}
}

// world is what the people of testHistories act on, and what they were told.
type world struct {
	office
	relays   []*support.Requests
	requests []support.RequestID

	mu    sync.Mutex                // guards the following
	begun map[support.RequestID]int // the sessions that agents were told to have begun
	codes []code.PortalCode
}

// act does one thing to one request.
func (w *world) act(ctx context.Context, agent int, draw *rand.Rand) error {
	id, who, relay := w.requests[draw.IntN(len(w.requests))], w.agents[agent], w.relays[agent%len(w.relays)]
	var err error
	switch draw.IntN(12) {
	case 0, 1, 2:
		_, err = relay.Post(ctx, id)
	case 3, 4:
		var r support.Request
		if r, err = relay.Accept(ctx, who, id); err == nil && r.Agent != who.Agent.ID {
			return errors.New("an agent is told to have another one's request")
		}
	case 5:
		_, err = relay.Decline(ctx, who, id)
	case 6:
		_, err = relay.Say(ctx, id, support.ByAgent(who.Agent.ID), "Hello")
	case 7, 8:
		var r support.Request
		if r, err = relay.OfferApp(ctx, who, id); err == nil {
			w.note(func() { w.codes = append(w.codes, r.App.Code) })
		}
	case 9:
		err = w.begin(ctx, relay, who, draw)
	case 10:
		if draw.IntN(8) == 0 { // an end is one of many acts
			_, err = relay.Leave(ctx, id)
		} else {
			err = relay.Seen(ctx, id)
		}
	case 11:
		if draw.IntN(4) == 0 {
			_, err = relay.Close(ctx, who, id, support.OutcomeResolved, "")
		} else {
			err = relay.Sweep(ctx, time.Now())
		}
	}
	for _, expected := range []error{support.ErrTaken, support.ErrGone, support.ErrDenied, support.ErrNotFound} {
		if errors.Is(err, expected) {
			return nil
		}
	}
	return err
}

// begin makes a session of some code that was offered.
func (w *world) begin(ctx context.Context, relay *support.Requests, who support.SignedIn, draw *rand.Rand) error {
	var c code.PortalCode
	w.note(func() {
		if len(w.codes) > 0 {
			c = w.codes[draw.IntN(len(w.codes))]
		}
	})
	g, err := relay.Begin(ctx, who, c)
	if err == nil {
		w.note(func() { w.begun[g.Session.Request]++ })
	}
	return err
}

func (w *world) note(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

// next are the states that may follow a state.
func next() map[support.RequestState][]support.RequestState {
	const (
		submitted, posted, accepted, session = support.RequestSubmitted, support.RequestPosted, support.RequestAccepted, support.RequestInSession
		declined, gone, resolved             = support.RequestDeclined, support.RequestAbandoned, support.RequestResolved
	)
	return map[support.RequestState][]support.RequestState{
		submitted: {submitted, posted, gone},
		posted:    {posted, accepted, declined, gone},
		accepted:  {accepted, session, gone, resolved},
		session:   {session, resolved},
	}
}

// checkEvents holds the events of a request against what may follow what.
func checkEvents(t *testing.T, f *fixture, w *world, id support.RequestID) {
	t.Helper()
	r, err := f.Request(t.Context(), id)
	must(t, err)
	events, err := f.Events(t.Context(), id, 0, support.MaxEvents)
	must(t, err)
	follows := next()
	count := map[support.EventKind]int{}
	state := support.RequestSubmitted
	declined := map[support.AgentID]bool{}
	for _, e := range events {
		legal := false
		for _, s := range follows[state] {
			legal = legal || s == e.State
		}
		if !legal {
			t.Errorf("request %v: event %d leads from state %d to %d", id, e.Kind, state, e.State)
		}
		if e.Kind == support.EventDeclined && declined[e.Actor.Agent] {
			t.Errorf("request %v: agent %d declines twice", id, e.Actor.Agent)
		}
		declined[e.Actor.Agent] = declined[e.Actor.Agent] || e.Kind == support.EventDeclined
		if (e.Kind == support.EventSaid || e.Kind == support.EventAppOffered || e.Kind == support.EventSessionBegun) && e.Actor.Agent != r.Agent {
			t.Errorf("request %v: agent %d works on the request of agent %d", id, e.Actor.Agent, r.Agent)
		}
		count[e.Kind]++
		state = e.State
	}
	t.Logf("request %v: state %d after events %v", id, state, count)
	if state != r.State || count[support.EventAccepted] > 1 || count[support.EventPosted] > 1 || count[support.EventEnded] > 1 ||
		(count[support.EventEnded] == 1) != r.State.Final() || count[support.EventSaid] != r.Lines {
		t.Errorf("request %v: state %d, kept as %d, events %v", id, state, r.State, count)
	}
	if count[support.EventSessionBegun] != w.begun[id] {
		t.Errorf("request %v: %d sessions were told of and %d begun", id, w.begun[id], count[support.EventSessionBegun])
	}
}
