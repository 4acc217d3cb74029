package server

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// What labels call the kinds, states and statuses. No label ever holds a name of a portal or a person.
var (
	kindsOfRequests = [...]support.PortalKind{support.PortalBox, support.PortalButton, support.PortalQueue, support.PortalMatch}
	openStates      = [...]string{
		support.RequestSubmitted: "submitted", support.RequestPosted: "waiting", support.RequestAccepted: "accepted",
		support.RequestInSession: "in_session",
	}
	outcomes = [...]string{
		support.RequestDownloadError: "download_error", support.RequestConnectionError: "connection_error",
		support.RequestDeclined: "declined", support.RequestNoResponse: "no_response", support.RequestAbandoned: "abandoned",
		support.RequestResolved: "resolved", support.RequestUnresolved: "unresolved", support.RequestUnknown: "unknown",
	}
	statuses = [...]string{support.StatusAvailable: "available", support.StatusBusy: "busy", support.StatusAway: "away"}
)

// deskMetrics count what this relay brings about at the desk.
type deskMetrics struct {
	submitted *prometheus.CounterVec
	accepted  *prometheus.CounterVec
	ended     *prometheus.CounterVec
	offers    prometheus.Counter
	lapsed    prometheus.Counter
}

func newDeskMetrics(reader deskReader, registerer prometheus.Registerer, log *slog.Logger) (*deskMetrics, error) {
	vec := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: deskName(name), Help: help}, labels)
	}
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: deskName(name), Help: help})
	}
	m := &deskMetrics{
		submitted: vec("requests_submitted_total", "Requests that came in, by kind of portal.", "kind"),
		accepted:  vec("requests_accepted_total", "Requests that an agent accepted, by kind of portal.", "kind"),
		ended:     vec("requests_ended_total", "Requests that ended, by kind of portal and outcome.", "kind", "outcome"),
		offers:    counter("offers_total", "Offers of queues to an agent."),
		lapsed:    counter("offers_lapsed_total", "Offers of queues that nobody answered."),
	}
	for _, kind := range kindsOfRequests { // a counter that is missing until the first time cannot be alerted on
		m.submitted.WithLabelValues(kind.String())
		m.accepted.WithLabelValues(kind.String())
		for _, outcome := range outcomes {
			if outcome != "" {
				m.ended.WithLabelValues(kind.String(), outcome)
			}
		}
	}
	for _, c := range []prometheus.Collector{m.submitted, m.accepted, m.ended, m.offers, m.lapsed, newDeskGauges(reader, log)} {
		if err := registerer.Register(c); err != nil {
			return nil, fmt.Errorf("register the desk's metrics: %w", err)
		}
	}
	return m, nil
}

func deskName(name string) string { return prometheus.BuildFQName("beside", "desk", name) }

// count counts what happened to a request.
func (m *deskMetrics) count(r support.Request, events []support.Event) {
	kind := r.Kind.String()
	for _, e := range events {
		switch e.Kind {
		case support.EventSubmitted:
			m.submitted.WithLabelValues(kind).Inc()
		case support.EventAccepted:
			m.accepted.WithLabelValues(kind).Inc()
		case support.EventOffered:
			m.offers.Inc()
		case support.EventOfferLapsed:
			m.lapsed.Inc()
		case support.EventEnded:
			if e.State.Final() && int(e.State) < len(outcomes) {
				m.ended.WithLabelValues(kind, outcomes[e.State]).Inc()
			}
		}
	}
}

// countingStore is a store that counts each change of a request once it is kept.
type countingStore struct {
	*store.Store
	metrics *deskMetrics
}

// CreateRequest implements support.RequestKeeper.
func (s countingStore) CreateRequest(ctx context.Context, r support.Request, first support.Event) error {
	err := s.Store.CreateRequest(ctx, r, first)
	if err == nil {
		s.metrics.count(r, []support.Event{first})
	}
	return err
}

// ChangeRequest implements support.RequestKeeper.
func (s countingStore) ChangeRequest(ctx context.Context, id support.RequestID, change func(r *support.Request) (support.Step, error)) (
	support.Request, []support.Event, error,
) {
	r, events, err := s.Store.ChangeRequest(ctx, id, change)
	if err == nil {
		s.metrics.count(r, events)
	}
	return r, events, err
}

// deskReader tells how the whole desk stands.
type deskReader interface {
	support.PresenceReader
	OpenRequests(ctx context.Context, portals []support.PortalID, agent support.AgentID) ([]support.Request, error)
}

// deskGauges tell how the desk stands, over all relays of a fleet. They are read when somebody looks.
type deskGauges struct {
	reader                           deskReader
	log                              *slog.Logger
	requests, longest, offer, agents *prometheus.Desc
}

func newDeskGauges(reader deskReader, log *slog.Logger) *deskGauges {
	return &deskGauges{
		reader: reader, log: log,
		requests: prometheus.NewDesc(deskName("requests"), "Open requests of the whole desk, by kind of portal and state.", []string{"kind", "state"}, nil),
		longest:  prometheus.NewDesc(deskName("longest_wait_seconds"), "How long who waits longest has waited, by kind of portal.", []string{"kind"}, nil),
		offer:    prometheus.NewDesc(deskName("offers"), "Requests of queues that are offered to an agent now.", nil, nil),
		agents:   prometheus.NewDesc(deskName("agents"), "Agents who are signed in at any relay, by status.", []string{"status"}, nil),
	}
}

// Describe implements prometheus.Collector.
func (g *deskGauges) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{g.requests, g.longest, g.offer, g.agents} {
		to <- d
	}
}

// Collect implements prometheus.Collector. While the store does not answer there are none: an old number would look like a calm desk.
func (g *deskGauges) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), healthTimeout) // collectors are not given a context
	defer cancel()
	now := time.Now()
	open, err := g.reader.OpenRequests(ctx, nil, 0)
	if err != nil {
		g.log.WarnContext(ctx, "read open requests for the metrics", "error", err)
		return
	}
	agents, err := g.reader.PresentAgents(ctx, support.PresenceQuery{Since: now.Add(-support.SilentNode)})
	if err != nil {
		g.log.WarnContext(ctx, "read who is there for the metrics", "error", err)
		return
	}
	g.tellRequests(to, open, now)
	byStatus := [len(statuses)]int{}
	for _, a := range agents {
		if int(a.Status) < len(byStatus) {
			byStatus[a.Status]++
		}
	}
	for status, n := range byStatus {
		to <- gauge(g.agents, float64(n), statuses[status])
	}
}

func (g *deskGauges) tellRequests(to chan<- prometheus.Metric, open []support.Request, now time.Time) {
	type counts struct {
		states  [len(openStates)]int
		longest time.Duration
	}
	byKind, offers := map[support.PortalKind]counts{}, 0
	for _, r := range open {
		c := byKind[r.Kind]
		if int(r.State) < len(c.states) {
			c.states[r.State]++
		}
		if r.State == support.RequestPosted {
			c.longest = max(c.longest, now.Sub(r.Posted))
		}
		if r.OfferedTo(r.Offer.To, now) {
			offers++
		}
		byKind[r.Kind] = c
	}
	for _, kind := range kindsOfRequests {
		c := byKind[kind]
		for state, n := range c.states {
			to <- gauge(g.requests, float64(n), kind.String(), openStates[state])
		}
		to <- gauge(g.longest, c.longest.Seconds(), kind.String())
	}
	to <- gauge(g.offer, float64(offers))
}

func gauge(d *prometheus.Desc, value float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}
