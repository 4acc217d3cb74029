package center

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// pageDelete is the name of the template that asks before something is deleted.
const pageDelete = "delete"

// deleteRoutes are the routes of deletion: each asks first.
func (c *Center) deleteRoutes() []route {
	return []route{
		{"GET " + teamsPath + "/{id}/delete", support.ActManageTeam, c.askDeleteTeam},
		{"POST " + teamsPath + "/{id}/delete", support.ActManageTeam, c.deleteTeam},
		{"GET " + agentsPath + "/{id}/delete", support.ActManageAgent, c.askDeleteAgent},
		{"POST " + agentsPath + "/{id}/delete", support.ActManageAgent, c.deleteAgent},
		{"GET " + agentsPath + "/{id}/disable", support.ActManageAgent, c.askDisableAgent},
		{"GET " + portalsPath + "/{id}/delete", support.ActManagePortal, c.askDeletePortal},
		{"POST " + portalsPath + "/{id}/delete", support.ActManagePortal, c.deletePortal},
	}
}

// deleteData is the page that asks.
type deleteData struct {
	Title, Button string // catalogue keys
	Name          string
	Section       string // the path of the page's entry in the navigation
	SectionKey    string // catalogue key of that entry
	Back          string // the page of what may be deleted
	Seen          string
	Numbers       []numbered // what is concerned
	Texts         []string   // catalogue keys of what happens
	Targets       []teamLine // where people may go
	Move          bool       // they must go somewhere
	Problem       string     // catalogue key
	Seconds       int
}

// numbered is a sentence about so many things.
type numbered struct {
	Key string // catalogue key with plural forms
	N   int
}

// some keeps the sentences that are about anything.
func some(all ...numbered) []numbered {
	return slices.DeleteFunc(all, func(n numbered) bool { return n.N == 0 })
}

// asking leads back to the question, or to what somebody else did meanwhile.
func (c *Center) asking(w http.ResponseWriter, r *http.Request, who Manager, data deleteData, err error) error {
	status := http.StatusOK
	switch {
	case errors.Is(err, support.ErrChanged):
		return c.renderConflict(w, r, who, data.Section, conflictData{Name: data.Name, Again: r.URL.Path})
	case errors.Is(err, support.ErrInvalid):
		status, data.Problem = http.StatusUnprocessableEntity, "settings.delete.nowhere"
	case err != nil:
		return err
	}
	data.Back = r.URL.Path[:strings.LastIndexByte(r.URL.Path, '/')]
	return c.render(w, r, who, status, pageDelete, data.Section, data)
}

// teamToDelete is what the page says of the team that the address names.
func (c *Center) teamToDelete(r *http.Request, who Manager) (support.Team, deleteData, error) {
	data := deleteData{Title: "settings.delete.team", Button: "settings.delete.teambutton", Section: peoplePath, SectionKey: "center.nav.people"}
	id, err := pathID(r)
	if err != nil {
		return support.Team{}, data, err
	}
	team, err := c.Manage.TeamFor(r.Context(), who, support.TeamID(id))
	if err != nil {
		return team, data, err
	}
	members, err := c.Manage.TeamMembersFor(r.Context(), who, team.ID)
	if err != nil {
		return team, data, err
	}
	teams, err := c.teams(r, who)
	if err != nil {
		return team, data, err
	}
	data.Name, data.Seen, data.Move = team.Name, string(support.SeenOf(team)), !members.Empty()
	data.Numbers = some(numbered{"settings.delete.agents", members.Agents}, numbered{"settings.delete.teams", members.Teams},
		numbered{"settings.delete.replies", members.Replies}, numbered{"settings.delete.invitations", members.Invitations})
	data.Texts = []string{"settings.delete.teamempty"}
	if data.Move {
		data.Texts, data.Targets = []string{"settings.delete.teammoves"}, besides(tree(teams, who), team.ID)
	}
	return team, data, nil
}

// besides lists the teams that are neither a team nor below it.
func besides(lines []teamLine, id support.TeamID) []teamLine {
	gone := map[support.TeamID]bool{id: true}
	var left []teamLine
	for _, l := range lines { // a team comes before those below it
		if gone[l.ID] || gone[l.Parent] {
			gone[l.ID] = true
			continue
		}
		left = append(left, l)
	}
	return left
}

