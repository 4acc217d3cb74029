package api

import (
	"context"
	"net/http"
	"slices"

	"beside.example/relay/internal/support"
)

// TeamEntry is what may be said of a team.
type TeamEntry struct {
	Name     string   `json:"name" minLength:"1" maxLength:"80"`
	Parent   uint64   `json:"parent,omitempty" doc:"The team to which it belongs; 0 or missing for one at the top"`
	Features []string `json:"features" maxItems:"32" doc:"What its agents' sessions may use, as far as the teams above and the portal allow it too; all stands for everything"`
}

// teamView is a team.
type teamView struct {
	ID uint64 `json:"id"`
	TeamEntry
}

func viewTeam(t support.Team) teamView {
	return teamView{uint64(t.ID), TeamEntry{Name: t.Name, Parent: uint64(t.Parent), Features: names(t.Features.Names())}}
}

// names returns a list that is never null.
func names(all []string) []string {
	if all == nil {
		return []string{}
	}
	return all
}

func (e TeamEntry) team(id support.TeamID) (support.Team, error) {
	features, err := support.ParseFeatures(e.Features)
	return support.Team{ID: id, Name: e.Name, Parent: support.TeamID(e.Parent), Features: features}, err
}

// teamDelete is a call that deletes a team.
type teamDelete struct {
	Deleting
	To uint64 `query:"to" doc:"The team to which whoever and whatever belongs to it moves; without one it must be empty"`
}

func (a *API) teams() {
	k := thing[support.Team, TeamEntry, teamView, support.TeamID]{
		path: "/teams", name: "team", names: "teams", group: "Teams", title: "a team", see: support.ActSeePeople, manage: support.ActManageTeam, unique: true,
		id: func(t support.Team) support.TeamID { return t.ID }, show: viewTeam,
		find: func(ctx context.Context, who support.Manager, id support.TeamID) (support.Team, support.Seen, error) {
			t, err := a.Manage.SeeTeam(ctx, who, id)
			return t, support.SeenOf(t), err
		},
	}
	listed(a, k, "All teams", func(ctx context.Context, who support.Manager, _ Paging) ([]support.Team, error) {
		all, err := a.Directory.Teams(ctx, who.Organisation.ID)
		return slices.DeleteFunc(all, func(t support.Team) bool { return !who.May(support.ActSeePeople, support.Object{Team: t.ID}) }), err
	})
	k.readable(a)
	k.makeable(a, "", []int{http.StatusNotFound}, func(ctx context.Context, who support.Manager, e TeamEntry) (support.TeamID, error) {
		t, err := e.team(0)
		if err != nil {
			return 0, err
		}
		return a.Manage.CreateTeam(ctx, who, t)
	})
	k.changeable(a, func(ctx context.Context, who support.Manager, id support.TeamID, seen support.Seen, e TeamEntry) error {
		t, err := e.team(id)
		if err != nil {
			return err
		}
		return a.Manage.ChangeTeam(ctx, who, seen, t)
	})
	deleted(a, k, "", func(ctx context.Context, who support.Manager, id support.TeamID, seen support.Seen, in teamDelete) error {
		return a.Manage.DeleteTeam(ctx, who, id, seen, support.TeamID(in.To))
	})
}
