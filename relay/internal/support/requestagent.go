package support

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/text"
)

// For lists the requests that an agent's list shows: those that wait in the agent's portals and those that the agent has.
func (s *Requests) For(ctx context.Context, who SignedIn) ([]Request, error) {
	var portals []PortalID
	for _, p := range who.Portals {
		portals = append(portals, p.ID)
	}
	open, err := s.store.OpenRequests(ctx, portals, who.Agent.ID)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return slices.DeleteFunc(open, func(r Request) bool { return !r.VisibleTo(who) }), nil
}

// VisibleTo reports whether an agent's list shows the request.
func (r Request) VisibleTo(who SignedIn) bool {
	if r.State.With() && r.Agent == who.Agent.ID {
		return true
	}
	return r.State == RequestPosted && Allowed(who.Principal(), ActAcceptRequest, r.Object(0))
}

// Alert returns how much longer a request is to be announced on an agent's desktop; 0 means not at all.
func (s *Requests) Alert(r Request, who SignedIn, status Status, now time.Time) time.Duration {
	if status != StatusAvailable || r.Silent || !r.VisibleTo(who) || r.State != RequestPosted || r.DeclinedBy(who.Agent.ID) {
		return 0
	}
	until := r.Posted.Add(s.settings.AlertTime)
	if r.Kind == PortalQueue {
		if !r.OfferedTo(who.Agent.ID, now) {
			return 0
		}
		until = r.Offer.Until
	}
	return max(until.Sub(now), 0)
}

// Accept gives a waiting request to an agent. Of several who ask, one alone gets it; the others get ErrTaken. Whoever has it
// already gets it again, since the answer may have been lost. ErrGone when it ended, ErrDenied when it is not for this agent
// to accept.
func (s *Requests) Accept(ctx context.Context, who SignedIn, id RequestID) (Request, error) {
	now := time.Now()
	r, err := s.change(ctx, id, func(r *Request) (Step, error) {
		switch {
		case r.State.With() && r.Agent == who.Agent.ID:
			return Step{}, nil
		case !Allowed(who.Principal(), ActAcceptRequest, r.Object(0)):
			return Step{}, ErrDenied
		case r.State.With() || r.State.Final() && r.Agent != 0:
			return Step{}, ErrTaken
		case r.State != RequestPosted:
			return Step{}, ErrGone
		case r.Offer.To != 0 && r.Offer.To != who.Agent.ID && now.Before(r.Offer.Until):
			return Step{}, ErrDenied // a queue has asked somebody else
		}
		r.State, r.Agent, r.Accepted, r.Offer = RequestAccepted, who.Agent.ID, now, Offer{}
		return r.step(EventAccepted, ByAgent(who.Agent.ID), now), nil
	})
	if err != nil {
		return Request{}, fmt.Errorf("accept request %v: %w", id, err)
	}
	return r, nil
}

// Decline notes that an agent will not help with a waiting request. When nobody is left who could, the request ends.
func (s *Requests) Decline(ctx context.Context, who SignedIn, id RequestID) (Request, error) {
	now := time.Now()
	r, err := s.change(ctx, id, func(r *Request) (Step, error) {
		switch {
		case !Allowed(who.Principal(), ActDeclineRequest, r.Object(0)):
			return Step{}, ErrDenied
		case r.State != RequestPosted:
			return Step{}, ErrGone
		case r.DeclinedBy(who.Agent.ID):
			return Step{}, nil
		}
		r.Declined = append(r.Declined, who.Agent.ID)
		if r.Offer.To == who.Agent.ID {
			r.Offer = Offer{}
		}
		declined := r.event(EventDeclined, ByAgent(who.Agent.ID), now)
		if r.Kind == PortalMatch {
			step := r.end(RequestDeclined, Actor{}, now)
			step.Events = append([]Event{declined}, step.Events...)
			return step, nil
		}
		return Step{Events: []Event{declined}}, nil
	})
	if err != nil {
		return Request{}, fmt.Errorf("decline request %v: %w", id, err)
	}
	if r, err = s.endIfDeclined(ctx, r, now); err != nil {
		return Request{}, err
	}
	return s.offered(ctx, r, now)
}

// endIfDeclined ends a request that every agent who is there has declined.
func (s *Requests) endIfDeclined(ctx context.Context, r Request, now time.Time) (Request, error) {
	if r.State != RequestPosted || len(r.Declined) == 0 {
		return r, nil
	}
	present, err := s.store.PresentAgents(ctx, PresenceQuery{Portal: r.Portal, Since: now.Add(-SilentNode)})
	if err != nil {
		return r, fmt.Errorf("ask who is there: %w", err)
	}
	left := slices.ContainsFunc(present, func(p PresentAgent) bool { return !r.DeclinedBy(p.Agent) })
	if len(present) == 0 || left {
		return r, nil
	}
	return s.change(ctx, r.ID, func(r *Request) (Step, error) {
		if r.State != RequestPosted {
			return Step{}, nil
		}
		return r.end(RequestDeclined, Actor{}, now), nil
	})
}

// offerKept is how long a portal code has to be good for still when it is to stay: in less, nobody fetches the app and types it.
const offerKept = 2 * time.Minute

