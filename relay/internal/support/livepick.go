package support

import "slices"

// LivePick narrows what happens now to teams and portals where these are not empty.
type LivePick struct {
	Teams   []TeamID
	Portals []PortalID
}

// Of returns the part of what happens that a pick lets through: of people and what they do, those of its teams; of what waits, what these
// people may take. Agents of a portal are those who serve it. team tells to which team an agent belongs, there or not.
func (n Now) Of(pick LivePick, team func(AgentID) TeamID) Now {
	served := map[PortalID]bool{}
	theirs := func(t TeamID) bool { return len(pick.Teams) == 0 || slices.Contains(pick.Teams, t) }
	at := func(p PortalID) bool { return len(pick.Portals) == 0 || slices.Contains(pick.Portals, p) }
	part := n
	part.Agents, part.Waiting, part.Helped, part.Calls = nil, nil, nil, nil
	for _, a := range n.Agents {
		if !theirs(a.Team) {
			continue
		}
		for _, p := range a.Portals {
			served[p] = true
		}
		if len(pick.Portals) == 0 || slices.ContainsFunc(a.Portals, at) {
			part.Agents = append(part.Agents, a)
		}
	}
	for _, r := range n.Waiting {
		if at(r.Portal) && (len(pick.Teams) == 0 || served[r.Portal]) {
			part.Waiting = append(part.Waiting, r)
		}
	}
	for _, r := range n.Helped {
		if at(r.Portal) && theirs(team(r.Agent)) {
			part.Helped = append(part.Helped, r)
		}
	}
	for _, s := range n.Calls {
		if at(s.Portal) && theirs(team(s.Agent)) {
			part.Calls = append(part.Calls, s)
		}
	}
	return part
}
