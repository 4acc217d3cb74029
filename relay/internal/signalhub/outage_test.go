package signalhub_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/signalhub"
	"beside.example/relay/internal/support"
)

// slip is a desk with one request, whose store can be away.
type slip struct {
	quiet
	events chan support.Event

	mu      sync.Mutex // guards the following
	request support.Request
	broken  error
}

func newSlip() *slip {
	return &slip{
		events: make(chan support.Event, 1),
		request: support.Request{
			ID: support.RequestID{1}, Organisation: 1, Portal: portal, Kind: support.PortalBox, State: support.RequestPosted,
			Form: support.Form{Customer: "Bea"},
		},
	}
}

// change alters the request and tells the feed.
func (s *slip) change(alter func(r *support.Request), broken error) {
	s.mu.Lock()
	alter(&s.request)
	s.broken = broken
	s.mu.Unlock()
	s.events <- support.Event{Seq: 1, Request: s.request.ID, Kind: support.EventAccepted}
}

func (s *slip) mend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = nil
}

func (s *slip) For(context.Context, support.SignedIn) ([]support.Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return []support.Request{s.request}, s.broken
}

func (s *slip) Request(context.Context, support.RequestID) (support.Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.request, s.broken
}

func (s *slip) Subscribe() (events <-chan support.Event, cancel func()) { return s.events, func() {} }

// TestStoreAway takes the store away when a request changes: the agent's app hears of it once the store is back.
func TestStoreAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlip()
		w := newWorld(t, func(c *signalhub.Config) { c.Desk.Requests, c.Desk.Feed = s, s })
		ada := w.connected(adaToken)
		await(t, ada, func() bool { return len(ada.Requests()) == 1 })
		s.change(func(r *support.Request) { r.State, r.Agent = support.RequestAccepted, 7 }, context.DeadlineExceeded)
		time.Sleep(10 * time.Second)
		if q := ada.Requests()[0]; q.State != signalling.RequestPosted {
			t.Errorf("told %+v without a store", q)
		}
		s.mend()
		await(t, ada, func() bool { return ada.Requests()[0].State == signalling.RequestTaken })
	})
}

// TestMissedEvents closes the feed, as it does with who is too slow: the app is told the whole list again.
func TestMissedEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlip()
		f := &brokenFeed{slip: s, first: make(chan support.Event)}
		w := newWorld(t, func(c *signalhub.Config) { c.Desk.Requests, c.Desk.Feed = s, f })
		ada := w.connected(adaToken)
		await(t, ada, func() bool { return len(ada.Requests()) == 1 })
		s.mu.Lock()
		s.request.State, s.request.Agent = support.RequestAccepted, 7
		s.mu.Unlock()
		close(f.first)
		await(t, ada, func() bool { return ada.Requests()[0].State == signalling.RequestTaken })
	})
}

// brokenFeed ends its first subscription.
type brokenFeed struct {
	*slip
	first chan support.Event
	taken bool
}

func (f *brokenFeed) Subscribe() (events <-chan support.Event, cancel func()) {
	if !f.taken {
		f.taken = true
		return f.first, func() {}
	}
	return f.slip.Subscribe()
}
