package ui

import (
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/ui"
	"beside.example/internal/words"
)

// The columns of lists, and how many there are.
const (
	columnStatus = iota
	columnCustomer
	columnAbout
	columnPortal
	columnWhen
	columnAgent
	columnCount
)

// listState is what a list page says.
type listState struct {
	Items []listItem
	// Filters are the segments above the list, with their counts; the options follow the word for all of them. Without more
	// than one portal, there is no choice.
	Filters, Portals, Agents, Statuses, Times []string
	Choice                                    listChoice
	// Empty is said instead of rows; Foot below them.
	Empty, Foot string
	// More tells that older rows can be asked for, Loading that they were.
	More, Loading bool
	// Now is when it is; Page the page's number.
	Now  time.Time
	Page int
	// Earlier are the past sessions, for what is known of a customer.
	Earlier []model.Past
}

// listed returns what a list page shows.
func (p presenter) listed(s model.Snapshot, page int, choice listChoice, now time.Time) listState {
	t := p.texts
	items := p.items(s, page, now)
	o := options(s, items)
	state := listState{Choice: choice, Now: now, Page: page, Earlier: s.History.Entries}
	if len(o.Portals) > 1 {
		state.Portals = append([]string{t.T("agent.list.portals")}, o.Portals...)
	}
	state.Agents = append([]string{t.T("agent.list.agents")}, o.Agents...)
	state.Statuses = []string{t.T("agent.list.statuses")}
	for _, status := range o.statuses {
		state.Statuses = append(state.Statuses, t.T(status.look().key))
	}
	state.Times = []string{anyTime: t.T("agent.list.time0"), lastHour: t.T("agent.list.time1"), lastDay: t.T("agent.list.time2"), lastWeek: t.T("agent.list.time3")}
	items = choice.chosen(items, o, now)
	choice.sort(items, string(t.Language()))
	state.Items = items
	switch page {
	case pageSessions:
		state.Empty, state.Foot = t.T("agent.list.empty.sessions"), t.T("agent.list.foot.sessions")
	case pageHistory:
		state.Empty, state.Foot = t.T("agent.list.empty.history"), t.T("agent.list.foot.history")
		state.More, state.Loading = s.History.More, s.History.Loading
	default:
		state.Empty, state.Foot = t.T("agent.list.empty.requests"), t.T("agent.list.foot.requests")
		p.filter(&state)
	}
	if len(state.Items) == 0 && choice.narrows() {
		state.Empty = t.T("agent.list.empty.found")
	}
	return state
}

// filter counts what the segments above the requests show, and keeps what the chosen one does.
func (p presenter) filter(state *listState) {
	waiting := func(i listItem) bool { return i.group == groupWaiting }
	mine := func(i listItem) bool { return i.mine && i.group == groupLive }
	count := func(of func(i listItem) bool) (n int) {
		for _, i := range state.Items {
			if of(i) {
				n++
			}
		}
		return n
	}
	state.Filters = []string{
		p.texts.N("agent.list.filter.all", len(state.Items)), p.texts.N("agent.list.filter.waiting", count(waiting)), p.texts.N("agent.list.filter.mine", count(mine)),
	}
	keep := map[int]func(i listItem) bool{filterWaiting: waiting, filterMine: mine}[state.Choice.Filter]
	if keep == nil {
		return
	}
	kept := state.Items[:0]
	for _, i := range state.Items {
		if keep(i) {
			kept = append(kept, i)
		}
	}
	state.Items = kept
}

// listRows are a list's items as rows of a table, made when they come into view.
type listRows struct {
	presenter presenter
	items     []listItem
	page      int
	now       time.Time
}

var _ ui.Rows = (*listRows)(nil)

// Len implements ui.Rows.
func (r *listRows) Len() int { return len(r.items) }

// ID implements ui.Rows.
func (r *listRows) ID(index int) string { return r.items[index].id }

// Row implements ui.Rows.
func (r *listRows) Row(index int) ui.TableRow {
	i := r.items[index]
	past, waiting := i.group == groupPast, i.group == groupWaiting
	agent := i.agent
	if agent == "" {
		agent = "—"
	}
	last := ui.Cell{Text: agent, Muted: past || waiting}
	if r.page == pageHistory {
		last.Text = r.presenter.lasted(i.lasts())
	}
	return ui.TableRow{ID: i.id, Cells: []ui.Cell{
		{Badge: r.presenter.badgeOf(i, r.now)},
		{Text: i.customer, Bold: !past, Muted: past},
		{Text: i.about, Muted: past},
		{Text: i.portal, Icon: portalIcon(i.kind), Muted: past},
		{Text: r.presenter.when(i, r.now), Bold: waiting, Muted: !waiting},
		last,
	}}
}

// when says how long somebody waits or a session lasts, or when a past one was.
func (p presenter) when(i listItem, now time.Time) string {
	switch {
	case i.group == groupWaiting:
		return ui.ElapsedText(now.Sub(i.at))
	case i.live != nil && i.at.IsZero():
		return ""
	case i.live != nil:
		return p.minutes(since(i.live.Session, now))
	case i.group == groupLive:
		return p.minutes(now.Sub(i.at))
	}
	return moment(i.at.Local(), now)
}

// lasted writes how long a past session lasted; nothing for one that never began.
func (p presenter) lasted(d time.Duration) string {
	switch {
	case d == 0:
		return ""
	case d < time.Minute:
		return ui.ElapsedText(d)
	}
	return p.minutes(d)
}

// alertLeft says how long an alert lasts still.
func (p presenter) alertLeft(left time.Duration) string {
	return p.texts.T("agent.status.alert", words.Args{"Left": ui.ElapsedText(left + time.Second - 1)})
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }
