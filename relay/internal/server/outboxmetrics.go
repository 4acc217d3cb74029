package server

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"beside.example/relay/internal/support"
)

// outboxReader tells what waits to leave the store.
type outboxReader interface {
	LettersWaiting(ctx context.Context) (support.Outbox, error)
	DeliveriesWaiting(ctx context.Context) (support.Outbox, error)
}

// outboxGauges tell how much waits to leave the store, for all relays of a fleet together. They are read when somebody looks.
type outboxGauges struct {
	reads []outboxRead
	log   *slog.Logger
}

// outboxRead is one outbox with its gauges.
type outboxRead struct {
	read            func(ctx context.Context) (support.Outbox, error)
	waiting, oldest *prometheus.Desc
}

// registerOutboxes adds the gauges of what waits in a store to the metrics.
func registerOutboxes(reader outboxReader, registerer prometheus.Registerer, log *slog.Logger) error {
	read := func(subsystem, what string, from func(ctx context.Context) (support.Outbox, error)) outboxRead {
		desc := func(name, help string) *prometheus.Desc {
			return prometheus.NewDesc(prometheus.BuildFQName("beside", subsystem, name), help, nil, nil)
		}
		return outboxRead{from, desc("waiting", what+" that wait, of all relays."), desc("oldest_seconds", "How old the oldest of those that wait is, in seconds.")}
	}
	g := &outboxGauges{
		reads: []outboxRead{read("mail", "Mails", reader.LettersWaiting), read("webhook", "Deliveries to webhooks", reader.DeliveriesWaiting)}, log: log,
	}
	if err := registerer.Register(g); err != nil {
		return fmt.Errorf("register the outboxes' metrics: %w", err)
	}
	return nil
}

// Describe implements prometheus.Collector.
func (g *outboxGauges) Describe(to chan<- *prometheus.Desc) {
	for _, r := range g.reads {
		to <- r.waiting
		to <- r.oldest
	}
}

// Collect implements prometheus.Collector. While the store does not answer there are none, as of the desk.
func (g *outboxGauges) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), healthTimeout) // collectors are not given a context
	defer cancel()
	now := time.Now()
	for _, r := range g.reads {
		box, err := r.read(ctx)
		if err != nil {
			g.log.WarnContext(ctx, "read an outbox for the metrics", "error", err)
			return
		}
		age := 0.0
		if box.Waiting > 0 {
			age = max(now.Sub(box.Oldest).Seconds(), 0)
		}
		to <- gauge(r.waiting, float64(box.Waiting))
		to <- gauge(r.oldest, age)
	}
}
