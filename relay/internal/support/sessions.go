package support

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol/leg"
)

// SessionStore is what Sessions needs of a store.
type SessionStore interface {
	// RedeemCode ends the agent's active code as redeemed and keeps the session that it became, both or neither; the
	// session's Portal and Customer come from the code. ErrCodeEnded when the code was not active, ErrNotFound when the
	// agent has none of that id.
	RedeemCode(ctx context.Context, s Session) (Session, error)
	// Session finds a session, else ErrNotFound.
	Session(ctx context.Context, id leg.SessionID) (Session, error)
	monitoringNotes
	// EndSession writes times and outcome into the agent's session, else ErrNotFound. Ending one again replaces them.
	EndSession(ctx context.Context, agent AgentID, id leg.SessionID, started, ended time.Time, outcome Outcome) error
	// CutSessions ends the sessions under way of disabled agents, those granted before a time, and those of managers who may not watch any
	// more, and returns them.
	CutSessions(ctx context.Context, grantedBefore, now time.Time) ([]leg.SessionID, error)
	// History lists the agent's sessions that were granted before the cursor, newest first.
	History(ctx context.Context, agent AgentID, before HistoryCursor, limit int) ([]HistoryEntry, error)
}

// Sessions turns codes into sessions and keeps their facts.
type Sessions struct {
	store SessionStore
}

// NewSessions returns the sessions kept in store.
func NewSessions(store SessionStore) *Sessions { return &Sessions{store: store} }

// Redeem makes a session of an agent's active code. Of several calls for one code, one alone succeeds; the others get
// ErrCodeEnded.
func (s *Sessions) Redeem(ctx context.Context, who SignedIn, code CodeID) (Grant, error) {
	g := newGrant(Session{Code: code, Agent: who.Agent.ID, Device: who.Device.ID, Granted: time.Now()})
	kept, err := s.store.RedeemCode(ctx, g.Session)
	if err != nil {
		return Grant{}, fmt.Errorf("redeem code %d: %w", code, err)
	}
	g.Session = kept
	return g, nil
}

// newGrant gives a new session its ID and secrets.
func newGrant(s Session) Grant {
	g := Grant{Session: s}
	rand.Read(g.Session.ID[:])
	for side := range g.Secrets {
		g.Secrets[side] = NewSecret()
		g.Session.Secrets[side] = g.Secrets[side].Hash()
	}
	return g
}

// Authorise returns the session when secret is the one that side was granted and the session has not ended, else
// ErrDenied. It answers the same to a wrong secret and to a session that never was.
func (s *Sessions) Authorise(ctx context.Context, id leg.SessionID, side leg.Side, secret Secret) (Session, error) {
	session, err := s.store.Session(ctx, id)
	if err != nil {
		return Session{}, deniedIfNotFound(fmt.Errorf("look up a session: %w", err))
	}
	if !side.Valid() {
		return Session{}, ErrDenied
	}
	hash := secret.Hash()
	if subtle.ConstantTimeCompare(hash[:], session.Secrets[side][:]) != 1 || !session.Ended.IsZero() {
		return Session{}, ErrDenied
	}
	return session, nil
}

// End writes how a session of the agent ended. Started is zero when the sides never met. Times that lie in the future or
// before the grant are moved to the nearest one possible: the clocks of agents' computers are not the relay's.
func (s *Sessions) End(ctx context.Context, agent AgentID, id leg.SessionID, started, ended time.Time, outcome Outcome) error {
	session, err := s.store.Session(ctx, id)
	if err != nil {
		return fmt.Errorf("look up a session: %w", err)
	}
	if session.Agent != agent {
		return ErrNotFound
	}
	if outcome > OutcomeUnresolved {
		return fmt.Errorf("outcome %d: %w", outcome, ErrInvalid)
	}
	now := time.Now()
	if !started.IsZero() {
		started = clampTime(started, session.Granted, now)
	}
	if ended.IsZero() {
		ended = now
	}
	ended = clampTime(ended, session.Granted, now)
	if ended.Before(started) {
		ended = started
	}
	if session.Ended.IsZero() {
		if err := noteMonitored(ctx, s.store, session); err != nil {
			return err // the app says it again, as of a session that has not ended
		}
	}
	return s.store.EndSession(ctx, agent, id, started, ended, outcome)
}

// maxSession is how long a session may last: longer than any work in one go, so what is older was never said to have ended.
const maxSession = 7 * 24 * time.Hour

// Cut ends the sessions that may not go on: those of agents who were disabled, those of which nobody ever told the end, and the watching of
// managers who may not any more.
// It returns them so that they can be stopped at once.
func (s *Sessions) Cut(ctx context.Context) ([]leg.SessionID, error) {
	now := time.Now()
	cut, err := s.store.CutSessions(ctx, now.Add(-maxSession), now)
	if err != nil {
		return nil, err
	}
	var problems []error
	for _, id := range cut {
		session, err := s.store.Session(ctx, id)
		if err == nil {
			err = noteMonitored(ctx, s.store, session)
		}
		problems = append(problems, err)
	}
	return cut, errors.Join(problems...)
}

// MaxHistoryPage is the most entries that one page of history holds: at about 200 bytes each it stays well inside one
// signalling message.
const MaxHistoryPage = 100

// History returns up to limit of an agent's sessions, newest first, from the cursor on, and the cursor of what follows.
func (s *Sessions) History(ctx context.Context, agent AgentID, from HistoryCursor, limit int) ([]HistoryEntry, HistoryCursor, error) {
	limit = min(max(limit, 1), MaxHistoryPage)
	entries, err := s.store.History(ctx, agent, from, limit)
	if err != nil {
		return nil, HistoryCursor{}, fmt.Errorf("read the history: %w", err)
	}
	next := from
	if n := len(entries); n > 0 {
		next = HistoryCursor{Granted: entries[n-1].Granted, ID: entries[n-1].ID}
	}
	return entries, next, nil
}

func clampTime(t, low, high time.Time) time.Time {
	if t.Before(low) {
		return low
	}
	if t.After(high) {
		return high
	}
	return t
}
