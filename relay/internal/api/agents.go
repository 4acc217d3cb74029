package api

import (
	"context"
	"fmt"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"beside.example/relay/internal/support"
)

// AgentEntry is what may be said of an agent.
type AgentEntry struct {
	Name    string   `json:"name" minLength:"1" maxLength:"80"`
	Mail    string   `json:"mail,omitempty" maxLength:"254" doc:"The name to sign in with. It cannot be changed later."`
	Team    uint64   `json:"team" minimum:"1"`
	Role    string   `json:"role,omitempty" enum:"agent,team-manager,organisation-manager" default:"agent" doc:"Tokens make no managers, and change none"`
	Center  bool     `json:"center,omitempty" doc:"Whether an agent may enter the management center to see the own work"`
	Portals []uint64 `json:"portals" maxItems:"1000" doc:"Which the agent serves"`
}

// agentView is an agent.
type agentView struct {
	ID uint64 `json:"id"`
	AgentEntry
	Disabled bool `json:"disabled" doc:"Whether the agent is out of service"`
}

func viewAgent(r support.AgentRecord) agentView {
	return agentView{
		ID: uint64(r.ID), Disabled: r.Disabled,
		AgentEntry: AgentEntry{Name: r.Name, Mail: r.Mail, Team: uint64(r.Team), Role: r.Role.String(), Center: r.Center, Portals: numbers(r.Portals)},
	}
}

func (e AgentEntry) entry() (support.AgentEntry, error) {
	role, err := support.ParseRole(e.Role)
	return support.AgentEntry{
		Name: e.Name, Mail: e.Mail, Team: support.TeamID(e.Team), Role: role, Center: e.Center, Portals: idsOf[support.PortalID](e.Portals),
	}, err
}

// AgentPath is the address of an agent.
type AgentPath struct {
	ID uint64 `path:"id" minimum:"1"`
}

// agentChange is a call that changes an agent.
type agentChange struct {
	AgentPath
	Matching
	Body AgentEntry
}

// agentDelete is a call that deletes an agent.
type agentDelete struct {
	AgentPath
	Matching
}

const agentsGroup = "Agents"

func (a *API) agents() {
	register(a, operation{
		method: "GET", path: "/agents", id: "list-agents", group: agentsGroup, summary: "All agents, also those out of service", act: support.ActSeePeople,
	}, a.listAgents)
	register(a, operation{
		method: "GET", path: "/agents/{id}", id: "get-agent", group: agentsGroup, summary: "An agent", act: support.ActSeePeople, errors: []int{404},
	}, func(ctx context.Context, who support.Manager, in *AgentPath) (*one[agentView], error) {
		return a.agent(ctx, who, in.ID)
	})
	register(a, operation{
		method: "POST", path: "/agents", id: "create-agent", group: agentsGroup, summary: "Make an agent", act: support.ActManageAgent, status: 201, errors: []int{409},
		text: "The agent has no password yet: a manager gives one, or the agent asks for one by mail.",
	}, a.createAgent)
	register(a, operation{
		method: "PUT", path: "/agents/{id}", id: "change-agent", group: agentsGroup, summary: "Change an agent", act: support.ActManageAgent,
		errors: []int{404, 409, 412, 428},
	}, a.changeAgent)
	register(a, operation{
		method: "DELETE", path: "/agents/{id}", id: "delete-agent", group: agentsGroup, summary: "Delete an agent", act: support.ActManageAgent, status: 204,
		errors: []int{404, 412, 428}, text: "The agent is out of service for good, with all that the agent signed in by. Reports still say the name.",
	}, func(ctx context.Context, who support.Manager, in *agentDelete) (*struct{}, error) {
		seen, err := in.seen()
		if err != nil {
			return nil, err
		}
		if _, err := a.Manage.SeeAgent(ctx, who, support.AgentID(in.ID)); err != nil {
			return nil, err
		}
		return nil, beyond(a.Manage.DeleteAgent(ctx, who, support.AgentID(in.ID), seen))
	})
}

// agentFilter picks agents.
type agentFilter struct {
	Paging
	Team []uint64 `query:"team,explode" maxItems:"200" doc:"Only agents of these teams"`
}

func (a *API) listAgents(ctx context.Context, who support.Manager, in *agentFilter) (*list[agentView], error) {
	all, err := a.Directory.Agents(ctx, who.Organisation.ID)
	if err != nil {
		return nil, err
	}
	served, err := a.Directory.PortalsServed(ctx, who.Organisation.ID)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(one support.Agent) bool {
		return one.Deleted() || !who.May(support.ActSeePeople, support.Object{Team: one.Team}) || len(in.Team) > 0 && !slices.Contains(in.Team, uint64(one.Team))
	})
	page, next, err := pageOf(all, func(one support.Agent) support.AgentID { return one.ID }, in.Paging)
	return newList(views(page, func(one support.Agent) agentView {
		return viewAgent(support.AgentRecord{ID: one.ID, Disabled: one.Disabled, AgentEntry: support.AgentEntry{
			Name: one.Name, Mail: one.Mail, Team: one.Team, Role: one.Role, Center: one.Center, Portals: served[one.ID],
		}})
	}), next), err
}

func (a *API) agent(ctx context.Context, who support.Manager, id uint64) (*one[agentView], error) {
	r, err := a.Manage.SeeAgent(ctx, who, support.AgentID(id))
	if err != nil {
		return nil, err
	}
	return &one[agentView]{etag(support.SeenOf(r)), viewAgent(r)}, nil
}

func (a *API) createAgent(ctx context.Context, who support.Manager, in *struct{ Body AgentEntry }) (*created[agentView], error) {
	e, err := in.Body.entry()
	if err != nil {
		return nil, err
	}
	if e.Mail = a.NormalMail(e.Mail); e.Mail == "" {
		return nil, huma.Error422UnprocessableEntity("An agent needs a mail address.")
	}
	id, err := a.Manage.CreateAgent(ctx, who, e, "")
	if err != nil {
		return nil, err
	}
	made, err := a.agent(ctx, who, uint64(id))
	if err != nil {
		return nil, err
	}
	return &created[agentView]{made.ETag, fmt.Sprintf("%s/agents/%d", Root, id), made.Body}, nil
}

func (a *API) changeAgent(ctx context.Context, who support.Manager, in *agentChange) (*one[agentView], error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	before, err := a.Manage.SeeAgent(ctx, who, support.AgentID(in.ID))
	if err != nil {
		return nil, err
	}
	if in.Body.Mail != "" && in.Body.Mail != before.Mail {
		return nil, huma.Error422UnprocessableEntity("The mail address of an agent cannot be changed.")
	}
	e, err := in.Body.entry()
	if err != nil {
		return nil, err
	}
	if err := a.Manage.ChangeAgent(ctx, who, support.AgentID(in.ID), seen, e); err != nil {
		return nil, beyond(err)
	}
	return a.agent(ctx, who, in.ID)
}

// beyond makes a refusal of what Manage does not find although it is seen.
func beyond(err error) error {
	if err == nil || !isNotFound(err) {
		return err
	}
	return huma.Error403Forbidden("Tokens do not change managers.")
}
