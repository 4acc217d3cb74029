package server

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"beside.example/relay/internal/support"
)

// standing is a desk as it is at one moment.
type standing struct {
	requests []support.Request
	agents   []support.PresentAgent
	broken   error
}

func (s *standing) OpenRequests(context.Context, []support.PortalID, support.AgentID) ([]support.Request, error) {
	return s.requests, s.broken
}

func (s *standing) PresentAgents(context.Context, support.PresenceQuery) ([]support.PresentAgent, error) {
	return s.agents, nil
}

// read returns the metrics as NAME label,label without the prefix.
func read(t *testing.T, from prometheus.Gatherer) map[string]float64 {
	t.Helper()
	families, err := from.Gather()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			name := f.GetName()
			for _, l := range m.GetLabel() {
				name += " " + l.GetValue()
			}
			all[name] = m.GetGauge().GetValue() + m.GetCounter().GetValue()
		}
	}
	return all
}

func TestDeskGauges(t *testing.T) {
	now := time.Now()
	waits := func(kind support.PortalKind, since time.Duration) support.Request {
		return support.Request{Kind: kind, State: support.RequestPosted, RequestTimes: support.RequestTimes{Posted: now.Add(-since)}}
	}
	offered := waits(support.PortalQueue, time.Hour)
	offered.Offer = support.Offer{To: 7, Until: now.Add(time.Minute)}
	lapsed := waits(support.PortalQueue, time.Minute)
	lapsed.Offer = support.Offer{To: 8, Until: now.Add(-time.Minute)}
	accepted := waits(support.PortalBox, 2*time.Hour)
	accepted.State = support.RequestAccepted
	desk := &standing{
		requests: []support.Request{offered, lapsed, accepted, {Kind: support.PortalMatch, State: support.RequestInSession}},
		agents:   []support.PresentAgent{{Agent: 7}, {Agent: 8}, {Agent: 9, Status: support.StatusAway}},
	}
	registry := prometheus.NewRegistry()
	if _, err := newDeskMetrics(desk, registry, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	got := read(t, registry)
	for name, want := range map[string]float64{
		"beside_desk_requests queue waiting": 2, "beside_desk_requests queue accepted": 0, "beside_desk_requests box accepted": 1,
		"beside_desk_requests match in_session": 1, "beside_desk_requests button submitted": 0, "beside_desk_longest_wait_seconds box": 0,
		"beside_desk_offers": 1, "beside_desk_agents available": 2, "beside_desk_agents busy": 0, "beside_desk_agents away": 1,
		"beside_desk_requests_ended_total queue abandoned": 0,
	} {
		if value, ok := got[name]; !ok || value != want {
			t.Errorf("%s: %v, there %t; want %v", name, value, ok, want)
		}
	}
	if longest := got["beside_desk_longest_wait_seconds queue"]; longest < 3600 || longest > 3700 {
		t.Errorf("longest wait: %v s", longest)
	}
	desk.broken = errors.New("the store is away")
	got = read(t, registry)
	if _, ok := got["beside_desk_requests queue waiting"]; ok {
		t.Error("without a store the desk looks calm")
	}
	if _, ok := got["beside_desk_offers_total"]; !ok {
		t.Error("without a store there are no counters")
	}
}

func TestDeskCounters(t *testing.T) {
	registry := prometheus.NewRegistry()
	m, err := newDeskMetrics(&standing{}, registry, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	r := support.Request{Kind: support.PortalQueue}
	for _, kind := range []support.EventKind{
		support.EventSubmitted, support.EventPosted, support.EventOffered, support.EventOfferLapsed, support.EventOffered, support.EventAccepted,
	} {
		m.count(r, []support.Event{{Kind: kind}})
	}
	for state := support.RequestDownloadError; state <= support.RequestUnknown; state++ {
		m.count(r, []support.Event{{Kind: support.EventEnded, State: state}})
		if outcomes[state] == "" {
			t.Errorf("state %d has no name", state)
		}
	}
	m.count(r, []support.Event{{Kind: support.EventEnded, State: support.RequestUnknown + 1}, {Kind: support.EventEnded}}) // no such outcomes
	got := read(t, registry)
	for name, want := range map[string]float64{
		"beside_desk_requests_submitted_total queue": 1, "beside_desk_requests_accepted_total queue": 1,
		"beside_desk_offers_total": 2, "beside_desk_offers_lapsed_total": 1, "beside_desk_requests_ended_total queue declined": 1,
		"beside_desk_requests_ended_total queue unknown": 1, "beside_desk_requests_ended_total box unknown": 0,
	} {
		if value, ok := got[name]; !ok || value != want {
			t.Errorf("%s: %v, there %t; want %v", name, value, ok, want)
		}
	}
}
