package center

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"beside.example/relay/internal/support"
)

// peopleData is what the page of teams and agents shows.
type peopleData struct {
	Teams  []teamLine
	Agents []agentLine
	Top    bool // whoever is signed in may make teams at the top
}

// teamLine is a team in the tree.
type teamLine struct {
	support.Team
	Depth     int // 1 for a team below one that is shown
	Agents    int
	MayChange bool
}

// agentLine is an agent in the list.
type agentLine struct {
	support.Agent
	TeamName string
	Factor   bool
	MayEdit  bool
}

// RoleKey is the catalogue key of the agent's role.
func (a agentLine) RoleKey() string { return roleKey(a.Role) }

func roleKey(r support.Role) string {
	switch r {
	case support.RoleTeamManager:
		return "center.role.team"
	case support.RoleOrganisationManager:
		return "center.role.organisation"
	}
	return "center.role.agent"
}

func (c *Center) showPeople(w http.ResponseWriter, r *http.Request, who Manager) error {
	data, err := c.people(r, who)
	if err != nil {
		return err
	}
	return c.render(w, r, who, http.StatusOK, pagePeople, peoplePath, data)
}

// people lists the teams and agents whom a manager looks after.
func (c *Center) people(r *http.Request, who Manager) (peopleData, error) {
	data := peopleData{Top: who.Everything()}
	teams, err := c.teams(r, who)
	if err != nil {
		return data, err
	}
	agents, err := c.Directory.Agents(r.Context(), who.Organisation.ID)
	if err != nil {
		return data, fmt.Errorf("list agents: %w", err)
	}
	factors, err := c.Directory.SecondFactors(r.Context(), who.Organisation.ID)
	if err != nil {
		return data, fmt.Errorf("list second factors: %w", err)
	}
	data.Teams = tree(teams, who)
	for _, a := range agents {
		i := slices.IndexFunc(data.Teams, func(t teamLine) bool { return t.ID == a.Team })
		if i < 0 || a.Deleted() {
			continue
		}
		data.Teams[i].Agents++
		data.Agents = append(data.Agents, agentLine{
			Agent: a, TeamName: data.Teams[i].Name, Factor: slices.Contains(factors, a.ID),
			MayEdit: a.Role <= who.Agent.Role,
		})
	}
	return data, nil
}

// teams lists the teams that a manager looks after, by name.
func (c *Center) teams(r *http.Request, who Manager) ([]support.Team, error) {
	teams, err := c.Directory.Teams(r.Context(), who.Organisation.ID)
	if err != nil {
		return nil, fmt.Errorf("list teams: %w", err)
	}
	return slices.DeleteFunc(teams, func(t support.Team) bool { return !who.Manages(t.ID) }), nil
}

// maxDepth is how far teams below teams are set in; the style sheet knows as many.
const maxDepth = 3

// tree puts teams below those that they belong to.
func tree(teams []support.Team, who Manager) []teamLine {
	var lines []teamLine
	var add func(parent support.TeamID, depth int)
	add = func(parent support.TeamID, depth int) {
		for _, t := range teams {
			if t.Parent == parent && !slices.ContainsFunc(lines, func(l teamLine) bool { return l.ID == t.ID }) {
				lines = append(lines, teamLine{Team: t, Depth: min(depth, maxDepth), MayChange: who.MayChangeTeam(t.ID)})
				add(t.ID, depth+1)
			}
		}
	}
	for _, t := range teams { // those above which nothing is shown
		if !slices.ContainsFunc(teams, func(above support.Team) bool { return above.ID == t.Parent }) {
			add(t.Parent, 0)
		}
	}
	return lines
}

// Indent is what stands before a team's name in a list that cannot be set in.
func (t teamLine) Indent() string { return strings.Repeat("\u2003", t.Depth) }
