package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"sync"
	"testing"
	"time"

	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// office is a box that several agents serve, at one relay of a fleet.
type office struct {
	requests *support.Requests
	portal   support.Portal
	agents   []support.SignedIn
}

// fastSettings let one address ask as often as a test does.
func fastSettings() support.RequestSettings {
	s := support.DefaultRequestSettings()
	s.PerAddress = 1 << 20
	return s
}

// newOffice adds a box and agents to a fixture.
func newOffice(t *testing.T, f *fixture, agents int) office {
	t.Helper()
	ctx := t.Context()
	id, err := f.CreatePortal(ctx, support.Portal{Organisation: f.organisation.ID, Name: "Box", Kind: support.PortalBox, Features: support.FeaturesAll})
	must(t, err)
	o := office{requests: support.NewRequests(f.Store, fastSettings())}
	o.portal, err = f.Portal(ctx, id)
	must(t, err)
	accounts := support.NewAccounts(f.Store)
	for i := range agents {
		a := support.Agent{Organisation: f.organisation.ID, Team: f.team, Name: "Agent", Mail: fmt.Sprintf("a%d@northfield.example", i)}
		agent, err := f.CreateAgent(ctx, a, []support.PortalID{id})
		must(t, err)
		token, err := accounts.AddDevice(ctx, agent, "desk")
		must(t, err)
		who, err := accounts.SignedIn(ctx, token)
		must(t, err)
		o.agents = append(o.agents, who)
	}
	return o
}

// post makes a request that waits.
func (o office) post(ctx context.Context) (support.RequestID, error) {
	r, _, err := o.requests.Submit(ctx, o.portal, support.Form{Customer: "Noor"}, netip.IPv6Loopback())
	if err != nil {
		return r.ID, err
	}
	_, err = o.requests.Post(ctx, r.ID)
	return r.ID, err
}

// testContention lets many agents at two relays accept the same requests, while others ask for more and talk, and somebody follows
// the events. Every request is accepted once, by whoever was told so, and nobody who follows misses an event.
func testContention(t *testing.T, f *fixture) {
	const agents, requests, lines = 8, 24, 4
	second := open(t, f.dsn)
	o := newOffice(t, f, agents)
	relays := []*support.Requests{o.requests, support.NewRequests(second, fastSettings())}
	ctx := t.Context()
	followed := make(chan []support.Event)
	stop, stopped := context.WithCancel(ctx)
	go func() { followed <- followEvents(stop, t, second) }()

	var wg sync.WaitGroup
	posted := make([]support.RequestID, requests)
	var mu sync.Mutex // guards the following
	winners := map[support.RequestID][]support.AgentID{}
	for i := range posted {
		var err error
		posted[i], err = o.post(ctx)
		must(t, err)
		wg.Go(func() {
			for range lines {
				if _, err := relays[i%2].Say(ctx, posted[i], support.ByCustomer(), "Hello?"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i, who := range o.agents {
		wg.Go(func() {
			for _, n := range rand.Perm(requests) {
				_, err := relays[i%2].Accept(ctx, who, posted[n])
				switch {
				case err == nil:
					mu.Lock()
					winners[posted[n]] = append(winners[posted[n]], who.Agent.ID)
					mu.Unlock()
				case !errors.Is(err, support.ErrTaken):
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	stopped()
	seen := map[support.RequestID][]support.Event{}
	for i, e := range <-followed {
		if e.Seq != uint64(i)+1 {
			t.Fatalf("event %d was seen in place %d", e.Seq, i+1)
		}
		seen[e.Request] = append(seen[e.Request], e)
	}
	for _, id := range posted {
		checkHistory(t, f, id, seen[id], winners[id], lines)
	}
}

// checkHistory holds what happened to one request, as a follower saw it, against what its agents were told.
func checkHistory(t *testing.T, f *fixture, id support.RequestID, seen []support.Event, winners []support.AgentID, lines int) {
	t.Helper()
	r, err := f.Request(t.Context(), id)
	must(t, err)
	if len(winners) != 1 || winners[0] != r.Agent || r.State != support.RequestAccepted {
		t.Errorf("request %v was given to agents %v and is kept as agent %d's in state %d", id, winners, r.Agent, r.State)
	}
	count := map[support.EventKind]int{}
	for _, e := range seen {
		count[e.Kind]++
		if e.Kind == support.EventAccepted && e.Actor.Agent != r.Agent {
			t.Errorf("request %v: an event says that agent %d has it", id, e.Actor.Agent)
		}
	}
	if count[support.EventAccepted] != 1 || count[support.EventPosted] != 1 || count[support.EventSaid] != lines || r.Lines != lines {
		t.Errorf("request %v: events %v, %d lines", id, count, r.Lines)
	}
	kept, err := f.Events(t.Context(), id, 0, support.MaxEvents)
	must(t, err)
	if len(kept) != len(seen) {
		t.Errorf("request %v: a follower saw %d of %d events", id, len(seen), len(kept))
	}
}

// followEvents reads events as they come until ctx ends, and then what is left.
func followEvents(ctx context.Context, t *testing.T, s *store.Store) (all []support.Event) {
	read := context.WithoutCancel(ctx)
	for last := false; ; {
		var after uint64
		if len(all) > 0 {
			after = all[len(all)-1].Seq
		}
		const few = 7 // so that there is something to miss
		events, err := s.EventsSince(read, after, few)
		if err != nil {
			t.Error(err)
			return all
		}
		all = append(all, events...)
		if len(events) > 0 {
			continue
		}
		if last {
			return all
		}
		select {
		case <-ctx.Done():
			last = true
		case <-s.Wake():
		case <-time.After(time.Millisecond): // SQLite cannot wake another store
		}
	}
}

// testWake lets one relay hear of what another one wrote.
func testWake(t *testing.T, f *fixture) {
	second := open(t, f.dsn)
	o := newOffice(t, f, 0)
	listener := f.Store // of its own process
	if store.IsServer(f.dsn) {
		listener = second
	}
	for {
		_, err := o.post(t.Context())
		must(t, err)
		select {
		case <-listener.Wake():
			return
		case <-time.After(100 * time.Millisecond): // it may not be listening yet
		}
		if t.Context().Err() != nil {
			t.Fatal("nobody was woken")
		}
	}
}

// testOneOffer lets two relays offer two requests to one agent at once.
func testOneOffer(t *testing.T, f *fixture) {
	o := newOffice(t, f, 1)
	ctx := t.Context()
	offer := func(id support.RequestID) error {
		_, _, err := f.ChangeRequest(ctx, id, func(r *support.Request) (support.Step, error) {
			r.Offer = support.Offer{To: o.agents[0].Agent.ID, Until: now}
			return support.Step{}, nil
		})
		return err
	}
	first, err := o.post(ctx)
	must(t, err)
	second, err := o.post(ctx)
	must(t, err)
	must(t, offer(first))
	wantErr(t, offer(second), support.ErrExists)
	if r, err := f.Request(ctx, second); err != nil || r.Offer.To != 0 {
		t.Errorf("a change that failed is kept: %+v, %v", r.Offer, err)
	}
}
