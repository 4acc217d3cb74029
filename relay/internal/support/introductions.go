package support

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/text"
)

// What an introduction may ask.
const (
	MaxInvited = 7   // colleagues in one session beside its first agent
	MaxComment = 500 // characters for the colleagues alone
)

// IntroductionStore is what Introductions needs of a store.
type IntroductionStore interface {
	PresenceReader
	monitoringReader
	// Session finds a session, else ErrNotFound.
	Session(ctx context.Context, id leg.SessionID) (Session, error)
	// Portal finds a portal, else ErrNotFound.
	Portal(ctx context.Context, id PortalID) (Portal, error)
	// CreateIntroduction keeps a new introduction and its first event, and returns it with its ID; ErrTooMany when its session
	// has max invitations that are open or were accepted.
	CreateIntroduction(ctx context.Context, i Introduction, max int, first Event) (Introduction, error)
	// Introduction finds an introduction, else ErrNotFound.
	Introduction(ctx context.Context, id IntroductionID) (Introduction, error)
	// ChangeIntroduction is to an introduction what RequestKeeper.ChangeRequest is to a request.
	ChangeIntroduction(ctx context.Context, id IntroductionID, change func(i *Introduction) (Step, error)) (Introduction, error)
	// OpenIntroductions lists the open introductions of an organisation, of all when it is zero, the oldest first.
	OpenIntroductions(ctx context.Context, organisation OrganisationID) ([]Introduction, error)
	// EndedIntroductions lists the introductions that a device made since a time and that are not open any more, the oldest first.
	EndedIntroductions(ctx context.Context, device DeviceID, since time.Time) ([]Introduction, error)
}

// Introductions brings colleagues into sessions. It is safe for concurrent use, by several relays on one store too.
type Introductions struct {
	store    IntroductionStore
	settings RequestSettings
}

// NewIntroductions returns the introductions kept in store under settings.
func NewIntroductions(store IntroductionStore, settings RequestSettings) *Introductions {
	return &Introductions{store: store, settings: settings}
}

// Introduce asks a colleague, or the agents of a portal, into a session of the agent's. ErrDenied when portal or team do not allow
// it, ErrNotFound when the session is not the agent's or has ended, ErrTooMany at the eighth invitation.
func (s *Introductions) Introduce(ctx context.Context, who SignedIn, asked Asked) (Introduction, error) {
	asked.Comment = text.CleanLines(asked.Comment, MaxComment)
	if asked.ToAgent == 0 == (asked.ToPortal == 0) || asked.ToAgent == who.Agent.ID {
		return Introduction{}, fmt.Errorf("introduce to one colleague or to one portal: %w", ErrInvalid)
	}
	session, err := s.store.Session(ctx, asked.Session)
	if err != nil {
		return Introduction{}, fmt.Errorf("look up the session: %w", err)
	}
	if session.Agent != who.Agent.ID || !session.Ended.IsZero() {
		return Introduction{}, ErrNotFound
	}
	portal, err := s.store.Portal(ctx, session.Portal)
	if err != nil {
		return Introduction{}, fmt.Errorf("look up the session's portal: %w", err)
	}
	act := ActTransfer
	if asked.Kind == RendezvousInvite {
		act = ActInvite
	}
	if asked.Kind != RendezvousTransfer && asked.Kind != RendezvousInvite || !Allowed(who.Principal(), act, Object{Organisation: portal.Organisation, Features: portal.Features}) {
		return Introduction{}, ErrDenied
	}
	if err := s.mustBeThere(ctx, who, asked); err != nil {
		return Introduction{}, err
	}
	now := time.Now()
	asked.Request = session.Request
	i := Introduction{
		Organisation: portal.Organisation, Asked: asked, From: who.Agent.ID, Device: who.Device.ID, Portal: portal.ID,
		Customer: session.Customer, Created: now, Until: now.Add(s.settings.AlertTime),
	}
	i, err = s.store.CreateIntroduction(ctx, i, MaxInvited, i.event(EventIntroduced, ByAgent(i.From), i.ToAgent, now))
	if err != nil {
		return Introduction{}, fmt.Errorf("keep an introduction: %w", err)
	}
	return i, nil
}

