package server

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"beside.example/relay/internal/signalhub"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/webhook"
)

// desk is the help desk: what signalling and the pages share of it, and what time brings about in it.
type desk struct {
	store         *store.Store
	requests      *support.Requests
	introductions *support.Introductions
	monitoring    *support.Monitoring
	privacy       *support.Privacy
	presence      *support.Presence
	canned        *support.CannedReplies
	surveys       *support.Surveys
	feed          *support.Feed
	jobs          *support.Jobs
	expiry        *support.Expiry
	webhooks      *webhook.Dispatcher
	fleet         *support.Fleet // nil when no other relay can be on the store
	log           *slog.Logger
}

func newDesk(s *store.Store, settings support.RequestSettings, metrics *deskMetrics, log *slog.Logger) *desk {
	counted := countingStore{Store: s, metrics: metrics}
	return &desk{
		store: s, requests: support.NewRequests(counted, settings), introductions: support.NewIntroductions(s, settings),
		monitoring: support.NewMonitoring(s, settings), privacy: support.NewPrivacy(store.Past{Store: s}),
		jobs:     support.NewJobs(s, func(problem error) { log.Warn("count reports in the background", "error", problem) }),
		expiry:   support.NewExpiry(s, func(problem error) { log.Warn("delete what is not kept any longer", "error", problem) }),
		presence: support.NewPresence(s), canned: support.NewCannedReplies(s), surveys: support.NewSurveys(s), feed: support.NewFeed(s), log: log,
	}
}

// signalling returns the desk as the hub wants it.
func (d *desk) signalling() signalhub.DeskConfig {
	return signalhub.DeskConfig{
		Requests: d.requests, Introductions: d.introductions, Presence: d.presence, Canned: d.canned, Feed: d.feed, Directory: store.Past{Store: d.store},
		HandIns: support.NewHandIns(d.store),
	}
}

// run follows events, tells the fleet that this relay lives, and does what time brings about, until ctx ends.
func (d *desk) run(ctx context.Context) {
	var running sync.WaitGroup
	running.Go(func() {
		d.feed.Run(ctx, func(err error) { d.log.WarnContext(ctx, "follow what happens to requests", "error", err) })
	})
	running.Go(func() {
		d.presence.Run(ctx, func(err error) { d.log.WarnContext(ctx, "tell the other relays that this one lives", "error", err) })
	})
	running.Go(func() { d.sweep(ctx) })
	running.Go(func() { d.jobs.Run(ctx) })
	running.Go(func() { d.webhooks.Run(ctx) })
	running.Go(func() { d.expiry.Run(ctx) })
	if d.fleet != nil {
		running.Go(func() {
			d.fleet.Run(ctx, func(err error) { d.log.WarnContext(ctx, "tell the other relays where this one is", "error", err) })
		})
	}
	running.Wait()
}

func (d *desk) sweep(ctx context.Context) {
	ticker := time.NewTicker(support.SweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			if err := d.requests.Sweep(ctx, now); err != nil && ctx.Err() == nil {
				d.log.WarnContext(ctx, "do what time brings to requests", "error", err) // the next sweep does it
			}
			if err := d.introductions.Sweep(ctx, now); err != nil && ctx.Err() == nil {
				d.log.WarnContext(ctx, "do what time brings to introductions", "error", err)
			}
		}
	}
}
