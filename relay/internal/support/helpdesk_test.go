package support_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// helpDesk is a desk with a portal of every kind, three agents who serve them all, and a relay that sweeps and beats.
type helpDesk struct {
	*testing.T
	store         *store.Store
	requests      *support.Requests
	introductions *support.Introductions
	presence      *support.Presence
	portals       map[support.PortalKind]support.Portal
	agents        []support.SignedIn
	visits        []support.Visit
}

// onHelpDesk runs a test in which time is the test's own.
func onHelpDesk(t *testing.T, test func(d *helpDesk)) {
	synctest.Test(t, func(t *testing.T) { test(newHelpDesk(t)) })
}

func newHelpDesk(t *testing.T) *helpDesk {
	t.Helper()
	ctx := t.Context()
	base := newDesk(t, support.DefaultCodeSettings())
	settings := support.DefaultRequestSettings()
	// A test that sweeps for hours takes seconds.
	settings.MaxWait, settings.CodeLifetime, settings.AbandonAfter = 8*time.Minute, 4*time.Minute, 30*time.Second
	d := &helpDesk{
		T: t, store: base.store, requests: support.NewRequests(base.store, settings), introductions: support.NewIntroductions(base.store, settings),
		presence: support.NewPresence(base.store), portals: map[support.PortalKind]support.Portal{},
	}
	organisation, team := base.who.Organisation.ID, base.who.Team
	team.Features = support.FeaturesAll
	must(t, d.store.UpdateTeam(ctx, team))
	for kind := support.PortalPin; kind <= support.PortalMatch; kind++ {
		p, err := support.Portal{Organisation: organisation, Name: "By " + kind.String(), Kind: kind, Features: support.FeaturesAll, Created: time.Now()}.Clean()
		must(t, err)
		id, err := d.store.CreatePortal(ctx, p)
		must(t, err)
		d.portals[kind], err = d.store.Portal(ctx, id)
		must(t, err)
	}
	must(t, d.presence.Beat(ctx))
	for i, name := range []string{"Aiko", "Bo", "Cem"} {
		agent := support.Agent{Organisation: organisation, Team: team.ID, Name: name, Mail: fmt.Sprintf("%d@northfield.example", i)}
		var portals []support.PortalID
		for _, p := range d.portals {
			portals = append(portals, p.ID)
		}
		id, err := d.store.CreateAgent(ctx, agent, portals)
		must(t, err)
		token, err := base.accounts.AddDevice(ctx, id, "desk")
		must(t, err)
		who, err := base.accounts.SignedIn(ctx, token)
		must(t, err)
		d.agents = append(d.agents, who)
		d.pass(time.Second) // so that one has been idle longer than the next
		visit, err := d.presence.Arrive(ctx, who, support.StatusAvailable)
		must(t, err)
		d.visits = append(d.visits, visit)
	}
	return d
}

// pass lets time pass while the relay does what it does every second.
func (d *helpDesk) pass(length time.Duration, pages ...support.RequestID) {
	d.Helper()
	for end := time.Now().Add(length); time.Now().Before(end); {
		time.Sleep(min(support.SweepEvery, time.Until(end)))
		must(d.T, d.presence.Beat(d.Context()))
		must(d.T, d.requests.Seen(d.Context(), pages...))
		must(d.T, d.requests.Sweep(d.Context(), time.Now()))
		must(d.T, d.introductions.Sweep(d.Context(), time.Now()))
	}
}

var customerAddress = netip.MustParseAddr("192.0.2.7")

// submit makes a request that is not posted.
func (d *helpDesk) submit(kind support.PortalKind) (support.Request, string) {
	d.Helper()
	form := support.Form{Customer: "Noor", Question: "It beeps", Language: "fr"}
	if kind == support.PortalMatch {
		form.Wanted = d.agents[0].Agent.ID
	}
	r, token, err := d.requests.Submit(d.Context(), d.portals[kind], form, customerAddress)
	must(d.T, err)
	return r, token
}

// post makes a request that waits.
func (d *helpDesk) post(kind support.PortalKind) support.RequestID {
	d.Helper()
	time.Sleep(time.Millisecond) // who came first is clear
	r, _ := d.submit(kind)
	_, err := d.requests.Post(d.Context(), r.ID)
	must(d.T, err)
	return r.ID
}

func (d *helpDesk) request(id support.RequestID) support.Request {
	d.Helper()
	r, err := d.requests.Request(d.Context(), id)
	must(d.T, err)
	return r
}

func (d *helpDesk) accept(agent int, id support.RequestID) {
	d.Helper()
	_, err := d.requests.Accept(d.Context(), d.agents[agent], id)
	must(d.T, err)
}

// wantState holds a request against a state.
func (d *helpDesk) wantState(id support.RequestID, want support.RequestState) {
	d.Helper()
	if r := d.request(id); r.State != want {
		d.Fatalf("request is in state %d, want %d", r.State, want)
	}
}

// wantOffer holds a request against the agent to whom it is offered; -1 is nobody.
func (d *helpDesk) wantOffer(id support.RequestID, agent int) {
	d.Helper()
	var want support.AgentID
	if agent >= 0 {
		want = d.agents[agent].Agent.ID
	}
	if r := d.request(id); r.Offer.To != want {
		d.Fatalf("request is offered to agent %d, want %d", r.Offer.To, want)
	}
}

// wantEvents holds what happened to a request against kinds of events.
func (d *helpDesk) wantEvents(id support.RequestID, want ...support.EventKind) []support.Event {
	d.Helper()
	events, err := d.requests.Events(d.Context(), id, 0, support.MaxEvents)
	must(d.T, err)
	var got []support.EventKind
	for i, e := range events {
		got = append(got, e.Kind)
		if i > 0 && e.Seq <= events[i-1].Seq {
			d.Errorf("event %d comes after event %d", e.Seq, events[i-1].Seq)
		}
	}
	if !slices.Equal(got, want) {
		d.Fatalf("events %v, want %v", got, want)
	}
	return events
}

// listed reports whether an agent's list shows a request.
func (d *helpDesk) listed(agent int, id support.RequestID) bool {
	d.Helper()
	list, err := d.requests.For(d.Context(), d.agents[agent])
	must(d.T, err)
	return slices.ContainsFunc(list, func(r support.Request) bool { return r.ID == id })
}

// alerts lists the agents on whose desktop a request is announced.
func (d *helpDesk) alerts(id support.RequestID) (alerted []int) {
	d.Helper()
	r := d.request(id)
	for i, who := range d.agents {
		if d.requests.Alert(r, who, support.StatusAvailable, time.Now()) > 0 {
			alerted = append(alerted, i)
		}
	}
	return alerted
}

func (d *helpDesk) wantErr(err, want error) {
	d.Helper()
	if !errors.Is(err, want) {
		d.Fatalf("error %v, want %v", err, want)
	}
}

// asError is errors.As for one that is expected.
func asError[T error](err error, target *T) bool { return errors.As(err, target) }

// contextOf returns the test's context, to be ended by the test.
func contextOf(d *helpDesk) (context.Context, context.CancelFunc) {
	return context.WithCancel(d.Context())
}
