package support

import "testing"

// TestNowOf narrows what happens to teams and portals, and holds how much is left of everything.
func TestNowOf(t *testing.T) {
	const front, back = TeamID(1), TeamID(2)
	const desk, shop = PortalID(1), PortalID(2)
	const claire, tom, gone = AgentID(1), AgentID(2), AgentID(3) // who is gone belongs behind
	teams := map[AgentID]TeamID{claire: front, tom: back, gone: back}
	now := Now{
		Agents:  []PresentAgent{{Agent: claire, Team: front, Portals: []PortalID{desk}}, {Agent: tom, Team: back, Portals: []PortalID{desk, shop}}},
		Waiting: []Request{{Portal: desk}, {Portal: shop}, {Portal: shop}},
		Helped:  []Request{{Portal: desk, Agent: claire}, {Portal: desk, Agent: tom}, {Portal: shop, Agent: gone}},
		Calls:   []Session{{Portal: shop, Agent: tom}},
	}
	for name, c := range map[string]struct {
		pick                           LivePick
		agents, waiting, helped, calls int
	}{
		"everything":            {LivePick{}, 2, 3, 3, 1},
		"a team":                {LivePick{Teams: []TeamID{front}}, 1, 1, 1, 0},
		"the team of the other": {LivePick{Teams: []TeamID{back}}, 1, 3, 2, 1},
		"both teams":            {LivePick{Teams: []TeamID{front, back}}, 2, 3, 3, 1},
		"a portal":              {LivePick{Portals: []PortalID{shop}}, 1, 2, 1, 1},
		"a team at a portal":    {LivePick{Teams: []TeamID{back}, Portals: []PortalID{desk}}, 1, 1, 1, 0},
		"where it does nothing": {LivePick{Teams: []TeamID{front}, Portals: []PortalID{shop}}, 0, 0, 0, 0},
		"a team with nobody":    {LivePick{Teams: []TeamID{9}}, 0, 0, 0, 0},
	} {
		got := now.Of(c.pick, func(a AgentID) TeamID { return teams[a] })
		if len(got.Agents) != c.agents || len(got.Waiting) != c.waiting || len(got.Helped) != c.helped || len(got.Calls) != c.calls {
			t.Errorf("%s: %d agents, %d waiting, %d helped, %d calls", name, len(got.Agents), len(got.Waiting), len(got.Helped), len(got.Calls))
		}
	}
}
