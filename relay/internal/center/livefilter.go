package center

import (
	"net/http"
	"net/url"
	"slices"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// liveFilter is what somebody picked on the live page. The address has it, and the stream's address and those of the forms have it too.
type liveFilter struct {
	support.LivePick
	names   names
	portals []named[support.PortalID] // to choose from: those that are there still
}

// liveFilterOf reads what somebody picked from an address. What is not among what they may pick is not there.
func liveFilterOf(r *http.Request, known names) (liveFilter, error) {
	f := liveFilter{LivePick: livePick(r), names: known}
	for _, p := range known.portals {
		if !known.portalBy[p.id].Former {
			f.portals = append(f.portals, p)
		}
	}
	if !among(f.Teams, known.teams) || !among(f.Portals, f.portals) {
		return f, web.NotFound()
	}
	return f, nil
}

// livePick reads the picks of an address.
func livePick(r *http.Request) support.LivePick {
	in := r.URL.Query()
	return support.LivePick{Teams: ids[support.TeamID](in[teamParameter]), Portals: ids[support.PortalID](in[portalParameter])}
}

// among reports whether every pick is one of those to choose from.
func among[ID ~uint64](picked []ID, from []named[ID]) bool {
	for _, id := range picked {
		if !slices.ContainsFunc(from, func(n named[ID]) bool { return n.id == id }) {
			return false
		}
	}
	return true
}

// queryOf returns the parameters of a pick.
func queryOf(p support.LivePick) url.Values {
	values := url.Values{}
	addIDs(values, teamParameter, p.Teams)
	addIDs(values, portalParameter, p.Portals)
	return values
}

// Picked is what an address needs behind it, so that what was picked stays so; empty when nothing was.
func (f liveFilter) Picked() string {
	if values := queryOf(f.LivePick); len(values) > 0 {
		return "?" + values.Encode()
	}
	return ""
}

// TeamOptions are the teams to choose from.
func (f liveFilter) TeamOptions() []choice { return optionsOf(f.names.teams, f.Teams) }

// PortalOptions are the portals to choose from.
func (f liveFilter) PortalOptions() []choice { return optionsOf(f.portals, f.Portals) }

// Chosen are the names of what was picked.
func (f liveFilter) Chosen() []string {
	var all []string
	for _, c := range slices.Concat(f.TeamOptions(), f.PortalOptions()) {
		if c.Chosen {
			all = append(all, c.Name)
		}
	}
	return all
}

// backToLive leads to the live page as it was picked, which says what was done.
func backToLive(w http.ResponseWriter, r *http.Request, done string) error {
	values := queryOf(livePick(r))
	values.Set(doneParameter, done)
	http.Redirect(w, r, livePath+"?"+values.Encode(), http.StatusSeeOther)
	return nil
}
