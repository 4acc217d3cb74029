package ui

import (
	"strings"
	"time"

	"beside.example/agentapp/internal/model"
)

// The filters of the requests page.
const (
	filterAll = iota
	filterLive
	filterPast
)

// listed returns what a list page shows: sessions under way first, then past ones, the latest first.
func (p presenter) listed(s model.Snapshot, page int, choice listChoice, now time.Time) listState {
	state := listState{Choice: choice, Portals: p.portals(s)}
	live, past := p.rows(s, page, now)
	live, past = chosen(live, state), chosen(past, state)
	t := p.texts
	switch page {
	case pageSessions:
		state.Rows, state.Empty, state.Foot = live, t.T("agent.list.empty.sessions"), t.T("agent.list.foot.sessions")
	case pageHistory:
		state.Rows, state.Empty, state.Foot = past, t.T("agent.list.empty.history"), t.T("agent.list.foot.history")
		state.More, state.Loading = s.History.More, s.History.Loading
	default:
		state.Empty, state.Foot = t.T("agent.list.empty.requests"), t.T("agent.list.foot.requests")
		state.Filters = []string{t.N("agent.list.filter.all", len(live)+len(past)), t.N("agent.list.filter.live", len(live)), t.N("agent.list.filter.past", len(past))}
		switch choice.Filter {
		case filterLive:
			state.Rows = live
		case filterPast:
			state.Rows = past
		default:
			state.Rows = append(live, past...)
		}
	}
	if len(state.Rows) == 0 && (choice.Find != "" || choice.Portal > 0) {
		state.Empty = t.T("agent.list.empty.found")
	}
	return state
}

// rows returns the sessions under way, and those past ones that belong on a page: all of them in the history, else today's.
func (p presenter) rows(s model.Snapshot, page int, now time.Time) (live, past []listRow) {
	for _, l := range s.Live {
		live = append(live, p.liveRow(l, now))
	}
	for _, e := range s.History.Entries {
		_, underWay := s.Find(e.Session)
		if !underWay && (page == pageHistory || sameDay(e.Granted.Local(), now)) {
			past = append(past, p.pastRow(e, now))
		}
	}
	return live, past
}

// portals lists the agent's portals after the word for all of them.
func (p presenter) portals(s model.Snapshot) []string {
	list := []string{p.texts.T("agent.list.portals")}
	for _, portal := range s.Agent().Portals {
		list = append(list, portal.Name)
	}
	if len(list) <= 2 { // one portal is no choice
		return nil
	}
	return list
}

// chosen returns the rows of the portal and with the text that were chosen.
func chosen(rows []listRow, state listState) []listRow {
	portal := ""
	if i := state.Choice.Portal; i > 0 && i < len(state.Portals) {
		portal = state.Portals[i]
	}
	needle := strings.ToLower(strings.TrimSpace(state.Choice.Find))
	var out []listRow
	for _, r := range rows {
		if portal != "" && r.Portal != portal {
			continue
		}
		if strings.Contains(strings.ToLower(r.Customer+"\n"+r.Portal+"\n"+r.Notes), needle) {
			out = append(out, r)
		}
	}
	return out
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }
