package support

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol/leg"
)

// SweepEvery is how often a relay calls Requests.Sweep.
const SweepEvery = time.Second

// sweepGap is the longest pause between sweeps after which customers' pages are still expected to have told of themselves: a
// longer one means that the relay or its store was away, and everyone gets the whole time again.
const sweepGap = 5 * SweepEvery

// Sweep does what time alone brings about: offers lapse and the next ones are made, pages fall silent, requests are abandoned,
// unanswered or over. Every relay of a fleet calls it every SweepEvery; all of them doing the same at once does it once.
func (s *Requests) Sweep(ctx context.Context, now time.Time) error {
	open, err := s.store.OpenRequests(ctx, nil, 0)
	if err != nil {
		return fmt.Errorf("list open requests: %w", err)
	}
	steady := s.steadyFor(now)
	var problems []error
	queues := map[PortalID]bool{}
	for _, r := range open {
		if err := s.sweepOne(ctx, r, now, steady); err != nil {
			problems = append(problems, fmt.Errorf("sweep request %v: %w", r.ID, err))
		}
		if r.Kind == PortalQueue && r.State == RequestPosted {
			queues[r.Portal] = true
		}
	}
	for portal := range queues {
		problems = append(problems, s.offerQueue(ctx, portal, now))
	}
	return errors.Join(problems...)
}

// steadyFor notes a sweep and returns for how long sweeps have come without a gap.
func (s *Requests) steadyFor(now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sweeps.since.IsZero() || now.Sub(s.sweeps.last) > sweepGap {
		s.sweeps.since = now
	}
	s.sweeps.last = now
	return now.Sub(s.sweeps.since)
}

// sweepOne changes a request when its time has come. It looks before it locks, since most requests have nothing to change.
func (s *Requests) sweepOne(ctx context.Context, r Request, now time.Time, steady time.Duration) error {
	if s.due(r, now, steady) == nil {
		return s.endWithSession(ctx, r, now)
	}
	_, err := s.change(ctx, r.ID, func(r *Request) (Step, error) {
		if act := s.due(*r, now, steady); act != nil {
			return act(r), nil
		}
		return Step{}, nil
	})
	return err
}

// due returns what time brings to a request, nil when nothing.
func (s *Requests) due(r Request, now time.Time, steady time.Duration) func(*Request) Step {
	silence := min(now.Sub(r.Seen), steady)
	inApp := r.State == RequestInSession || r.State == RequestAccepted && now.Before(r.App.Until)
	switch {
	case r.State.Final():
		return nil
	case silence > s.settings.AbandonAfter && !inApp:
		return func(r *Request) Step { return r.end(RequestAbandoned, Actor{}, now) }
	case r.State == RequestPosted && now.Sub(r.Posted) > s.settings.MaxWait:
		return func(r *Request) Step { return r.end(RequestNoResponse, Actor{}, now) }
	case r.State == RequestPosted && r.Offer.To != 0 && !now.Before(r.Offer.Until):
		return func(r *Request) Step { return r.passOn(now) }
	case silence > s.settings.SilentAfter && !r.Silent && !inApp:
		return func(r *Request) Step { return r.fallSilent(now) }
	}
	return nil
}

// passOn takes a lapsed offer from the agent who did not answer it.
func (r *Request) passOn(now time.Time) Step {
	lapsed := r.event(EventOfferLapsed, Actor{}, now)
	lapsed.Other = r.Offer.To
	r.Passed = append(r.Passed, r.Offer.To)
	r.Offer = Offer{}
	return Step{Events: []Event{lapsed}}
}

// fallSilent notes that the customer's page tells nothing any more. It keeps its place, but nobody is asked until it is back.
func (r *Request) fallSilent(now time.Time) Step {
	r.Silent = true
	step := r.step(EventReconnecting, ByCustomer(), now)
	if r.Offer.To != 0 {
		lapsed := r.event(EventOfferLapsed, Actor{}, now)
		lapsed.Other = r.Offer.To
		r.Offer = Offer{}
		step.Events = append(step.Events, lapsed)
	}
	return step
}

