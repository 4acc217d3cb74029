package support

import (
	"context"
	"fmt"
	"time"
)

// TokenStore is what Tokens needs of a store.
type TokenStore interface {
	// TokenManager tells who is behind a token's hash, valid or not: the token, its maker, the organisation and, in Managed, the teams to
	// which it is bound with all below them. ErrNotFound when there is no such token.
	TokenManager(ctx context.Context, hash SecretHash) (Manager, error)
	TokenUsed(ctx context.Context, id TokenID, at time.Time) error
}

// Tokens knows which programs may ask.
type Tokens struct {
	store TokenStore
}

// NewTokens returns the tokens kept in store.
func NewTokens(store TokenStore) *Tokens { return &Tokens{store: store} }

// Find tells who is behind the text of a token. ErrDenied when nobody is, or no longer: tokens end when they expire or are revoked, and when
// their maker is disabled or is not a manager of the organisation any more.
func (t *Tokens) Find(ctx context.Context, text string) (Manager, error) {
	secret, ok := ParseTokenText(text)
	if !ok {
		return Manager{}, ErrDenied
	}
	who, err := t.store.TokenManager(ctx, secret.Hash())
	if err != nil {
		return Manager{}, deniedIfNotFound(fmt.Errorf("look up an API token: %w", err))
	}
	now := time.Now()
	if !who.Token.Valid(now) || who.Agent.Disabled || who.Agent.Role != RoleOrganisationManager {
		return Manager{}, ErrDenied
	}
	if now.Sub(who.Token.Used) >= seenEvery {
		if err := t.store.TokenUsed(ctx, who.Token.ID, now); err != nil {
			return Manager{}, deniedIfNotFound(fmt.Errorf("note that an API token was used: %w", err))
		}
	}
	return who, nil
}
