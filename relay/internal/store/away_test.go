package store_test

import (
	"context"
	"testing"
	"time"

	"beside.example/relay/internal/store/postgrestest"
	"beside.example/relay/internal/support"
)

// TestServerAway stops PostgreSQL under a relay and lets it come back: what was asked meanwhile fails at once and plainly, what was
// kept is there, and the feed goes on where it was.
func TestServerAway(t *testing.T) {
	server := postgrestest.Start(t)
	f := newFixture(t, open(t, server.NewDatabase(t)))
	o := newOffice(t, f, 0)
	feed := support.NewFeed(f.Store)
	failed := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		feed.Run(ctx, func(err error) {
			select {
			case failed <- err:
			default: // nobody has looked at the last one yet
			}
		})
	}()
	defer func() { cancel(); <-ended }()

	before := o.posted(t)
	events := subscribed(t, feed, o)
	server.Stop(t)
	start := time.Now()
	if _, err := o.post(ctx); err == nil || time.Since(start) > 5*time.Second {
		t.Errorf("a request while the server is away: %v after %v", err, time.Since(start))
	}
	if err := f.Ping(ctx); err == nil {
		t.Error("the health check does not notice")
	}
	<-failed
	server.Resume(t)
	after := o.posted(t)
	for e := range events {
		if e.Request == after {
			break
		}
	}
	if r, err := f.Request(ctx, before); err != nil || r.State != support.RequestPosted {
		t.Errorf("the request from before: %+v, %v", r.State, err)
	}
	if _, err := f.LastEvent(ctx); err != nil {
		t.Error(err)
	}
}

// posted makes a request that waits, and tries again as often as it takes: a connection that was cut fails once.
func (o office) posted(t *testing.T) support.RequestID {
	t.Helper()
	for range 20 {
		id, err := o.post(t.Context())
		if err == nil {
			return id
		}
		t.Log(err)
	}
	t.Fatal("nothing can be kept")
	return support.RequestID{}
}

// subscribed returns a subscription that is known to work: the feed may drop those that were made before it knew where it is.
func subscribed(t *testing.T, feed *support.Feed, o office) <-chan support.Event {
	t.Helper()
	for {
		events, _ := feed.Subscribe()
		o.posted(t)
		if _, more := <-events; more {
			return events
		}
	}
}
