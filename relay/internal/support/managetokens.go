package support

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// What we may tune of API tokens.
const (
	MaxTokenLife = 366 * 24 * time.Hour // a year, so that nobody forgets one for longer
	MaxTokens    = 100                  // that can be used at a time in an organisation; whoever wants more wants one program
)

// ManageTokenStore is what Manage needs of a store for API tokens.
type ManageTokenStore interface {
	// Tokens lists an organisation's tokens, those that expired and were revoked too, the newest first.
	Tokens(ctx context.Context, o OrganisationID) ([]Token, error)
	CreateToken(ctx context.Context, t Token) (TokenID, error)
	// RevokeToken ends a token; ErrNotFound when the organisation has none of that name that was not revoked before.
	RevokeToken(ctx context.Context, o OrganisationID, id TokenID, at time.Time) error
}

// TokenEntry is what managers decide about a token. It cannot be changed later.
type TokenEntry struct {
	Name    string
	Scopes  Scopes
	Teams   []TeamID
	Expires time.Time
}

// Tokens lists the organisation's tokens, the newest first. ErrDenied when the manager may not manage them.
func (m *Manage) Tokens(ctx context.Context, who Manager) ([]Token, error) {
	if !who.May(ActManageToken, Object{}) {
		return nil, ErrDenied
	}
	return m.store.Tokens(ctx, who.Organisation.ID)
}

// CreateToken makes a token and returns its text, which is kept nowhere. ErrTooMany when there are MaxTokens.
func (m *Manage) CreateToken(ctx context.Context, who Manager, e TokenEntry) (t Token, text string, err error) {
	if !who.May(ActManageToken, Object{}) {
		return Token{}, "", ErrDenied
	}
	now := time.Now()
	if e, err = e.clean(now); err != nil {
		return Token{}, "", err
	}
	secret := NewSecret()
	text = TokenText(secret)
	t = Token{
		Organisation: who.Organisation.ID, Name: e.Name, Hash: secret.Hash(), End: text[len(text)-tokenEnd:], Scopes: e.Scopes, Teams: e.Teams,
		Maker: who.Agent.ID, MakerName: who.Agent.Name, Created: now, Expires: e.Expires,
	}
	err = m.store.Manage(ctx, func(within ManageStore) error {
		facts, err := e.facts(ctx, within, who)
		if err != nil {
			return err
		}
		there, err := within.Tokens(ctx, who.Organisation.ID)
		if err != nil {
			return fmt.Errorf("list the API tokens: %w", err)
		}
		if len(slices.DeleteFunc(there, func(t Token) bool { return !t.Valid(now) })) >= MaxTokens {
			return ErrTooMany
		}
		if t.ID, err = within.CreateToken(ctx, t); err != nil {
			return fmt.Errorf("keep an API token: %w", err)
		}
		return note(ctx, within, who, AuditTokenCreated, t.Name, changes(nil, facts))
	})
	return t, text, err
}

// RevokeToken ends a token at once.
func (m *Manage) RevokeToken(ctx context.Context, who Manager, id TokenID) error {
	if !who.May(ActManageToken, Object{}) {
		return ErrDenied
	}
	return m.store.Manage(ctx, func(within ManageStore) error {
		there, err := within.Tokens(ctx, who.Organisation.ID)
		if err != nil {
			return fmt.Errorf("list the API tokens: %w", err)
		}
		i := slices.IndexFunc(there, func(t Token) bool { return t.ID == id })
		if i < 0 {
			return ErrNotFound
		}
		if err := within.RevokeToken(ctx, who.Organisation.ID, id, time.Now()); err != nil {
			return err
		}
		return note(ctx, within, who, AuditTokenRevoked, there[i].Name, nil)
	})
}

// clean returns the entry as it may be kept.
func (e TokenEntry) clean(now time.Time) (TokenEntry, error) {
	e.Name = CleanName(e.Name)
	e.Teams = slices.Compact(slices.Sorted(slices.Values(e.Teams)))
	switch {
	case e.Name == "":
		return e, fmt.Errorf("an API token needs a name: %w", ErrInvalid)
	case e.Scopes == 0 || e.Scopes&^ScopesAll != 0:
		return e, fmt.Errorf("scopes %b of an API token: %w", e.Scopes, ErrInvalid)
	case !now.Before(e.Expires) || e.Expires.Sub(now) > MaxTokenLife:
		return e, fmt.Errorf("an API token until %v, write a time within a year: %w", e.Expires, ErrInvalid)
	}
	return e, nil
}

// facts are what the audit log says of a token; ErrInvalid when it is bound to a team that the organisation does not have.
func (e TokenEntry) facts(ctx context.Context, within ManageStore, who Manager) ([]fact, error) {
	var teams []string
	for _, id := range e.Teams {
		team, err := ownTeam(ctx, within, who, id)
		if err != nil {
			return nil, err
		}
		teams = append(teams, team.Name)
	}
	return []fact{
		{"name", e.Name},
		{"scopes", strings.Join(e.Scopes.Names(), ", ")},
		{"teams", strings.Join(teams, ", ")},
		{"expires", e.Expires.UTC().Format(time.DateOnly)},
	}, nil
}
