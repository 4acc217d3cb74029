package support

import (
	"context"
	"fmt"
	"time"

	"beside.example/protocol/text"
)

// MaxLine is the longest that customer and agent may say at once, in characters.
const MaxLine = 4000

// Seen notes that the customers' pages of requests are there.
func (s *Requests) Seen(ctx context.Context, ids ...RequestID) error {
	if len(ids) == 0 {
		return nil
	}
	now := time.Now()
	silent, err := s.store.SeenRequests(ctx, ids, now)
	if err != nil {
		return fmt.Errorf("note who is there: %w", err)
	}
	for _, id := range silent {
		_, err := s.change(ctx, id, func(r *Request) (Step, error) {
			if !r.Silent || r.State.Final() {
				return Step{}, nil
			}
			r.Silent = false
			return r.step(EventReturned, ByCustomer(), now), nil
		})
		if err != nil {
			return fmt.Errorf("note who is back: %w", err)
		}
	}
	return nil
}

// Leave ends a request by its customer's will: as RequestNoResponse when every alert had lapsed, else as RequestAbandoned. A
// customer who is in a session leaves the page alone; the session goes on.
func (s *Requests) Leave(ctx context.Context, id RequestID) (Request, error) {
	now := time.Now()
	return s.change(ctx, id, func(r *Request) (Step, error) {
		if r.State.Final() {
			return Step{}, nil
		}
		left := r.event(EventLeft, ByCustomer(), now)
		if r.State == RequestInSession {
			return Step{Events: []Event{left}}, nil
		}
		state := RequestAbandoned
		if r.State == RequestPosted && r.Kind != PortalQueue && now.Sub(r.Posted) > s.settings.AlertTime {
			state = RequestNoResponse
		}
		step := r.end(state, ByCustomer(), now)
		step.Events = append([]Event{left}, step.Events...)
		return step, nil
	})
}

// Fail ends a request whose customer could not get the app or could not connect: state is RequestDownloadError or
// RequestConnectionError.
func (s *Requests) Fail(ctx context.Context, id RequestID, state RequestState) (Request, error) {
	if state != RequestDownloadError && state != RequestConnectionError {
		return Request{}, fmt.Errorf("fail into state %d: %w", state, ErrInvalid)
	}
	now := time.Now()
	return s.change(ctx, id, func(r *Request) (Step, error) {
		if r.State.Final() || r.State == RequestInSession {
			return Step{}, ErrGone
		}
		return r.end(state, ByCustomer(), now), nil
	})
}

// Say adds a line of the chat in the page. An agent who says something must be the request's own.
func (s *Requests) Say(ctx context.Context, id RequestID, by Actor, line string) (Event, error) {
	line = text.CleanLines(line, MaxLine)
	if line == "" {
		return Event{}, fmt.Errorf("an empty line: %w", ErrInvalid)
	}
	now := time.Now()
	_, events, err := s.store.ChangeRequest(ctx, id, func(r *Request) (Step, error) {
		if r.State.Final() {
			return Step{}, ErrGone
		}
		if by.Role == ActorAgent && (by.Agent == 0 || r.Agent != by.Agent) {
			return Step{}, ErrDenied
		}
		if r.Lines >= MaxLines {
			return Step{}, &TooManyError{RetryAfter: s.settings.MaxWait}
		}
		r.Lines++
		step := r.step(EventSaid, by, now)
		step.Events[0].Text = line
		return step, nil
	})
	if err != nil {
		return Event{}, fmt.Errorf("say something in request %v: %w", id, err)
	}
	return events[0], nil
}

// MaxLines is how many lines the chat in the page may have: a day's talk, but no dump.
const MaxLines = 2000

// Position returns a waiting request's place in its portal, from 1, and an honest estimate of the time until it is accepted: known
// is false when the last hour tells too little.
func (s *Requests) Position(ctx context.Context, id RequestID) (position int, estimate time.Duration, known bool, err error) {
	r, err := s.store.Request(ctx, id)
	if err != nil {
		return 0, 0, false, err
	}
	if r.State != RequestPosted {
		return 0, 0, false, ErrGone
	}
	ahead, err := s.store.Ahead(ctx, r.Portal, r.Posted, r.ID)
	if err != nil {
		return 0, 0, false, fmt.Errorf("count who waits: %w", err)
	}
	position = ahead + 1
	estimate, known, err = s.wait(ctx, r.Portal, position)
	return position, estimate, known, err
}

// Usual returns an honest estimate of how long somebody waits who asks for help through a portal now: known is false when the
// last hour tells too little.
func (s *Requests) Usual(ctx context.Context, portal PortalID) (estimate time.Duration, known bool, err error) {
	ahead, err := s.store.Ahead(ctx, portal, time.Now(), RequestID{})
	if err != nil {
		return 0, false, fmt.Errorf("count who waits: %w", err)
	}
	return s.wait(ctx, portal, ahead+1)
}

// wait estimates the wait at a position of a portal from the last hour.
func (s *Requests) wait(ctx context.Context, portal PortalID, position int) (estimate time.Duration, known bool, err error) {
	waits, err := s.store.Waits(ctx, portal, time.Now().Add(-estimateFrom), maxWaits)
	if err != nil {
		return 0, false, fmt.Errorf("look at the last hour: %w", err)
	}
	estimate, known = estimateWait(waits, position)
	return estimate, known, nil
}