// mustBeThere returns ErrAway unless somebody is there to answer.
func (s *Introductions) mustBeThere(ctx context.Context, who SignedIn, asked Asked) error {
	present, err := s.store.PresentAgents(ctx, PresenceQuery{
		Organisation: who.Organisation.ID, Portal: asked.ToPortal, Since: time.Now().Add(-SilentNode),
	})
	if err != nil {
		return fmt.Errorf("ask who is there: %w", err)
	}
	for _, p := range present {
		if p.Agent != who.Agent.ID && (asked.ToAgent == 0 || asked.ToAgent == p.Agent) {
			return nil
		}
	}
	return ErrAway
}

// event is one step of an introduction. That a manager would watch is no step of the request.
func (i *Introduction) event(kind EventKind, by Actor, other AgentID, at time.Time) Event {
	request := i.Request
	if i.Kind == RendezvousMonitor {
		request = RequestID{}
	}
	return Event{
		Request: request, Organisation: i.Organisation, Portal: i.Portal, Kind: kind, State: RequestInSession, Actor: by,
		Other: other, Introduction: i.ID, At: at,
	}
}

// VisibleTo reports whether an agent is asked by the introduction.
func (i Introduction) VisibleTo(who SignedIn) bool {
	return i.From != who.Agent.ID && Allowed(who.Principal(), ActAnswerIntroduction, i.Object())
}

// Object returns the introduction as the object of being answered.
func (i Introduction) Object() Object {
	return Object{Organisation: i.Organisation, Portal: i.ToPortal, Agent: i.ToAgent}
}

// Introduction returns an introduction by its ID, else ErrNotFound. Whoever asks has been checked by the caller.
func (s *Introductions) Introduction(ctx context.Context, id IntroductionID) (Introduction, error) {
	return s.store.Introduction(ctx, id)
}

// For lists the open introductions that ask an agent and that the agent has not declined.
func (s *Introductions) For(ctx context.Context, who SignedIn) ([]Introduction, error) {
	open, err := s.store.OpenIntroductions(ctx, who.Organisation.ID)
	if err != nil {
		return nil, fmt.Errorf("list introductions: %w", err)
	}
	now := time.Now()
	return slices.DeleteFunc(open, func(i Introduction) bool {
		return !i.Open(now) || !i.VisibleTo(who) || i.DeclinedBy(who.Agent.ID)
	}), nil
}

// Answered lists what became of the introductions that an agent's app made while their codes can still be used, for an app that may have
// missed it.
func (s *Introductions) Answered(ctx context.Context, who SignedIn) ([]Introduction, error) {
	ended, err := s.store.EndedIntroductions(ctx, who.Device.ID, time.Now().Add(-s.settings.CodeLifetime))
	if err != nil {
		return nil, fmt.Errorf("list answered introductions: %w", err)
	}
	return ended, nil
}

// Answer says Yes or No to an introduction. The first Yes wins and makes the portal code by which the customer's app finds the
// colleague's app on this device, which shows deviceKey inside the session; the others get ErrTaken. ErrGone when it is over,
// ErrNotFound when it does not ask this agent.
func (s *Introductions) Answer(ctx context.Context, who SignedIn, id IntroductionID, yes bool, deviceKey ed25519.PublicKey) (Introduction, error) {
	now := time.Now()
	if yes {
		if err := s.mayStillMonitor(ctx, who, id); err != nil {
			return Introduction{}, fmt.Errorf("answer introduction %d: %w", id, err)
		}
	}
	i, err := s.store.ChangeIntroduction(ctx, id, func(i *Introduction) (Step, error) {
		switch {
		case !i.VisibleTo(who):
			return Step{}, ErrNotFound
		case i.State == IntroductionAccepted && i.By == who.Agent.ID && yes:
			return Step{}, nil // the answer may have been lost
		case i.State == IntroductionAccepted:
			return Step{}, ErrTaken
		case !i.Open(now):
			return Step{}, ErrGone
		case !yes:
			return i.decline(who.Agent.ID, now), nil
		}
		return i.accept(who, deviceKey, now, s.settings.CodeLifetime), nil
	})
	if err != nil {
		return Introduction{}, fmt.Errorf("answer introduction %d: %w", id, err)
	}
	if !yes && i.State == IntroductionOpen {
		return s.endIfDeclined(ctx, i, now)
	}
	return i, nil
}