// OfferApp offers the customer the app and returns the request with a portal code, which the agent's app on this device then expects.
// Asked again on the same device, as after a restart of the app, it leaves the code that the customer reads as it is, unless its time
// is nearly over. On any other device it is a new one, and the earlier code of the request stops to count.
func (s *Requests) OfferApp(ctx context.Context, who SignedIn, id RequestID) (Request, error) {
	if r, kept, err := s.offerStands(ctx, who, id); kept || err != nil {
		return r, err
	}
	const attempts = 3 // a code that is drawn twice is one chance in many million
	for range attempts {
		r, err := s.tryOfferApp(ctx, who, id)
		if !errors.Is(err, ErrExists) {
			return r, err
		}
	}
	return Request{}, ErrExists
}

// offerStands reports whether the request's portal code can stay the agent's on this device.
func (s *Requests) offerStands(ctx context.Context, who SignedIn, id RequestID) (r Request, stands bool, err error) {
	if r, err = s.Request(ctx, id); err != nil {
		return r, false, fmt.Errorf("offer the app to request %v: %w", id, err)
	}
	if r.mustBeOf(who, ActOfferApp) != nil || time.Until(r.App.Until) < offerKept {
		return r, false, nil
	}
	found, err := s.FindCode(ctx, r.App.Code)
	if errors.Is(err, ErrNotFound) {
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("look for the portal code of request %v: %w", id, err)
	}
	return r, found.Agent == who.Agent.ID && found.Device == who.Device.ID, nil
}

func (s *Requests) tryOfferApp(ctx context.Context, who SignedIn, id RequestID) (Request, error) {
	now := time.Now()
	r, err := s.change(ctx, id, func(r *Request) (Step, error) {
		if err := r.mustBeOf(who, ActOfferApp); err != nil {
			return Step{}, err
		}
		old := r.App.Code
		r.App = AppOffer{Code: code.NewPortalCode(), Until: now.Add(s.settings.CodeLifetime), Made: true}
		step := r.step(EventAppOffered, ByAgent(who.Agent.ID), now)
		step.Code, step.Drop = &Rendezvous{
			Code: r.App.Code, Kind: RendezvousPortal, Request: r.ID, Organisation: r.Organisation, Portal: r.Portal,
			Customer: r.Customer, Agent: who.Agent.ID, Device: who.Device.ID, Expires: r.App.Until,
		}, old
		return step, nil
	})
	if err != nil {
		return Request{}, fmt.Errorf("offer the app to request %v: %w", id, err)
	}
	return r, nil
}

// MaxNotes is the longest note that an agent leaves with a request, in characters.
const MaxNotes = 4000

// Close ends a request that an agent has, with the agent's judgement. While a colleague is with the customer, who was brought
// into the session, the request becomes the colleague's instead. Whoever closed it with these notes may again, since the answer
// may have been lost.
func (s *Requests) Close(ctx context.Context, who SignedIn, id RequestID, outcome Outcome, notes string) (Request, error) {
	if outcome > OutcomeUnresolved {
		return Request{}, fmt.Errorf("outcome %d: %w", outcome, ErrInvalid)
	}
	now := time.Now()
	notes = text.CleanLines(notes, MaxNotes)
	others, err := s.store.SessionsUnderWay(ctx, id)
	if err != nil {
		return Request{}, fmt.Errorf("ask who else is with a customer: %w", err)
	}
	r, err := s.change(ctx, id, func(r *Request) (Step, error) {
		if r.State.Final() && r.Agent == who.Agent.ID && (r.Notes == "" || r.Notes == notes) {
			r.Notes = notes // the session's end was faster, or an answer was lost
			return Step{}, nil
		}
		if err := r.mustBeOf(who, ActCloseRequest); err != nil {
			return Step{}, err
		}
		r.Notes = notes
		if step, ok := r.leaveTo(others, now); ok {
			return step, nil
		}
		return r.end(stateOf(outcome), ByAgent(who.Agent.ID), now), nil
	})
	if err != nil {
		return Request{}, fmt.Errorf("close request %v: %w", id, err)
	}
	return r, nil
}

// leaveTo makes the request that of the first colleague whose session with the customer goes on; ok is false when there is none.
func (r *Request) leaveTo(underWay []Session, now time.Time) (step Step, ok bool) {
	i := slices.IndexFunc(underWay, func(s Session) bool { return s.Agent != r.Agent && !s.Monitor })
	if i < 0 {
		return Step{}, false
	}
	return Step{Events: []Event{r.takenOver(underWay[i], now)}}, true
}

// takenOver makes the request that of a session's agent, who helps from here on.
func (r *Request) takenOver(by Session, now time.Time) Event {
	event := r.event(EventTakenOver, ByAgent(r.Agent), now)
	r.State, r.Agent, r.Session = RequestInSession, by.Agent, by.ID
	event.Other, event.State = r.Agent, r.State
	return event
}

// stateOf returns the state in which an outcome leaves a request.
func stateOf(o Outcome) RequestState {
	switch o {
	case OutcomeResolved:
		return RequestResolved
	case OutcomeUnresolved:
		return RequestUnresolved
	}
	return RequestUnknown
}

// mustBeOf returns nil when the agent has the request and may do something with it now.
func (r *Request) mustBeOf(who SignedIn, act Act) error {
	switch {
	case r.Agent != 0 && r.Agent != who.Agent.ID:
		return ErrTaken
	case !Allowed(who.Principal(), act, r.Object(0)):
		return ErrDenied
	case !r.State.With():
		return ErrGone
	}
	return nil
}

// Object returns the request as the object of an act; features are what its portal allows.
func (r Request) Object(features Features) Object {
	return Object{Organisation: r.Organisation, Portal: r.Portal, Agent: r.Agent, Features: features, Request: r.ID, Wanted: r.Wanted}
}
