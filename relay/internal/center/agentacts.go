package center

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"beside.example/relay/internal/support"
)

// onAgent returns the handler of a button on the page of an agent.
func (c *Center) onAgent(done string, act func(ctx context.Context, who Manager, id support.AgentID) error) handler {
	return func(w http.ResponseWriter, r *http.Request, who Manager) error {
		a, err := c.agentOf(r, who)
		if err != nil {
			return err
		}
		if err := act(r.Context(), who, a.ID); err != nil {
			return err
		}
		return goTo(w, r, r.URL.Path[:strings.LastIndexByte(r.URL.Path, '/')], done)
	}
}

func (c *Center) disableAgent(ctx context.Context, who Manager, id support.AgentID) error {
	return c.Manage.SetDisabled(ctx, who, id, true)
}

func (c *Center) enableAgent(ctx context.Context, who Manager, id support.AgentID) error {
	return c.Manage.SetDisabled(ctx, who, id, false)
}

// resetFactor takes away an agent's second factor; one that is not there is no error.
func (c *Center) resetFactor(ctx context.Context, who Manager, id support.AgentID) error {
	err := c.Manage.ResetSecondFactor(ctx, who, id)
	if errors.Is(err, support.ErrNotFound) {
		return nil
	}
	return err
}

// newPassword gives an agent another password, shown once.
func (c *Center) newPassword(w http.ResponseWriter, r *http.Request, who Manager) error {
	a, err := c.agentOf(r, who)
	if err != nil {
		return err
	}
	if a.ID == who.Agent.ID {
		return support.ErrDenied // it would end the sign-in that is to show it
	}
	password, hash, err := c.Passwords.NewPassword(r.Context())
	if err != nil {
		return err
	}
	if err := c.Manage.SetPassword(r.Context(), who, a.ID, hash); err != nil {
		return err
	}
	return c.showPassword(w, r, who, a.ID, password)
}

func (c *Center) signOutAgent(ctx context.Context, who Manager, id support.AgentID) error {
	return c.Manage.SignOutAgent(ctx, who, id)
}
