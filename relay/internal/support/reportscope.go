package support

import (
	"context"
	"fmt"
	"time"

	"beside.example/protocol/leg"
)

// Narrow restricts a query to what somebody may see: everything, the own teams, or the own work. ErrDenied when it picks other teams.
func (q *ReportQuery) Narrow(who Manager) error {
	q.Organisation = who.Organisation.ID
	switch {
	case who.Everything():
		return nil
	case !who.Program() && who.Agent.Role != RoleTeamManager:
		q.Teams, q.Agents = nil, []AgentID{who.Agent.ID}
		return nil
	case len(who.Managed) == 0:
		return ErrDenied
	case len(q.Teams) == 0:
		q.Teams = who.Managed
		return nil
	}
	for _, t := range q.Teams {
		if !who.Manages(t) {
			return fmt.Errorf("report on team %d: %w", t, ErrDenied)
		}
	}
	return nil
}

// SessionCursor is a place in a list of sessions: those granted before it follow. The zero value starts at the latest.
type SessionCursor struct {
	Granted time.Time
	ID      leg.SessionID
}

// SessionListStore is what SessionList needs of a store.
type SessionListStore interface {
	// SessionPage returns up to limit sessions that were granted in the query's period, the latest first, from a cursor on.
	SessionPage(ctx context.Context, q ReportQuery, from SessionCursor, limit int) ([]Session, error)
	Session(ctx context.Context, id leg.SessionID) (Session, error)
	Agent(ctx context.Context, id AgentID) (Agent, error)
}

// SessionList shows sessions to those who may see them.
type SessionList struct {
	store SessionListStore
}

// NewSessionList returns the sessions kept in store.
func NewSessionList(store SessionListStore) *SessionList { return &SessionList{store: store} }

// Page returns up to limit sessions of a period, the latest first, from a cursor on; q is narrowed to what the asker may see already.
func (l *SessionList) Page(ctx context.Context, q ReportQuery, from SessionCursor, limit int) ([]Session, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	return l.store.SessionPage(ctx, q, from, min(max(limit, 1), MaxCasePage))
}

// See returns a session; ErrNotFound when the asker may not see it.
func (l *SessionList) See(ctx context.Context, who Manager, id leg.SessionID) (Session, error) {
	s, err := l.store.Session(ctx, id)
	if err != nil {
		return Session{}, err
	}
	agent, err := l.store.Agent(ctx, s.Agent)
	if err != nil {
		return Session{}, fmt.Errorf("find the agent of a session: %w", err)
	}
	if agent.Organisation != who.Organisation.ID || !who.May(ActSeeRequest, Object{Team: agent.Team, Agent: agent.ID}) {
		return Session{}, ErrNotFound
	}
	return s, nil
}
