package api

import (
	"context"
	"fmt"
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

// TeamPath is the address of a team.
type TeamPath struct {
	ID uint64 `path:"id" minimum:"1"`
}

// one is an answer with a thing that may be changed.
type one[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// created is an answer with a new thing.
type created[T any] struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     T
}

func (a *API) teams() {
	const group = "Teams"
	register(a, operation{method: "GET", path: "/teams", id: "list-teams", group: group, summary: "All teams", act: support.ActSeePeople}, a.listTeams)
	register(a, operation{
		method: "GET", path: "/teams/{id}", id: "get-team", group: group, summary: "A team", act: support.ActSeePeople, errors: []int{404},
	}, func(ctx context.Context, who support.Manager, in *TeamPath) (*one[teamView], error) {
		return a.team(ctx, who, in.ID)
	})
	register(a, operation{
		method: "POST", path: "/teams", id: "create-team", group: group, summary: "Make a team", act: support.ActManageTeam, status: 201, errors: []int{404, 409},
	}, func(ctx context.Context, who support.Manager, in *struct{ Body TeamEntry }) (*created[teamView], error) {
		t, err := in.Body.team(0)
		if err != nil {
			return nil, err
		}
		id, err := a.Manage.CreateTeam(ctx, who, t)
		if err != nil {
			return nil, err
		}
		made, err := a.team(ctx, who, uint64(id))
		if err != nil {
			return nil, err
		}
		return &created[teamView]{made.ETag, fmt.Sprintf("%s/teams/%d", Root, id), made.Body}, nil
	})
	register(a, operation{
		method: "PUT", path: "/teams/{id}", id: "change-team", group: group, summary: "Change a team", act: support.ActManageTeam, errors: []int{404, 409, 412, 428},
	}, a.changeTeam)
	register(a, operation{
		method: "DELETE", path: "/teams/{id}", id: "delete-team", group: group, summary: "Delete a team", act: support.ActManageTeam, status: 204,
		errors: []int{404, 412, 428},
	}, a.deleteTeam)
}

// teamChange is a call that changes a team.
type teamChange struct {
	TeamPath
	Matching
	Body TeamEntry
}

func (a *API) changeTeam(ctx context.Context, who support.Manager, in *teamChange) (*one[teamView], error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	t, err := in.Body.team(support.TeamID(in.ID))
	if err != nil {
		return nil, err
	}
	if err := a.Manage.ChangeTeam(ctx, who, seen, t); err != nil {
		return nil, err
	}
	return a.team(ctx, who, in.ID)
}

// teamDelete is a call that deletes a team.
type teamDelete struct {
	TeamPath
	Matching
	To uint64 `query:"to" doc:"The team to which whoever and whatever belongs to it moves; without one it must be empty"`
}

func (a *API) deleteTeam(ctx context.Context, who support.Manager, in *teamDelete) (*struct{}, error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	return nil, a.Manage.DeleteTeam(ctx, who, support.TeamID(in.ID), seen, support.TeamID(in.To))
}

func (a *API) listTeams(ctx context.Context, who support.Manager, in *Paging) (*list[teamView], error) {
	all, err := a.Directory.Teams(ctx, who.Organisation.ID)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(t support.Team) bool { return !who.May(support.ActSeePeople, support.Object{Team: t.ID}) })
	page, next, err := pageOf(all, func(t support.Team) support.TeamID { return t.ID }, *in)
	return newList(views(page, viewTeam), next), err
}

func views[T, V any](all []T, view func(T) V) []V {
	shown := make([]V, len(all))
	for i, t := range all {
		shown[i] = view(t)
	}
	return shown
}

func (a *API) team(ctx context.Context, who support.Manager, id uint64) (*one[teamView], error) {
	t, err := a.Manage.SeeTeam(ctx, who, support.TeamID(id))
	if err != nil {
		return nil, err
	}
	return &one[teamView]{etag(support.SeenOf(t)), viewTeam(t)}, nil
}
