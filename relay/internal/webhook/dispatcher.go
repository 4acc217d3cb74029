package webhook

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"beside.example/relay/internal/support"
)

// What we may tune of the outbox.
const (
	lookEvery   = time.Second         // how late an event is told at most when the receiver is there
	atOnce      = 8                   // deliveries that one relay makes at a time: receivers that hang hold as many
	claimTime   = 2 * tryTime         // how long a claim holds: a try and the note of it, and after a kill nobody waits longer
	giveUpAfter = 3 * 24 * time.Hour  // of failures alone: a long weekend
	keepLog     = 30 * 24 * time.Hour // of what is over
	forgetEvery = time.Hour
	jitter      = 10 // percent by which waits differ, so that not everything comes back at once
)

// waits are how long a delivery waits after each failure: soon at first, then for a day in all.
func waits() []time.Duration {
	const soon, day = 5 * time.Second, 8 * time.Hour
	return []time.Duration{
		soon, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, day, day,
	}
}

// Store keeps the outbox.
type Store interface {
	// ClaimDelivery takes a delivery that is due, with its webhook, for whoever calls alone until a time; support.ErrNotFound when none is.
	ClaimDelivery(ctx context.Context, now, until time.Time) (support.Delivery, support.Webhook, error)
	// FinishDelivery writes what came of it. givenUp says that the webhook is told nothing more.
	FinishDelivery(ctx context.Context, d support.Delivery, givenUpSince time.Time, gone bool) (givenUp bool, err error)
	ForgetDeliveries(ctx context.Context, before time.Time) error
	AddAudit(ctx context.Context, e support.AuditEvent) error
}

// Config is what a Dispatcher needs.
type Config struct {
	Store  Store
	Guard  *Guard
	Logger *slog.Logger
	Waits  []time.Duration // between tries; nil means the usual ones
	Try    time.Duration   // how long a try may take; 0 means the usual time

	Registerer prometheus.Registerer // of the metrics; nil for none
}

// Dispatcher makes deliveries. Create one with New and Run it.
type Dispatcher struct {
	Config
	client  *http.Client
	metrics *metrics
}

// New returns a dispatcher.
func New(c Config) *Dispatcher {
	if c.Waits == nil {
		c.Waits = waits()
	}
	if c.Try == 0 {
		c.Try = tryTime
	}
	return &Dispatcher{Config: c, client: newClient(c.Guard, c.Try), metrics: newMetrics(c.Registerer)}
}

// Run makes deliveries until ctx ends, and returns when the last one has been.
func (d *Dispatcher) Run(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()
	free := make(chan struct{}, atOnce) // holds one for each delivery under way
	again := make(chan struct{}, 1)     // one is over, so another one may be due
	look, forget := time.NewTicker(lookEvery), time.NewTicker(forgetEvery)
	defer look.Stop()
	defer forget.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-forget.C:
			if err := d.Store.ForgetDeliveries(ctx, time.Now().Add(-keepLog)); err != nil && ctx.Err() == nil {
				d.Logger.WarnContext(ctx, "forget old deliveries", "error", err)
			}
		case <-look.C:
		case <-again:
		}
		for d.next(ctx, &running, free, again) {
		}
	}
}

// next begins a delivery, if one is due and there is room for it.
func (d *Dispatcher) next(ctx context.Context, running *sync.WaitGroup, free, again chan struct{}) bool {
	select {
	case free <- struct{}{}:
	default:
		return false
	}
	now := time.Now()
	delivery, hook, err := d.Store.ClaimDelivery(ctx, now, now.Add(claimTime))
	if err != nil {
		<-free
		if !errors.Is(err, support.ErrNotFound) && ctx.Err() == nil {
			d.Logger.WarnContext(ctx, "look for deliveries", "error", err)
		}
		return false
	}
	running.Go(func() {
		d.deliver(ctx, hook, delivery)
		<-free
		select {
		case again <- struct{}{}:
		default: // somebody will look already
		}
	})
	return true
}

// deliver tries once and writes what came of it, also when the relay stops meanwhile: what was taken should not be told again.
func (d *Dispatcher) deliver(ctx context.Context, w support.Webhook, delivery support.Delivery) {
	now := time.Now()
	code, err := d.try(ctx, w, delivery, now)
	tried := err == nil || ctx.Err() == nil // else it was the relay that ended it, and this was no try
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tryTime)
	defer cancel()
	if tried {
		delivery.DeliveryResult = d.result(delivery.DeliveryResult, now, code, err)
	} else {
		delivery.Next = now
	}
	givenUp, err := d.Store.FinishDelivery(ctx, delivery, now.Add(-giveUpAfter), code == http.StatusGone)
	if err != nil {
		d.Logger.WarnContext(ctx, "write what came of a delivery", "delivery", delivery.ID, "error", err) // it is made again when the claim ends
		return
	}
	if tried {
		d.metrics.count(delivery.Status, givenUp)
	}
	d.Logger.DebugContext(ctx, "delivery tried", "delivery", delivery.ID, "webhook", uint64(w.ID), "code", code, "tries", delivery.Tries)
	if givenUp {
		d.tellGivenUp(ctx, w, now)
	}
}

// tellGivenUp writes to the audit log that a webhook is told nothing more.
func (d *Dispatcher) tellGivenUp(ctx context.Context, w support.Webhook, at time.Time) {
	d.Logger.WarnContext(ctx, "webhook given up", "webhook", uint64(w.ID))
	event := support.AuditEvent{Organisation: w.Organisation, At: at, Act: support.AuditWebhookGivenUp, Object: w.Name}
	if err := d.Store.AddAudit(ctx, event); err != nil {
		d.Logger.WarnContext(ctx, "write the audit log", "error", err)
	}
}

// result is how far a delivery has come after a try.
func (d *Dispatcher) result(before support.DeliveryResult, now time.Time, code int, err error) support.DeliveryResult {
	r := support.DeliveryResult{Tries: before.Tries + 1, Tried: now, Code: code}
	switch {
	case err == nil:
		r.Status = support.DeliveryTaken
	case r.Tries > len(d.Waits):
		r.Status, r.Error = support.DeliveryGivenUp, explain(err)
	default:
		wait := d.Waits[r.Tries-1]
		r.Next, r.Error = now.Add(wait+time.Duration(rand.Int64N(int64(wait)*jitter/100+1))), explain(err)
	}
	return r
}
