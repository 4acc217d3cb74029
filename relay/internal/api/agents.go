package api

import (
	"context"
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
	return agentView{ID: uint64(r.ID), Disabled: r.Disabled, AgentEntry: entryOf(r.AgentEntry)}
}

func entryOf(e support.AgentEntry) AgentEntry {
	return AgentEntry{Name: e.Name, Mail: e.Mail, Team: uint64(e.Team), Role: e.Role.String(), Center: e.Center, Portals: numbers(e.Portals)}
}

func (e AgentEntry) entry() (support.AgentEntry, error) {
	role, err := support.ParseRole(e.Role)
	return support.AgentEntry{
		Name: e.Name, Mail: e.Mail, Team: support.TeamID(e.Team), Role: role, Center: e.Center, Portals: idsOf[support.PortalID](e.Portals),
	}, err
}

// agentFilter picks agents.
type agentFilter struct {
	Paging
	Team []uint64 `query:"team,explode" maxItems:"200" doc:"Only agents of these teams"`
}

const agentsGroup = "Agents"

func (a *API) agents() {
	k := thing[support.AgentRecord, AgentEntry, agentView, support.AgentID]{
		path: "/agents", name: "agent", names: "agents", group: agentsGroup, title: "an agent", see: support.ActSeePeople, manage: support.ActManageAgent, unique: true,
		id: func(r support.AgentRecord) support.AgentID { return r.ID }, show: viewAgent,
		find: func(ctx context.Context, who support.Manager, id support.AgentID) (support.AgentRecord, support.Seen, error) {
			r, err := a.Manage.SeeAgent(ctx, who, id)
			return r, support.SeenOf(r), err
		},
	}
	listed(a, k, "All agents, also those out of service", a.listAgents)
	k.readable(a)
	k.makeable(a, "The agent has no password yet: a manager gives one, or the agent asks for one by mail.", nil, a.createAgent)
	k.changeable(a, a.changeAgent)
	deleted(a, k, "The agent is out of service for good, with all that the agent signed in by. Reports still say the name.",
		func(ctx context.Context, who support.Manager, id support.AgentID, seen support.Seen, _ Deleting) error {
			if _, err := a.Manage.SeeAgent(ctx, who, id); err != nil {
				return err
			}
			return beyond(a.Manage.DeleteAgent(ctx, who, id, seen))
		})
}

func (a *API) listAgents(ctx context.Context, who support.Manager, in agentFilter) ([]support.AgentRecord, error) {
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
	return views(all, func(one support.Agent) support.AgentRecord {
		return support.AgentRecord{ID: one.ID, Disabled: one.Disabled, AgentEntry: support.AgentEntry{
			Name: one.Name, Mail: one.Mail, Team: one.Team, Role: one.Role, Center: one.Center, Portals: served[one.ID],
		}}
	}), nil
}

func (a *API) createAgent(ctx context.Context, who support.Manager, said AgentEntry) (support.AgentID, error) {
	e, err := a.newcomer(said)
	if err != nil {
		return 0, err
	}
	return a.Manage.CreateAgent(ctx, who, e, "")
}

// newcomer reads what is said of somebody who is not an agent yet.
func (a *API) newcomer(said AgentEntry) (support.AgentEntry, error) {
	e, err := said.entry()
	if err != nil {
		return e, err
	}
	if e.Mail = a.NormalMail(e.Mail); e.Mail == "" {
		return e, huma.Error422UnprocessableEntity("An agent needs a mail address.")
	}
	return e, nil
}

func (a *API) changeAgent(ctx context.Context, who support.Manager, id support.AgentID, seen support.Seen, said AgentEntry) error {
	before, err := a.Manage.SeeAgent(ctx, who, id)
	if err != nil {
		return err
	}
	if said.Mail != "" && said.Mail != before.Mail {
		return huma.Error422UnprocessableEntity("The mail address of an agent cannot be changed.")
	}
	e, err := said.entry()
	if err != nil {
		return err
	}
	return beyond(a.Manage.ChangeAgent(ctx, who, id, seen, e))
}

// beyond makes a refusal of what Manage does not find although it is seen.
func beyond(err error) error {
	if err == nil || !isNotFound(err) {
		return err
	}
	return huma.Error403Forbidden("Tokens do not change managers.")
}