func (i *Introduction) accept(who SignedIn, deviceKey ed25519.PublicKey, now time.Time, lifetime time.Duration) Step {
	i.State, i.By, i.DeviceKey, i.Code = IntroductionAccepted, who.Agent.ID, deviceKey, code.NewPortalCode()
	return Step{
		Events: []Event{i.event(EventIntroAnswered, ByAgent(who.Agent.ID), i.From, now)},
		Code: &Rendezvous{
			Code: i.Code, Kind: i.Kind, Request: i.Request, Introduction: i.ID, Organisation: i.Organisation, Portal: i.Portal,
			Customer: i.Customer, Agent: who.Agent.ID, Device: who.Device.ID, Session: i.Session, Expires: now.Add(lifetime),
		},
	}
}

func (i *Introduction) decline(agent AgentID, now time.Time) Step {
	if !i.DeclinedBy(agent) {
		i.Declined = append(i.Declined, agent)
	}
	if i.ToAgent == agent {
		i.State = IntroductionDeclined
	}
	return Step{Events: []Event{i.event(EventIntroAnswered, ByAgent(agent), i.From, now)}}
}

// endIfDeclined ends an introduction to a portal when each of its agents who is there has declined.
func (s *Introductions) endIfDeclined(ctx context.Context, i Introduction, now time.Time) (Introduction, error) {
	present, err := s.store.PresentAgents(ctx, PresenceQuery{Portal: i.ToPortal, Since: now.Add(-SilentNode)})
	if err != nil {
		return i, fmt.Errorf("ask who is there: %w", err)
	}
	if slices.ContainsFunc(present, func(p PresentAgent) bool { return p.Agent != i.From && !i.DeclinedBy(p.Agent) }) {
		return i, nil
	}
	return s.end(ctx, i.ID, IntroductionDeclined, Actor{}, now)
}

// end makes an open introduction end in a state; one that is not open stays as it is.
func (s *Introductions) end(ctx context.Context, id IntroductionID, state IntroductionState, by Actor, now time.Time) (Introduction, error) {
	return s.store.ChangeIntroduction(ctx, id, func(i *Introduction) (Step, error) {
		if i.State != IntroductionOpen {
			return Step{}, nil
		}
		i.State = state
		return Step{Events: []Event{i.event(EventIntroEnded, by, i.ToAgent, now)}}, nil
	})
}

// Withdraw takes back an introduction that nobody has accepted; ErrTaken when somebody has.
func (s *Introductions) Withdraw(ctx context.Context, who SignedIn, id IntroductionID) error {
	now := time.Now()
	i, err := s.store.Introduction(ctx, id)
	if err != nil {
		return err
	}
	if i.From != who.Agent.ID {
		return ErrNotFound
	}
	i, err = s.end(ctx, id, IntroductionWithdrawn, ByAgent(who.Agent.ID), now)
	if err != nil {
		return fmt.Errorf("withdraw introduction %d: %w", id, err)
	}
	if i.State == IntroductionAccepted {
		return ErrTaken
	}
	return nil
}

// Sweep ends introductions that nobody answered in time. Every relay of a fleet calls it every SweepEvery.
func (s *Introductions) Sweep(ctx context.Context, now time.Time) error {
	open, err := s.store.OpenIntroductions(ctx, 0)
	if err != nil {
		return fmt.Errorf("list introductions: %w", err)
	}
	var problems []error
	for _, i := range open {
		if !now.Before(i.Until) {
			_, err := s.end(ctx, i.ID, IntroductionLapsed, Actor{}, now)
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}
