package api

import (
	"context"
	"errors"

	"beside.example/relay/internal/support"
)

func isNotFound(err error) bool { return errors.Is(err, support.ErrNotFound) }

// agentActs are what can be done to an agent beside changing what is said of one.
func (a *API) agentActs() {
	type act struct {
		name, summary, text string
		act                 support.Act
		do                  func(ctx context.Context, who support.Manager, id support.AgentID) error
	}
	for _, one := range []act{
		{
			"disable", "Take an agent out of service", "The agent is signed out everywhere at once, and the API tokens that the agent made end.",
			support.ActManageAgent,
			func(ctx context.Context, who support.Manager, id support.AgentID) error {
				return a.Manage.SetDisabled(ctx, who, id, true)
			},
		},
		{
			"enable", "Put an agent back in service", "", support.ActManageAgent,
			func(ctx context.Context, who support.Manager, id support.AgentID) error {
				return a.Manage.SetDisabled(ctx, who, id, false)
			},
		},
		{
			"sign-out", "Sign an agent out of every app and browser", "", support.ActSignOutAgent,
			func(ctx context.Context, who support.Manager, id support.AgentID) error {
				return a.Manage.SignOutAgent(ctx, who, id)
			},
		},
	} {
		register(a, operation{
			method: "POST", path: "/agents/{id}/" + one.name, id: one.name + "-agent", group: agentsGroup, summary: one.summary, text: one.text, act: one.act,
			status: 204, errors: []int{404},
		}, func(ctx context.Context, who support.Manager, in *ThingPath) (*struct{}, error) {
			if _, err := a.Manage.SeeAgent(ctx, who, support.AgentID(in.ID)); err != nil {
				return nil, err
			}
			return nil, beyond(one.do(ctx, who, support.AgentID(in.ID)))
		})
	}
}
