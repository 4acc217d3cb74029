package support

import (
	"context"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol/leg"
)

// ReviewStore is what Reviews needs of a store.
type ReviewStore interface {
	Request(ctx context.Context, id RequestID) (Request, error)
	Events(ctx context.Context, id RequestID, after uint64, limit int) ([]Event, error)
	Answers(ctx context.Context, id RequestID) ([]Answer, error)
	Session(ctx context.Context, id leg.SessionID) (Session, error)
	// RequestSessions lists every session of a request, the earliest first.
	RequestSessions(ctx context.Context, id RequestID) ([]Session, error)
	Agent(ctx context.Context, id AgentID) (Agent, error)
	handInReader
	// AddAuditOnce writes an act to the audit log, unless the same agent or program did the same to the same object since a time.
	AddAuditOnce(ctx context.Context, e AuditEvent, since time.Time) error
	// ErasedAt tells when who asked was erased from a case, zero for never.
	ErasedAt(ctx context.Context, c Case) (time.Time, error)
}

// Review is all that is known of a case. What was said between the apps is end-to-end encrypted, and known as far as agents' apps handed
// it in.
type Review struct {
	Case
	Customer string
	Question string
	Fields   map[string]string
	Notes    string
	Account  Account // what agents' apps handed in
	Events   []Event // with the chat of the page; none of a case that came by telephone
	Stints   []Stint // who had the request when
	Sessions []Session
	Answers  []Answer  // to the survey
	Erased   time.Time // when who asked, and what was written, was erased; zero for never
}

// MaxReviewEvents is the most events of a case that a review holds, far beyond a chat of MaxLines.
const MaxReviewEvents = 2 * MaxLines

// Reviews shows past and present cases to those who may see them. Cases that somebody may not see are not there for them.
type Reviews struct {
	store ReviewStore
	acts  []Act // each of which is enough to see a case
}

// NewReviews returns the reviews of what store keeps.
func NewReviews(store ReviewStore) *Reviews {
	return &Reviews{store: store, acts: []Act{ActSeeReports, ActSeeRequest}}
}

// By returns the same for those who may do one act alone.
func (s *Reviews) By(act Act) *Reviews { return &Reviews{store: s.store, acts: []Act{act}} }

// Case returns all that is known of a case; ErrNotFound when the manager may not see it.
func (s *Reviews) Case(ctx context.Context, who Manager, id CaseID) (Review, error) {
	if id.Request == (RequestID{}) {
		return s.Call(ctx, who, id.Call)
	}
	return s.Request(ctx, who, id.Request)
}

// Request returns all that is known of a request; ErrNotFound when the manager may not see it.
func (s *Reviews) Request(ctx context.Context, who Manager, id RequestID) (Review, error) {
	r, err := s.store.Request(ctx, id)
	if err != nil {
		return Review{}, fmt.Errorf("find the request: %w", err)
	}
	c := r.asCase()
	if err := s.visible(ctx, who, r.Organisation, c.Agent); err != nil {
		return Review{}, err
	}
	if err := s.noteLook(ctx, who, c); err != nil {
		return Review{}, err
	}
	review := Review{Case: c, Customer: r.Customer, Question: r.Question, Fields: r.Fields, Notes: r.Notes}
	for after := uint64(0); len(review.Events) < MaxReviewEvents; {
		page, err := s.store.Events(ctx, id, after, MaxEvents)
		if err != nil {
			return Review{}, fmt.Errorf("read what happened: %w", err)
		}
		review.Events = append(review.Events, page...)
		if len(page) < MaxEvents {
			break
		}
		after = page[len(page)-1].Seq
	}
	review.Stints = stintsOf(r, review.Events)
	if review.Sessions, err = s.store.RequestSessions(ctx, id); err != nil {
		return Review{}, fmt.Errorf("list its sessions: %w", err)
	}
	if review.Answers, err = s.store.Answers(ctx, id); err != nil {
		return Review{}, fmt.Errorf("read the survey: %w", err)
	}
	if review.Erased, err = s.store.ErasedAt(ctx, c); err != nil {
		return Review{}, fmt.Errorf("ask whether it was erased: %w", err)
	}
	return s.withAccount(ctx, review)
}

// Call returns all that is known of a case that came by telephone; ErrNotFound when the manager may not see it.
func (s *Reviews) Call(ctx context.Context, who Manager, id leg.SessionID) (Review, error) {
	session, err := s.store.Session(ctx, id)
	if err != nil {
		return Review{}, fmt.Errorf("find the session: %w", err)
	}
	agent, err := s.store.Agent(ctx, session.Agent)
	if err != nil {
		return Review{}, fmt.Errorf("find its agent: %w", err)
	}
	if session.Code == 0 {
		return Review{}, fmt.Errorf("a session of a request: %w", ErrNotFound)
	}
	if err := s.visible(ctx, who, agent.Organisation, session.Agent); err != nil {
		return Review{}, err
	}
	c := PhoneCase(session)
	if err := s.noteLook(ctx, who, c); err != nil {
		return Review{}, err
	}
	review := Review{Case: c, Customer: session.Customer, Sessions: []Session{session}}
	if review.Erased, err = s.store.ErasedAt(ctx, c); err != nil {
		return Review{}, fmt.Errorf("ask whether it was erased: %w", err)
	}
	return s.withAccount(ctx, review)
}

// lookAgain is how long somebody may look at a case again and again before the audit log says so once more.
const lookAgain = time.Hour

// noteLook writes to the audit log who looked at which case. Without that nobody sees anything.
func (s *Reviews) noteLook(ctx context.Context, who Manager, c Case) error {
	e := auditEvent(who, AuditReviewed, c.Name(), nil)
	if err := s.store.AddAuditOnce(ctx, e, e.At.Add(-lookAgain)); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// visible returns ErrNotFound unless the manager may see the work of an agent of an organisation; nobody's work is for those alone who
// look after everything.
func (s *Reviews) visible(ctx context.Context, who Manager, organisation OrganisationID, agent AgentID) error {
	object := Object{Agent: agent}
	if agent != 0 {
		a, err := s.store.Agent(ctx, agent)
		if err != nil {
			return fmt.Errorf("find the agent: %w", err)
		}
		object.Team = a.Team
	}
	if organisation != who.Organisation.ID || !slices.ContainsFunc(s.acts, func(act Act) bool { return who.May(act, object) }) {
		return fmt.Errorf("a case of agent %d: %w", agent, ErrNotFound)
	}
	return nil
}

// asCase returns the request as reports count it.
func (r Request) asCase() Case {
	c := Case{
		Request: r.ID, Session: r.Session, Portal: r.Portal, Agent: r.Agent, State: r.State, Created: r.Created, Posted: r.Posted,
		Accepted: r.Accepted, Ended: r.Ended, Met: r.Session != leg.SessionID{},
	}
	if c.Agent == 0 {
		c.Agent = r.Wanted
	}
	return c
}

// stintsOf finds out of a request's events who had it when.
func stintsOf(r Request, events []Event) []Stint {
	var stints []Stint
	for _, e := range events {
		switch e.Kind {
		case EventTakenOver, EventEnded:
			if n := len(stints); n > 0 && stints[n-1].Ended.IsZero() {
				stints[n-1].Ended, stints[n-1].State = e.At, e.State
			}
		}
		switch e.Kind {
		case EventAccepted:
			stints = append(stints, Stint{Agent: e.Actor.Agent, Accepted: true, Began: e.At, Response: e.At.Sub(r.Posted)})
		case EventTakenOver:
			stints = append(stints, Stint{Agent: e.Other, Began: e.At})
		}
	}
	return stints
}
