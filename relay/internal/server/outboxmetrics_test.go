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

// outboxes are how much waits at one moment.
type outboxes struct {
	letters, deliveries support.Outbox
	broken              error
}

func (o *outboxes) LettersWaiting(context.Context) (support.Outbox, error) {
	return o.letters, o.broken
}

func (o *outboxes) DeliveriesWaiting(context.Context) (support.Outbox, error) {
	return o.deliveries, o.broken
}

func TestOutboxGauges(t *testing.T) {
	boxes := &outboxes{letters: support.Outbox{Waiting: 3, Oldest: time.Now().Add(-time.Hour)}}
	registry := prometheus.NewRegistry()
	if err := registerOutboxes(boxes, registry, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	got := read(t, registry)
	if age := got["beside_mail_oldest_seconds"]; age < 3600 || age > 3700 || got["beside_mail_waiting"] != 3 {
		t.Errorf("mails: %v", got)
	}
	if age, ok := got["beside_webhook_oldest_seconds"]; !ok || age != 0 {
		t.Errorf("deliveries: %v", got)
	}
	boxes.broken = errors.New("the store is away")
	if got := read(t, registry); len(got) != 0 {
		t.Errorf("without a store: %v", got)
	}
}
