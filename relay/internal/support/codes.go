package support

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol/code"
)

// CodeStore is what Codes needs of a store.
type CodeStore interface {
	// TakenNameplates returns the nameplates of active codes and of those that ended at or after since.
	TakenNameplates(ctx context.Context, since time.Time) ([]code.Nameplate, error)
	// CreateCode keeps a new code and returns its id. In one transaction it makes sure that the agent has fewer than max
	// active codes (else ErrTooManyCodes) and that no active code bears the nameplate (else ErrExists).
	CreateCode(ctx context.Context, c Code, max int) (CodeID, error)
	// LatestCode finds the code that a nameplate was given to last, in whatever state, else ErrNotFound.
	LatestCode(ctx context.Context, nameplate code.Nameplate) (Code, error)
	// ActiveCodes lists the agent's active codes, oldest first.
	ActiveCodes(ctx context.Context, agent AgentID, now time.Time) ([]Code, error)
	// EndCode moves the agent's code from active to state and returns it; ErrCodeEnded when it was not active, ErrNotFound
	// when the agent has none of that id.
	EndCode(ctx context.Context, agent AgentID, id CodeID, state CodeState, at time.Time) (Code, error)
	// ExpireCodes ends every active code whose time ran out and returns them.
	ExpireCodes(ctx context.Context, now time.Time) ([]Code, error)
}

// Codes allots nameplates and follows codes through their short lives.
type Codes struct {
	store    CodeStore
	settings CodeSettings
}

// NewCodes returns the codes kept in store under settings.
func NewCodes(store CodeStore, settings CodeSettings) *Codes {
	return &Codes{store: store, settings: settings}
}

// Settings returns the rules in force.
func (c *Codes) Settings() CodeSettings { return c.settings }

// Create allots a nameplate to an agent for a customer of a portal that the agent serves. A lifetime of zero, or above the
// setting, becomes the setting's.
func (c *Codes) Create(ctx context.Context, who SignedIn, portal PortalID, customer string, lifetime time.Duration) (Code, error) {
	if !who.serves(portal) {
		return Code{}, fmt.Errorf("portal %d: %w", portal, ErrNotFound)
	}
	if lifetime <= 0 || lifetime > c.settings.Lifetime {
		lifetime = c.settings.Lifetime
	}
	// Between reading what is taken and keeping the code, another agent may get the same nameplate: then draw again.
	const attempts = 5
	for range attempts {
		made, err := c.tryCreate(ctx, who.Agent.ID, portal, CleanName(customer), lifetime)
		if !errors.Is(err, ErrExists) {
			return made, err
		}
	}
	return Code{}, ErrNoNameplate
}

func (c *Codes) tryCreate(ctx context.Context, agent AgentID, portal PortalID, customer string, lifetime time.Duration) (Code, error) {
	now := time.Now()
	taken, err := c.store.TakenNameplates(ctx, now.Add(-c.settings.Quarantine))
	if err != nil {
		return Code{}, fmt.Errorf("list nameplates in use: %w", err)
	}
	nameplate, err := drawNameplate(taken)
	if err != nil {
		return Code{}, err
	}
	made := Code{Agent: agent, Portal: portal, Nameplate: nameplate, Customer: customer, Created: now, Expires: now.Add(lifetime)}
	made.ID, err = c.store.CreateCode(ctx, made, c.settings.MaxActive)
	if err != nil {
		return Code{}, fmt.Errorf("keep a new code: %w", err)
	}
	return made, nil
}

// drawNameplate picks one of the free nameplates, each as likely as any other.
func drawNameplate(taken []code.Nameplate) (code.Nameplate, error) {
	used := make(map[code.Nameplate]bool, len(taken))
	for _, n := range taken {
		used[n] = true
	}
	const tries = 10 * code.Nameplates // finds even the last free one, all but surely
	for range tries {
		if n := code.RandomNameplate(); !used[n] {
			return n, nil
		}
	}
	return "", ErrNoNameplate
}

// Find returns the active code that bears a nameplate. While a nameplate rests, the error is a *CodeEndedError that says what
// became of its code; else it is ErrNotFound. Ask JoinLimits first.
func (c *Codes) Find(ctx context.Context, nameplate code.Nameplate) (Code, error) {
	if !nameplate.Valid() {
		return Code{}, ErrNotFound
	}
	latest, err := c.store.LatestCode(ctx, nameplate)
	if err != nil {
		return Code{}, err
	}
	now := time.Now()
	if latest.State == CodeActive && now.Before(latest.Expires) {
		return latest, nil
	}
	if latest.State == CodeActive { // no sweep has come by yet
		latest.State, latest.Ended = CodeExpired, latest.Expires
	}
	if now.Sub(latest.Ended) > c.settings.Quarantine {
		return Code{}, ErrNotFound
	}
	return Code{}, &CodeEndedError{State: latest.State}
}

// Active lists an agent's active codes, oldest first.
func (c *Codes) Active(ctx context.Context, agent AgentID) ([]Code, error) {
	return c.store.ActiveCodes(ctx, agent, time.Now())
}

// Withdraw ends an agent's code before its time: CodeWithdrawn when the agent took it back, CodeDead when the agent's app
// counted too many failed exchanges.
func (c *Codes) Withdraw(ctx context.Context, agent AgentID, id CodeID, state CodeState) (Code, error) {
	if state != CodeWithdrawn && state != CodeDead {
		return Code{}, fmt.Errorf("withdraw a code into state %d: %w", state, ErrInvalid)
	}
	return c.store.EndCode(ctx, agent, id, state, time.Now())
}

// Expire ends every code whose time ran out and returns them, so that their agents can be told.
func (c *Codes) Expire(ctx context.Context) ([]Code, error) {
	return c.store.ExpireCodes(ctx, time.Now())
}
