package center

import (
	"context"
	"slices"
	"strings"
	"time"

	"beside.example/relay/internal/support"
)

// named is a thing with its name.
type named[ID ~uint64] struct {
	id   ID
	name string
}

// names are the names in an organisation that somebody may see.
type names struct {
	portals  []named[support.PortalID]
	teams    []named[support.TeamID]
	agents   []named[support.AgentID]
	portalBy map[support.PortalID]support.Portal
	agentBy  map[support.AgentID]support.Agent
	teamBy   map[support.TeamID]string
	settings support.Settings
}

// names reads the names that somebody may see: of people, only those whose work they may see.
func (c *Center) names(ctx context.Context, who Manager) (names, error) {
	n := names{portalBy: map[support.PortalID]support.Portal{}, agentBy: map[support.AgentID]support.Agent{}, teamBy: map[support.TeamID]string{}}
	portals, err := c.Directory.Portals(ctx, who.Organisation.ID)
	if err != nil {
		return n, err
	}
	former, err := c.Directory.FormerPortals(ctx, who.Organisation.ID)
	if err != nil {
		return n, err
	}
	for _, p := range slices.Concat(portals, former) {
		n.portals = append(n.portals, named[support.PortalID]{p.ID, p.Name})
		n.portalBy[p.ID] = p
	}
	if n.settings, err = c.Directory.Settings(ctx, who.Organisation.ID); err != nil {
		return n, err
	}
	teams, err := c.Directory.Teams(ctx, who.Organisation.ID)
	if err != nil {
		return n, err
	}
	for _, t := range teams {
		n.teamBy[t.ID] = t.Name
		if who.May(support.ActSeeReports, support.Object{Team: t.ID}) {
			n.teams = append(n.teams, named[support.TeamID]{t.ID, t.Name})
		}
	}
	agents, err := c.Directory.Agents(ctx, who.Organisation.ID)
	if err != nil {
		return n, err
	}
	for _, a := range agents {
		n.agentBy[a.ID] = a
		if who.May(support.ActSeeReports, support.Object{Team: a.Team, Agent: a.ID}) {
			n.agents = append(n.agents, named[support.AgentID]{a.ID, a.Name})
		}
	}
	sortNames(n.portals)
	sortNames(n.teams)
	sortNames(n.agents)
	return n, nil
}

func sortNames[ID ~uint64](all []named[ID]) {
	slices.SortFunc(all, func(a, b named[ID]) int { return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)) })
}

// portal returns the name of a portal; agent and team do for theirs.
func (n names) portal(id support.PortalID) string { return n.portalBy[id].Name }

func (n names) agent(id support.AgentID) string { return n.agentBy[id].Name }

func (n names) team(id support.TeamID) string { return n.teamBy[id] }

// zones are the time zones in which the organisation works, the likeliest first, and UTC.
func (n names) zones() []string {
	var zones []string
	if home := n.settings.TimeZone; home != support.DefaultSettings().TimeZone { // else nobody decided on one
		zones = append(zones, home)
	}
	for _, p := range n.portals {
		if z := n.portalBy[p.id].Hours.Zone; z != "" && !slices.Contains(zones, z) {
			zones = append(zones, z)
		}
	}
	if !slices.Contains(zones, time.UTC.String()) {
		zones = append(zones, time.UTC.String())
	}
	return zones
}

// zone is the likeliest time zone.
func (n names) zone() *time.Location {
	zone, err := time.LoadLocation(n.zones()[0])
	if err != nil {
		return time.UTC // kept zones were checked
	}
	return zone
}
