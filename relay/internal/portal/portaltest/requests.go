package portaltest

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

// Find returns the request of a token.
func (d *Desk) Find(_ context.Context, token string) (support.Request, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Away != nil {
		return support.Request{}, d.Away
	}
	secret, ok := support.ParseToken(token)
	id, known := d.byToken[secret.Hash()]
	if !ok || !known {
		return support.Request{}, support.ErrNotFound
	}
	return d.requests[id], nil
}

// change alters a request under the lock; alter returns the event that it makes, 0 for none.
func (d *Desk) change(id support.RequestID, alter func(r *support.Request) (support.EventKind, error)) (support.Request, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r, ok := d.requests[id]
	if d.Away != nil {
		return r, d.Away
	}
	if !ok {
		return r, support.ErrNotFound
	}
	kind, err := alter(&r)
	if err != nil {
		return r, err
	}
	d.requests[id] = r
	if kind != 0 {
		d.tell(r, kind, support.ByCustomer(), "")
	}
	return r, nil
}

// Post makes a request wait.
func (d *Desk) Post(_ context.Context, id support.RequestID) (support.Request, error) {
	return d.change(id, func(r *support.Request) (support.EventKind, error) {
		if r.State != support.RequestSubmitted {
			return 0, support.ErrGone
		}
		r.State, r.Posted, r.Seen = support.RequestPosted, d.now(), d.now()
		return support.EventPosted, nil
	})
}

// Seen notes a sign of life.
func (d *Desk) Seen(_ context.Context, ids ...support.RequestID) error {
	for _, id := range ids {
		if _, err := d.change(id, func(r *support.Request) (support.EventKind, error) {
			r.Seen = d.now()
			return 0, nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// Leave ends a request by its customer's will.
func (d *Desk) Leave(_ context.Context, id support.RequestID) (support.Request, error) {
	return d.change(id, func(r *support.Request) (support.EventKind, error) {
		if r.State.Final() {
			return 0, nil
		}
		r.State, r.Ended = support.RequestAbandoned, d.now()
		return support.EventLeft, nil
	})
}

// Fail ends a request because of a trouble.
func (d *Desk) Fail(_ context.Context, id support.RequestID, state support.RequestState) (support.Request, error) {
	return d.change(id, func(r *support.Request) (support.EventKind, error) {
		if r.State.Final() {
			return 0, support.ErrGone
		}
		r.State, r.Ended = state, d.now()
		return support.EventEnded, nil
	})
}

// Say adds a line.
func (d *Desk) Say(_ context.Context, id support.RequestID, by support.Actor, text string) (support.Event, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.requests[id]
	if d.Away != nil {
		return support.Event{}, d.Away
	}
	if r.State.Final() {
		return support.Event{}, support.ErrGone
	}
	return d.tell(r, support.EventSaid, by, text), nil
}

// Events lists what happened to a request.
func (d *Desk) Events(_ context.Context, id support.RequestID, after uint64, limit int) ([]support.Event, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var found []support.Event
	for _, e := range d.events {
		if e.Request == id && e.Seq > after && len(found) < limit {
			found = append(found, e)
		}
	}
	return found, d.Away
}

// Position counts who of the portal was posted before and waits still.
func (d *Desk) Position(_ context.Context, id support.RequestID) (place int, wait time.Duration, known bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	mine := d.requests[id]
	for _, r := range d.requests {
		if r.Portal == mine.Portal && r.State == support.RequestPosted && r.Posted.Before(mine.Posted) {
			place++
		}
	}
	return place + 1, d.Wait, d.Wait > 0, d.Away
}

// Usual returns Wait.
func (d *Desk) Usual(_ context.Context, _ support.PortalID) (wait time.Duration, known bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.Wait, d.Wait > 0, d.Away
}

// Answer keeps the answers to a survey.
func (d *Desk) Answer(_ context.Context, _ support.Portal, r support.Request, answers []support.Answer) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Away != nil {
		return d.Away
	}
	if len(d.answers[r.ID]) > 0 {
		return support.ErrExists
	}
	d.answers[r.ID] = answers
	d.tell(r, support.EventSurveyed, support.ByCustomer(), "")
	return nil
}

// Answered reports whether there are answers.
func (d *Desk) Answered(_ context.Context, id support.RequestID) (bool, error) {
	return len(d.Answers(id)) > 0, nil
}
