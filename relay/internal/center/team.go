package center

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// teamData is the form of a team.
type teamData struct {
	support.Team
	Seen      support.Seen
	Parents   []teamLine
	Top       bool // it may stand at the top
	MayChange bool
	Allowed   []option // features
	Problem   string   // catalogue key
	Seconds   int
}

func (c *Center) showNewTeam(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderTeam(w, r, who, http.StatusOK, teamData{Team: support.Team{Features: support.FeaturesAll}})
}

func (c *Center) showTeam(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	team, err := c.Manage.TeamFor(r.Context(), who, support.TeamID(id))
	if err != nil {
		return err
	}
	return c.renderTeam(w, r, who, http.StatusOK, teamData{Team: team, Seen: support.SeenOf(team)})
}

func (c *Center) renderTeam(w http.ResponseWriter, r *http.Request, who Manager, status int, data teamData) error {
	teams, err := c.teams(r, who)
	if err != nil {
		return err
	}
	for _, line := range tree(teams, who) {
		if line.ID != data.ID {
			data.Parents = append(data.Parents, line)
		}
	}
	data.Top, data.Allowed = who.Everything(), featureOptions(data.Features)
	data.MayChange = data.ID == 0 || who.MayChangeTeam(data.ID)
	return c.render(w, r, who, status, pageTeam, peoplePath, data)
}

// featureOptions are all features, with those that are on.
func featureOptions(on support.Features) []option {
	var all []option
	for i, name := range support.Features(support.FeaturesAll).Names() {
		all = append(all, option{Value: name, Key: featureKey(name), Selected: on.Has(1 << i)})
	}
	return all
}

// featureKey is the catalogue key of a feature.
func featureKey(name string) string { return "center.feature." + strings.ReplaceAll(name, "-", "") }

// readTeam reads the form of a team.
func readTeam(r *http.Request) (t support.Team, err error) {
	if err := r.ParseForm(); err != nil {
		return t, web.BadRequest()
	}
	t.Name = r.PostForm.Get("name")
	if text := r.PostForm.Get("parent"); text != "" {
		parent, err := strconv.ParseUint(text, 10, 63)
		if err != nil {
			return t, web.BadRequest()
		}
		t.Parent = support.TeamID(parent)
	}
	if t.Features, err = support.ParseFeatures(r.PostForm["feature"]); err != nil {
		return t, web.BadRequest()
	}
	return t, nil
}

// putTeam keeps the form of a new team or of one that is there.
func (c *Center) putTeam(w http.ResponseWriter, r *http.Request, who Manager) error {
	t, err := readTeam(r)
	if err != nil {
		return err
	}
	seen, done := support.Seen(r.PostForm.Get("seen")), "created"
	if r.PathValue("id") == "" {
		_, err = c.Manage.CreateTeam(r.Context(), who, t)
	} else {
		id, bad := pathID(r)
		if bad != nil {
			return bad
		}
		t.ID, done = support.TeamID(id), "saved"
		err = c.Manage.ChangeTeam(r.Context(), who, seen, t)
	}
	switch {
	case errors.Is(err, support.ErrChanged):
		return c.renderConflict(w, r, who, peoplePath, conflictData{Name: t.Name, Again: r.URL.Path})
	case errors.Is(err, support.ErrExists):
		return c.renderTeam(w, r, who, http.StatusConflict, teamData{Team: t, Seen: seen, Problem: "center.team.taken"})
	case errors.Is(err, support.ErrInvalid):
		return c.renderTeam(w, r, who, http.StatusUnprocessableEntity, teamData{Team: t, Seen: seen, Problem: "center.team.invalid"})
	case err != nil:
		return err
	}
	return goTo(w, r, peoplePath, done)
}
