package systemtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// work is agents who answer customers without a pause, and what was acknowledged to whom.
type work struct {
	t      testing.TB
	office *office

	mu    sync.Mutex // guards the following
	acked map[support.RequestID]*acked
	count int
	done  chan struct{} // closed, and replaced, whenever the count grows
}

// acked is what was acknowledged of a request: to whom it was given, what they said, that they closed it.
type acked struct {
	agent  support.AgentID
	lines  []string
	closed bool
}

// newWork has every agent ask for a customer, accept, say two lines and close, again and again until the test ends.
func newWork(o *office, agents []*colleague) *work {
	w := &work{t: o.t, office: o, acked: map[support.RequestID]*acked{}, done: make(chan struct{})}
	for _, a := range agents {
		run(o.t, func(ctx context.Context) {
			for n := 0; ctx.Err() == nil; n++ {
				w.one(ctx, a, n)
			}
		})
	}
	return w
}

// one is the work on one request. What is not acknowledged is not noted.
func (w *work) one(ctx context.Context, a *colleague, n int) {
	r, _, err := w.office.requests.Submit(ctx, w.office.portals[support.PortalBox], support.Form{Customer: "Bea"}, loopback)
	if err != nil {
		return // the store is away
	}
	if _, err = w.office.requests.Post(ctx, r.ID); err != nil {
		return
	}
	w.ack(r.ID, func(*acked) {})
	if _, _, err = a.AcceptRequest(ctx, rid(r)); err != nil {
		w.check1(err)
		return
	}
	w.ack(r.ID, func(k *acked) { k.agent = a.id })
	for line := range 2 {
		text := fmt.Sprintf("%s %d %d", a.name(), n, line)
		if err := a.SayInRequest(ctx, rid(r), text); err == nil {
			w.ack(r.ID, func(k *acked) { k.lines = append(k.lines, text) })
		}
	}
	if err := a.CloseRequest(ctx, rid(r), signalling.OutcomeResolved, "done"); err == nil {
		w.ack(r.ID, func(k *acked) { k.closed = true })
	} else {
		w.check1(err)
	}
}

// check1 complains of what no killed relay explains.
func (w *work) check1(err error) {
	if fault := signalling.Fault(err); fault != 0 && fault != protocol.FaultRelayUnreachable {
		w.t.Errorf("an agent is told %v", err)
	}
}

func (c *colleague) name() string { return c.State().Welcome.SignedIn.Name }

func (w *work) ack(id support.RequestID, note func(*acked)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.acked[id] == nil {
		w.acked[id] = &acked{}
	}
	note(w.acked[id])
	w.count++
	close(w.done)
	w.done = make(chan struct{})
}

// until waits until so much was acknowledged.
func (w *work) until(count int) {
	w.t.Helper()
	deadline := time.After(patience)
	for {
		w.mu.Lock()
		now, done := w.count, w.done
		w.mu.Unlock()
		if now >= count {
			return
		}
		select {
		case <-done:
		case <-deadline:
			w.t.Fatalf("the work stands still at %d", now)
		}
	}
}

// check looks for everything that was acknowledged.
func (w *work) check() {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	lines, closed := 0, 0
	for id, k := range w.acked {
		r, err := w.office.requests.Request(context.Background(), id)
		must(w.t, err)
		events, err := w.office.requests.Events(context.Background(), id, 0, support.MaxEvents)
		must(w.t, err)
		said := map[string]int{}
		for _, e := range events {
			if e.Kind == support.EventSaid {
				said[e.Text]++
			}
		}
		for _, line := range k.lines {
			lines++
			if said[line] != 1 {
				w.t.Errorf("%q was acknowledged and stands there %d times", line, said[line])
			}
		}
		if k.agent != 0 && r.Agent != k.agent {
			w.t.Errorf("request %v was given to agent %d and is agent %d's", id, k.agent, r.Agent)
		}
		if k.closed {
			closed++
			if r.State != support.RequestResolved || r.Notes != "done" {
				w.t.Errorf("request %v was closed and is %+v", id, r)
			}
		}
	}
	w.t.Logf("%d requests, %d lines, %d closed: all there", len(w.acked), lines, closed)
}
