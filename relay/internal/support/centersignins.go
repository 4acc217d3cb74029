package support

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol/text"
)

// How long a browser stays signed in to the management center.
const (
	CenterIdle = 30 * time.Minute // without a page being asked for
	CenterMost = 12 * time.Hour   // a long working day
	seenEvery  = time.Minute      // how exactly the store knows when a browser was last seen
	// centerFresh is for how long after a sign-in its passwords and factors may be changed: a browser left alone must not be enough.
	centerFresh = 15 * time.Minute
)

// maxBrowser is how much of a browser's name is kept, in characters.
const maxBrowser = 200

// CenterStore is what CenterSignIns needs of a store. Lookups that find nothing return ErrNotFound.
type CenterStore interface {
	// KeepCenterSignIn keeps a new sign-in and forgets those that began before a time.
	KeepCenterSignIn(ctx context.Context, n CenterSignIn, began time.Time) (CenterSignInID, error)
	// CenterSignIn tells who is behind a token.
	CenterSignIn(ctx context.Context, token SecretHash) (Manager, error)
	CenterSeen(ctx context.Context, id CenterSignInID, at time.Time) error
	// CenterSignInsOf lists an agent's sign-ins, the newest first.
	CenterSignInsOf(ctx context.Context, agent AgentID) ([]CenterSignIn, error)
	// EndCenterSignIn forgets a sign-in of an agent.
	EndCenterSignIn(ctx context.Context, agent AgentID, id CenterSignInID) error
}

// CenterSignIns knows who is signed in to the management center.
type CenterSignIns struct {
	store CenterStore
}

// NewCenterSignIns returns the sign-ins kept in store.
func NewCenterSignIns(store CenterStore) *CenterSignIns { return &CenterSignIns{store: store} }

// Begin signs in a browser of an agent who has just proved to be one, and returns the token for its cookie, which is kept nowhere else. Who
// may not enter the management center sees the own account alone. ErrDenied when the agent is disabled.
func (s *CenterSignIns) Begin(ctx context.Context, agent Agent, way SignInWay, address, browser string) (string, error) {
	entering := Manager{Agent: agent, Organisation: Organisation{ID: agent.Organisation}}
	if agent.Disabled || !entering.May(ActOwnAccount, Object{Agent: agent.ID}) {
		return "", ErrDenied
	}
	secret, now := NewSecret(), time.Now()
	n := CenterSignIn{
		Agent: agent.ID, Token: secret.Hash(), Address: address, Browser: text.Clean(browser, maxBrowser), Way: way, Created: now, Seen: now,
	}
	if _, err := s.store.KeepCenterSignIn(ctx, n, now.Add(-CenterMost)); err != nil {
		return "", fmt.Errorf("keep a sign-in to the management center: %w", err)
	}
	return secret.Token(), nil
}

// Find tells who is behind a cookie's token. ErrDenied when nobody is, or no longer.
func (s *CenterSignIns) Find(ctx context.Context, token string) (Manager, error) {
	secret, ok := ParseToken(token)
	if !ok {
		return Manager{}, ErrDenied
	}
	who, err := s.store.CenterSignIn(ctx, secret.Hash())
	if err != nil {
		return Manager{}, deniedIfNotFound(fmt.Errorf("look up a sign-in to the management center: %w", err))
	}
	now := time.Now()
	if who.Agent.Disabled || !who.SignIn.valid(now) || !who.May(ActOwnAccount, Object{Agent: who.Agent.ID}) {
		return Manager{}, ErrDenied
	}
	if now.Sub(who.SignIn.Seen) >= seenEvery {
		if err := s.store.CenterSeen(ctx, who.SignIn.ID, now); err != nil {
			return Manager{}, deniedIfNotFound(fmt.Errorf("note that a browser was seen: %w", err))
		}
	}
	return who, nil
}

// Fresh reports whether it was proved so lately who signed in that they may change what proves it.
func (n CenterSignIn) Fresh() bool { return time.Since(n.Created) < centerFresh }

func (n CenterSignIn) valid(now time.Time) bool {
	return now.Sub(n.Seen) < CenterIdle && now.Sub(n.Created) < CenterMost
}

// List returns the browsers in which an agent is signed in now, the newest first.
func (s *CenterSignIns) List(ctx context.Context, agent AgentID) ([]CenterSignIn, error) {
	all, err := s.store.CenterSignInsOf(ctx, agent)
	if err != nil {
		return nil, fmt.Errorf("list sign-ins to the management center: %w", err)
	}
	now, valid := time.Now(), all[:0]
	for _, n := range all {
		if n.valid(now) {
			valid = append(valid, n)
		}
	}
	return valid, nil
}

// End signs out one browser of an agent. One that is signed out already, or another agent's, stays as it is.
func (s *CenterSignIns) End(ctx context.Context, agent AgentID, id CenterSignInID) error {
	if err := s.store.EndCenterSignIn(ctx, agent, id); err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("end a sign-in to the management center: %w", err)
	}
	return nil
}
