package support

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/leg"
)

// RendezvousKind says what a portal code leads to.
type RendezvousKind uint8

// The kinds of rendezvous. The numbers stand in the store.
const (
	RendezvousPortal   RendezvousKind = iota // the agent who accepted a request
	RendezvousTransfer                       // a colleague who takes over
	RendezvousInvite                         // a colleague who joins
	RendezvousMonitor                        // a manager who watches and does nothing else
)

// Rendezvous is what a portal code stands for: which agent's app answers to it, and why.
type Rendezvous struct {
	Code         code.PortalCode
	Kind         RendezvousKind
	Request      RequestID // zero when the session came of a nine-digit code
	Introduction IntroductionID
	Organisation OrganisationID
	Portal       PortalID
	Customer     string
	Agent        AgentID
	Device       DeviceID      // of that agent: the app that expects the code
	Session      leg.SessionID // the first session, unless with RendezvousPortal
	Expires      time.Time
}

// RendezvousStore keeps what portal codes stand for, and the sessions that come of them.
type RendezvousStore interface {
	// Rendezvous finds what a code stands for while it can be used, else ErrNotFound.
	Rendezvous(ctx context.Context, c code.PortalCode, now time.Time) (Rendezvous, error)
	// Session finds a session, else ErrNotFound.
	Session(ctx context.Context, id leg.SessionID) (Session, error)
	// KeepStep keeps a step that changes no request, whole or not at all; ErrGone when the code that it uses cannot be used.
	KeepStep(ctx context.Context, step Step) error
}

// FindCode returns what a portal code stands for, else ErrNotFound: it never was, was used, or its time ran out. Ask JoinLimits first.
func (s *Requests) FindCode(ctx context.Context, c code.PortalCode) (Rendezvous, error) {
	if !c.Valid() {
		return Rendezvous{}, ErrNotFound
	}
	return s.store.Rendezvous(ctx, c, time.Now())
}

// DropCode makes a portal code of the agent unusable before its time.
func (s *Requests) DropCode(ctx context.Context, who SignedIn, c code.PortalCode) error {
	found, err := s.FindCode(ctx, c)
	if err != nil {
		return err
	}
	if found.Agent != who.Agent.ID {
		return ErrNotFound
	}
	return s.store.KeepStep(ctx, Step{Drop: c, At: time.Now()})
}

// Begin makes the session that a portal code stands for, when both apps have proved that they know it. Of several calls for one
// code, one alone succeeds; the others get ErrGone. With RendezvousPortal the request is in session from then on, with
// RendezvousTransfer it is the colleague's.
func (s *Requests) Begin(ctx context.Context, who SignedIn, c code.PortalCode) (Grant, error) {
	now := time.Now()
	found, err := s.store.Rendezvous(ctx, c, now)
	if errors.Is(err, ErrNotFound) {
		return Grant{}, ErrGone
	}
	if err != nil {
		return Grant{}, fmt.Errorf("look up a portal code: %w", err)
	}
	if found.Agent != who.Agent.ID {
		return Grant{}, ErrDenied
	}
	g := newGrant(Session{
		Agent: who.Agent.ID, Device: who.Device.ID, Introduction: found.Introduction, Portal: found.Portal, Customer: found.Customer, Request: found.Request, Granted: now,
	})
	step := Step{Session: &g.Session, Use: c, At: now}
	if found.Kind == RendezvousMonitor {
		return g, s.beginMonitoring(ctx, who, found, step)
	}
	if found.Request == (RequestID{}) {
		if err := s.store.KeepStep(ctx, step); err != nil {
			return Grant{}, fmt.Errorf("begin an introduced session: %w", err)
		}
		return g, nil
	}
	_, err = s.change(ctx, found.Request, func(r *Request) (Step, error) {
		event, err := r.begin(found, g.Session.ID, who, now)
		step.Events = []Event{event}
		return step, err
	})
	if err != nil {
		return Grant{}, fmt.Errorf("begin a session of request %v: %w", found.Request, err)
	}
	return g, nil
}

// begin changes the request as a new session demands.
func (r *Request) begin(found Rendezvous, session leg.SessionID, who SignedIn, now time.Time) (Event, error) {
	by := ByAgent(who.Agent.ID)
	switch found.Kind {
	case RendezvousPortal:
		if err := r.mustBeOf(who, ActBeginSession); err != nil {
			return Event{}, err
		}
		r.State, r.Session, r.App = RequestInSession, session, AppOffer{Made: true}
	case RendezvousTransfer:
		if !r.State.With() {
			return Event{}, ErrGone
		}
		event := r.takenOver(Session{ID: session, Agent: who.Agent.ID}, now)
		event.Introduction = found.Introduction
		return event, nil
	case RendezvousInvite:
		if !r.State.With() {
			return Event{}, ErrGone
		}
	}
	event := r.event(EventSessionBegun, by, now)
	event.Introduction = found.Introduction
	return event, nil
}
