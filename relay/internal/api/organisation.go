package api

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

// organisationView is the organisation of a token.
type organisationView struct {
	ID       uint64    `json:"id"`
	Name     string    `json:"name"`
	TimeZone string    `json:"time_zone" doc:"In which reports count days unless a call says otherwise"`
	Created  time.Time `json:"created"`
	Token    tokenView `json:"token" doc:"The token that asks"`
}

// tokenView is a token as it sees itself.
type tokenView struct {
	Name    string    `json:"name"`
	Scopes  []string  `json:"scopes"`
	Teams   []uint64  `json:"teams" doc:"To which it is bound, with those below; none means the whole organisation"`
	Expires time.Time `json:"expires"`
}

type organisationOutput struct{ Body organisationView }

func (a *API) organisation() {
	register(a, operation{
		method: "GET", path: "/organisation", id: "get-organisation", group: "Organisation", summary: "The organisation, and the token itself",
		act: support.ActSeeOrganisation,
	}, func(ctx context.Context, who support.Manager, _ *struct{}) (*organisationOutput, error) {
		settings, err := a.Directory.Settings(ctx, who.Organisation.ID)
		if err != nil {
			return nil, err
		}
		return &organisationOutput{organisationView{
			ID: uint64(who.Organisation.ID), Name: who.Organisation.Name, TimeZone: settings.TimeZone, Created: who.Organisation.Created,
			Token: tokenView{Name: who.Token.Name, Scopes: who.Token.Scopes.Names(), Teams: numbers(who.Token.Teams), Expires: who.Token.Expires},
		}}, nil
	})
}

// numbers writes IDs as JSON has them, an empty list for none.
func numbers[ID ~uint64](ids []ID) []uint64 {
	all := make([]uint64, len(ids))
	for i, id := range ids {
		all[i] = uint64(id)
	}
	return all
}

// idsOf reads what numbers writes.
func idsOf[ID ~uint64](numbers []uint64) []ID {
	var all []ID
	for _, n := range numbers {
		all = append(all, ID(n))
	}
	return all
}
