package signalhub

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// What we may tune of the desk.
const (
	// deskJobs is how many changes of connections may wait for the desk: a whole support centre that connects at once.
	deskJobs = 256
	// maxPending is how many events the desk keeps while the store cannot be read; beyond that everyone is told anew.
	maxPending = 4096
	// refreshEvery is how often colleagues may be told anew, and how soon what failed is tried again.
	refreshEvery = time.Second
)

// desk tells agents' apps of requests, introductions and colleagues. One goroutine does it all, so that what an app hears of a request
// comes in the order in which it was read: the list first, and never an older state after a newer one.
type desk struct {
	hub  *Hub
	jobs chan func(ctx context.Context)
	done chan struct{} // closed when Run has ended
	// The following belong to the goroutine that runs.
	followers map[*conn]*follower
	pending   []support.Event // not told yet
	names     *names
}

func newDesk(h *Hub) *desk {
	return &desk{
		hub: h, jobs: make(chan func(context.Context), deskJobs), done: make(chan struct{}), followers: map[*conn]*follower{},
		names: newNames(h.config.Desk.Directory),
	}
}

// do has the desk do a job soon. It gives up when ctx ends or the desk is closed.
func (d *desk) do(ctx context.Context, job func(ctx context.Context)) {
	select {
	case d.jobs <- job:
	case <-d.done:
	case <-ctx.Done():
	}
}

// run follows the feed until ctx ends.
func (d *desk) run(ctx context.Context) {
	defer close(d.done)
	for ctx.Err() == nil {
		events, cancel := d.hub.config.Desk.Feed.Subscribe()
		d.pending = nil
		for _, f := range d.followers {
			f.stale = true
		}
		d.follow(ctx, events)
		cancel()
	}
}

// follow serves until ctx ends or events were missed.
func (d *desk) follow(ctx context.Context, events <-chan support.Event) {
	ticker := time.NewTicker(refreshEvery)
	defer ticker.Stop()
	d.refresh(ctx)
	for {
		select {
		case e, ok := <-events:
			if !ok || !d.collect(e, events) {
				return
			}
			d.settle(ctx)
		case job := <-d.jobs:
			d.bounded(ctx, job)
		case <-ticker.C:
			d.refresh(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// collect takes an event and those that wait behind it, so that a burst is told in few messages. It reports false when events were or
// must be missed.
func (d *desk) collect(e support.Event, events <-chan support.Event) bool {
	for {
		d.pending = append(d.pending, e)
		if len(d.pending) > maxPending {
			return false
		}
		var ok bool
		select {
		case e, ok = <-events:
			if !ok {
				return false
			}
		default:
			return true
		}
	}
}

// bounded runs a job that must not hold the desk for ever.
func (d *desk) bounded(ctx context.Context, job func(ctx context.Context)) {
	working, cancel := context.WithTimeout(ctx, requestWithin)
	defer cancel()
	job(working)
}

// refresh does again what failed, and tells of colleagues.
func (d *desk) refresh(ctx context.Context) {
	d.bounded(ctx, d.retell)
	d.settle(ctx)
	d.bounded(ctx, d.tellColleagues)
}

// retell tells everyone the whole list who could not be told or may have missed something.
func (d *desk) retell(ctx context.Context) {
	for c, f := range d.followers {
		if f.stale {
			d.tellAll(ctx, c, f)
			d.tellAnswers(ctx, f)
		}
	}
}

// settle tells of pending events. What cannot be told now stays.
func (d *desk) settle(ctx context.Context) {
	if len(d.pending) == 0 {
		return
	}
	d.bounded(ctx, func(ctx context.Context) {
		if err := d.tell(ctx, d.pending); err != nil {
			d.hub.config.Logger.WarnContext(ctx, "tell agents of requests", "error", err) // again with the next refresh
			return
		}
		d.pending = nil
	})
}

// tell tells followers what events changed.
func (d *desk) tell(ctx context.Context, events []support.Event) error {
	requests, err := d.changed(ctx, events)
	if err != nil {
		return err
	}
	introductions, err := d.introduced(ctx, events)
	if err != nil {
		return err
	}
	now := time.Now()
	for _, f := range d.followers {
		var told []signalling.Request
		for _, r := range requests {
			if q, ok := d.view(ctx, f, r, now); ok {
				told = append(told, q)
			}
		}
		f.tellRequests(told)
		d.tellLines(ctx, f, events, requests, now)
		for _, i := range introductions {
			d.tellIntroduction(ctx, f, i, now)
		}
	}
	return nil
}

// changed reads the requests that events are about, in the order of their first event.
func (d *desk) changed(ctx context.Context, events []support.Event) ([]support.Request, error) {
	var requests []support.Request
	for _, e := range events {
		if e.Request == (support.RequestID{}) || slices.ContainsFunc(requests, func(r support.Request) bool { return r.ID == e.Request }) {
			continue
		}
		r, err := d.hub.config.Desk.Requests.Request(ctx, e.Request)
		if errors.Is(err, support.ErrNotFound) {
			continue // deleted by retention
		}
		if err != nil {
			return nil, fmt.Errorf("read request %v: %w", e.Request, err)
		}
		requests = append(requests, r)
	}
	return requests, nil
}
