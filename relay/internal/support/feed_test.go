package support_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/relay/internal/support"
)

// follow runs a feed for as long as the test runs.
func (d *helpDesk) follow(store support.FeedStore) *support.Feed {
	d.Helper()
	feed := support.NewFeed(store)
	ended := make(chan struct{})
	ctx, cancel := context.WithCancel(d.Context())
	go func() {
		defer close(ended)
		feed.Run(ctx, func(err error) { d.Error(err) })
	}()
	d.Cleanup(func() { cancel(); <-ended })
	synctest.Wait()
	return feed
}

func TestFeed(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		d.post(support.PortalBox) // happened before
		feed := d.follow(d.store)
		events, cancel := feed.Subscribe()
		slow, cancelSlow := feed.Subscribe()
		defer cancelSlow()
		id := d.post(support.PortalBox)
		for _, want := range []support.EventKind{support.EventSubmitted, support.EventPosted} {
			if e := <-events; e.Kind != want || e.Request != id || e.Portal != d.portals[support.PortalBox].ID {
				t.Errorf("event %+v, want kind %d", e, want)
			}
		}
		cancel()
		cancel() // once more does no harm
		if _, more := <-events; more {
			t.Error("a subscription that was ended goes on")
		}
		const more = 300 // than a subscriber may be behind
		for range more {
			_, err := d.requests.Say(d.Context(), id, support.ByCustomer(), "Hello?")
			must(t, err)
		}
		synctest.Wait()
		count := 0
		for range slow {
			count++
		}
		if count == 0 || count >= more {
			t.Errorf("a slow subscriber was told of %d events and not to read anew", count)
		}
	})
}

// silent is a store that wakes nobody, as PostgreSQL does while its connection is away.
type silent struct{ support.FeedStore }

// Wake implements support.FeedStore.
func (silent) Wake() <-chan struct{} { return nil }

func TestFeedPolls(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		events, cancel := d.follow(silent{d.store}).Subscribe()
		defer cancel()
		start := time.Now()
		id := d.post(support.PortalBox)
		if e := <-events; e.Request != id || time.Since(start) > 3*time.Second {
			t.Errorf("event %+v after %v", e, time.Since(start))
		}
	})
}