// endWithSession ends a request whose session ended a while ago without a word from its agent, or hands it to the colleague who
// is still there.
func (s *Requests) endWithSession(ctx context.Context, r Request, now time.Time) error {
	if r.State != RequestInSession || r.Session == (leg.SessionID{}) {
		return nil
	}
	session, err := s.store.Session(ctx, r.Session)
	if err != nil {
		return fmt.Errorf("look up its session: %w", err)
	}
	if session.Ended.IsZero() || now.Sub(session.Ended) < s.settings.EndAfter {
		return nil
	}
	others, err := s.store.SessionsUnderWay(ctx, r.ID)
	if err != nil {
		return fmt.Errorf("ask who else is with its customer: %w", err)
	}
	_, err = s.change(ctx, r.ID, func(r *Request) (Step, error) {
		if r.State != RequestInSession || r.Session != session.ID || now.Before(r.App.Until) {
			return Step{}, nil // closed, taken over, or the app was offered anew
		}
		if step, ok := r.leaveTo(others, now); ok {
			return step, nil
		}
		return r.end(stateOf(session.Outcome), Actor{}, now), nil
	})
	return err
}

// offered offers a queue's requests at once when one of them changed, and returns that one as it is afterwards.
func (s *Requests) offered(ctx context.Context, r Request, now time.Time) (Request, error) {
	if r.Kind != PortalQueue || r.State != RequestPosted {
		return r, nil
	}
	if err := s.offerQueue(ctx, r.Portal, now); err != nil {
		return r, err
	}
	return s.store.Request(ctx, r.ID)
}

// offerQueue offers the waiting requests of a queue, the longest waiting first, each to the agent who has been idle longest.
func (s *Requests) offerQueue(ctx context.Context, portal PortalID, now time.Time) error {
	open, err := s.store.OpenRequests(ctx, []PortalID{portal}, 0)
	if err != nil {
		return fmt.Errorf("list a queue: %w", err)
	}
	present, err := s.store.PresentAgents(ctx, PresenceQuery{Portal: portal, Since: now.Add(-SilentNode)})
	if err != nil {
		return fmt.Errorf("ask who is there: %w", err)
	}
	free := s.free(present)
	var problems []error
	for _, r := range open {
		if len(free) == 0 {
			break
		}
		if r.State != RequestPosted || r.Offer.To != 0 || r.Silent {
			continue
		}
		to, again := nextAgent(r, free)
		if to == 0 {
			continue
		}
		made, err := s.offer(ctx, r.ID, Offer{To: to, Until: now.Add(s.settings.AlertTime)}, again, now)
		if err != nil && !errors.Is(err, ErrExists) { // another queue of the agent, on another relay, was faster
			problems = append(problems, err)
		}
		if made || err != nil {
			free = slices.DeleteFunc(free, func(p PresentAgent) bool { return p.Agent == to })
		}
	}
	return errors.Join(problems...)
}

// free returns the agents who can be offered a request, the longest idle first.
func (s *Requests) free(present []PresentAgent) []PresentAgent {
	free := slices.DeleteFunc(slices.Clone(present), func(p PresentAgent) bool {
		return p.Status != StatusAvailable || p.Offered || p.Sessions >= s.settings.QueueSessions
	})
	slices.SortFunc(free, func(a, b PresentAgent) int {
		if c := a.IdleSince.Compare(b.IdleSince); c != 0 {
			return c
		}
		return int(a.Agent) - int(b.Agent)
	})
	return free
}

// nextAgent picks who is offered a request. When all who are free let it pass before, again says that the round begins anew.
func nextAgent(r Request, free []PresentAgent) (to AgentID, again bool) {
	for _, p := range free {
		if !r.DeclinedBy(p.Agent) && !slices.Contains(r.Passed, p.Agent) {
			return p.Agent, false
		}
	}
	for _, p := range free {
		if !r.DeclinedBy(p.Agent) {
			return p.Agent, true
		}
	}
	return 0, false
}

func (s *Requests) offer(ctx context.Context, id RequestID, offer Offer, again bool, now time.Time) (made bool, err error) {
	_, err = s.change(ctx, id, func(r *Request) (Step, error) {
		if made = r.State == RequestPosted && r.Offer.To == 0; !made {
			return Step{}, nil
		}
		if again {
			r.Passed = nil
		}
		r.Offer = offer
		step := r.step(EventOffered, Actor{}, now)
		step.Events[0].Other = offer.To
		return step, nil
	})
	return made, err
}
