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
func (w *Windows) listed(s model.Snapshot, page int, now time.Time) listState {
	p := w.present()
	var live, past []listRow
	for _, l := range s.Live {
		live = append(live, p.liveRow(l, now))
	}
	isLive := map[string]bool{}
	for _, row := range live {
		isLive[row.ID] = true
	}
	for _, e := range s.History.Entries {
		row := p.pastRow(e, w.model.Record, now)
		today := sameDay(e.Granted.Local(), now)
		if !isLive[row.ID] && (page == pageHistory || page == pageRequests && today) {
			past = append(past, row)
		}
	}
	t := w.texts
	switch page {
	case pageSessions:
		return listState{Rows: w.found(live), Empty: t.T("agent.list.empty.sessions"), Foot: t.T("agent.list.foot.sessions")}
	case pageHistory:
		return listState{
			Rows: w.found(past), Empty: t.T("agent.list.empty.history"), Foot: t.T("agent.list.foot.history"),
			More: s.History.More, Loading: s.History.Loading,
		}
	}
	state := listState{
		Filter: w.filter, Empty: t.T("agent.list.empty.requests"), Foot: t.T("agent.list.foot.requests"),
		Filters: []string{t.N("agent.list.filter.all", len(live)+len(past)), t.N("agent.list.filter.live", len(live)), t.N("agent.list.filter.past", len(past))},
	}
	switch w.filter {
	case filterLive:
		state.Rows = w.found(live)
	case filterPast:
		state.Rows = w.found(past)
	default:
		state.Rows = w.found(append(live, past...))
	}
	return state
}

// found returns the rows in which the text that is looked for occurs.
func (w *Windows) found(rows []listRow) []listRow {
	if w.find == "" {
		return rows
	}
	needle := strings.ToLower(w.find)
	var out []listRow
	for _, r := range rows {
		if strings.Contains(strings.ToLower(r.Customer+"\n"+r.Portal+"\n"+r.Notes), needle) {
			out = append(out, r)
		}
	}
	return out
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }
