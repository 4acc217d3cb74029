package support

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// FeedStore is what Feed needs of a store.
type FeedStore interface {
	// LastEvent returns the number of the latest event, 0 when there is none.
	LastEvent(ctx context.Context) (uint64, error)
	// EventsSince lists up to limit events of all requests that come after one, in their order. Once it returned an event, it
	// never returns one that comes before it and was not returned.
	EventsSince(ctx context.Context, after uint64, limit int) ([]Event, error)
	// Wake returns a channel that is sent to when there may be new events, whichever process wrote them. What is not received
	// at once is not sent twice.
	Wake() <-chan struct{}
}

// What we may tune of a feed.
const (
	feedPoll   = 2 * time.Second // how late an event is when no wake-up tells of it
	feedPage   = 256             // events read at once
	feedBuffer = 256             // events that a subscriber may be behind
)

// Feed tells subscribers in one process of every event, whichever relay of the fleet wrote it. Create one with NewFeed and Run it.
type Feed struct {
	store FeedStore

	mu          sync.Mutex // guards the following
	subscribers map[chan Event]struct{}
}

// NewFeed returns a feed of a store's events.
func NewFeed(store FeedStore) *Feed {
	return &Feed{store: store, subscribers: map[chan Event]struct{}{}}
}

// Subscribe returns a channel of the events from now on. When it is closed, the subscriber was too slow, or the feed could not
// follow or has ended: the subscriber subscribes again and then reads anew what it shows. cancel ends the subscription; it may be
// called more than once.
func (f *Feed) Subscribe() (events <-chan Event, cancel func()) {
	c := make(chan Event, feedBuffer)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.subscribers[c] = struct{}{}
	return c, func() { f.drop(c) }
}

func (f *Feed) drop(c chan Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.subscribers[c]; ok {
		delete(f.subscribers, c)
		close(c)
	}
}

// Run follows the store until ctx ends. report is told when the store cannot be read; the feed goes on where it was.
func (f *Feed) Run(ctx context.Context, report func(error)) {
	defer f.dropAll()
	ticker := time.NewTicker(feedPoll)
	defer ticker.Stop()
	last, known := uint64(0), false
	for {
		var err error
		if !known {
			last, err = f.store.LastEvent(ctx)
			known = err == nil
			if known {
				f.dropAll() // whoever subscribed before may have missed something
			}
		} else {
			last, err = f.follow(ctx, last)
		}
		if err != nil && ctx.Err() == nil {
			report(fmt.Errorf("follow the events: %w", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-f.store.Wake():
		}
	}
}

// follow tells the subscribers of what came after an event and returns the last that they were told of.
func (f *Feed) follow(ctx context.Context, last uint64) (uint64, error) {
	for {
		events, err := f.store.EventsSince(ctx, last, feedPage)
		if err != nil {
			return last, err
		}
		for _, e := range events {
			f.tell(e)
			last = e.Seq
		}
		if len(events) < feedPage {
			return last, nil
		}
	}
}

// tell sends an event to every subscriber and drops those that are too far behind.
func (f *Feed) tell(e Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.subscribers {
		select {
		case c <- e:
		default:
			delete(f.subscribers, c)
			close(c)
		}
	}
}

func (f *Feed) dropAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.subscribers {
		delete(f.subscribers, c)
		close(c)
	}
}