func (c *Center) askDeleteTeam(w http.ResponseWriter, r *http.Request, who Manager) error {
	_, data, err := c.teamToDelete(r, who)
	return c.asking(w, r, who, data, err)
}

func (c *Center) deleteTeam(w http.ResponseWriter, r *http.Request, who Manager) error {
	team, data, err := c.teamToDelete(r, who)
	if err != nil {
		return err
	}
	var to uint64
	if text := r.PostFormValue("to"); text != "" {
		if to, err = strconv.ParseUint(text, 10, 63); err != nil {
			return web.BadRequest()
		}
	}
	err = c.Manage.DeleteTeam(r.Context(), who, team.ID, support.Seen(r.PostFormValue("seen")), support.TeamID(to))
	if err != nil {
		return c.asking(w, r, who, data, err)
	}
	return goTo(w, r, peoplePath, "deleted")
}

// agentToDelete is what the page says of the agent whom the address names.
func (c *Center) agentToDelete(r *http.Request, who Manager) (support.AgentRecord, deleteData, error) {
	data := deleteData{Title: "settings.delete.agent", Button: "settings.delete.agentbutton", Section: peoplePath, SectionKey: "center.nav.people"}
	a, err := c.agentOf(r, who)
	if err != nil {
		return a, data, err
	}
	if a.ID == who.Agent.ID {
		return a, data, support.ErrDenied
	}
	held, err := c.Manage.HeldBy(r.Context(), who, a.ID)
	if err != nil {
		return a, data, err
	}
	data.Name, data.Seen = a.Name, string(support.SeenOf(a))
	data.Numbers = some(numbered{"settings.delete.held", held})
	data.Texts = []string{"settings.delete.agentout", "settings.delete.agentdata", "settings.delete.agentname"}
	return a, data, nil
}

func (c *Center) askDeleteAgent(w http.ResponseWriter, r *http.Request, who Manager) error {
	_, data, err := c.agentToDelete(r, who)
	return c.asking(w, r, who, data, err)
}

// askDisableAgent asks before an agent is taken out of service, which can be undone.
func (c *Center) askDisableAgent(w http.ResponseWriter, r *http.Request, who Manager) error {
	_, data, err := c.agentToDelete(r, who)
	data.Title, data.Button = "settings.disable.agent", "center.agent.disable"
	data.Texts = []string{"settings.disable.out", "settings.disable.back"}
	return c.asking(w, r, who, data, err)
}

func (c *Center) deleteAgent(w http.ResponseWriter, r *http.Request, who Manager) error {
	a, data, err := c.agentToDelete(r, who)
	if err != nil {
		return err
	}
	if err := c.Manage.DeleteAgent(r.Context(), who, a.ID, support.Seen(r.PostFormValue("seen"))); err != nil {
		return c.asking(w, r, who, data, err)
	}
	return goTo(w, r, peoplePath, "deleted")
}

// portalToDelete is what the page says of the portal that the address names.
func (c *Center) portalToDelete(ctx context.Context, r *http.Request, who Manager) (support.Portal, deleteData, error) {
	data := deleteData{Title: "settings.delete.portal", Button: "settings.delete.portalbutton", Section: portalsPath, SectionKey: "center.nav.portals"}
	p, err := c.portalOf(r, who)
	if err != nil {
		return p, data, err
	}
	waiting, helped, err := c.Manage.OpenIn(ctx, who, p.ID)
	if err != nil {
		return p, data, err
	}
	data.Name, data.Seen = p.Name, strconv.FormatUint(p.Version, 10)
	data.Numbers = some(numbered{"settings.delete.waiting", waiting}, numbered{"settings.delete.helped", helped})
	data.Texts = []string{"settings.delete.portalpage", "settings.delete.portalpast"}
	return p, data, nil
}

func (c *Center) askDeletePortal(w http.ResponseWriter, r *http.Request, who Manager) error {
	_, data, err := c.portalToDelete(r.Context(), r, who)
	return c.asking(w, r, who, data, err)
}

func (c *Center) deletePortal(w http.ResponseWriter, r *http.Request, who Manager) error {
	p, data, err := c.portalToDelete(r.Context(), r, who)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseUint(r.PostFormValue("seen"), 10, 63) // none is no portal's
	if err := c.Manage.DeletePortal(r.Context(), who, p.ID, version); err != nil {
		return c.asking(w, r, who, data, err)
	}
	return goTo(w, r, portalsPath, "deleted")
}
