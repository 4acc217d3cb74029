package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// listActs is what the agent does on a list page. Rows are named by their IDs.
type listActs struct {
	NewCode, More              func()
	Open, End, Accept, Decline func(id string)
	Offer                      func(id string) // the app, to the customer of a request
	Introduce                  func(id string, kind signalling.IntroductionKind)
	Copy                       func(text string)
	Choose                     func(choice listChoice)
	Allowed                    func(id string) signalling.Features // in the session of a row
}

// listPage is a list of requests and sessions with the details of the chosen one.
type listPage struct {
	root      fyne.CanvasObject
	texts     *words.Catalogue
	presenter presenter
	acts      listActs
	state     listState
	rows      *listRows
	byHand    bool // the row was chosen by the agent, and not because it comes first

	tools  listTools
	filter *ui.Segmented
	find   *ui.SearchField
	picks  listPicks
	row    *fyne.Container // of filter, portal and find
	table  *ui.Table
	empty  *ui.Empty
	foot   *ui.Text
	more   *ui.Button
	aside  *listAside
}

// listTools are the buttons above a list.
type listTools struct{ accept, transfer, invite, dots *ui.Button }

// listPicks are the choices beside the segments; all but the portal stand in a line of their own that is shown on demand.
type listPicks struct {
	portal, agent, status, time *ui.Select
	further                     *ui.Button
	line                        *fyne.Container
}

func newListPage(p presenter, page int, acts listActs) *listPage {
	texts := p.texts
	l := &listPage{texts: texts, presenter: p, acts: acts, state: listState{Choice: newListChoice(), Page: page}}
	l.filter = e2e.Name(ui.NewSegmented(nil, 0, func(i int) { l.choose(func(c *listChoice) { c.Filter = i }) }), "list-filter")
	l.filter.Small = true
	l.find = e2e.Name(ui.NewSearchField(texts.T("agent.list.find"), func(text string) { l.choose(func(c *listChoice) { c.Find = text }) }), "list-find")
	l.makePicks()
	l.makeTable(page)
	l.empty = ui.NewEmpty("", e2e.Name(ui.NewButton(texts.T("agent.list.newcode"), look.IconPlus, ui.Medium, acts.NewCode), "list-empty-newcode"))
	l.foot = ui.NewMuted("", ui.RoleCaption)
	l.more = e2e.Name(ui.NewButton(texts.T("agent.list.more"), "", ui.Medium, acts.More), "list-more")
	l.more.Extent = ui.Small
	l.aside = newListAside(texts, func() { l.activate(l.table.Selected()) }, func() { l.second(l.table.Selected()) })
	const findWidth, pickWidth = 160, 360 // below which they have a line of their own
	l.row = ui.RowOrTwo(ui.Space8, pickWidth, l.filter, ui.RowOrTwo(ui.Space8, findWidth, l.picks.portal, l.picks.further, l.find))
	foot := ui.Pad(ui.Space8, ui.Space12, ui.Row(ui.Space8, ui.Grow(l.foot), l.more))
	middle := ui.Frame(ui.Column(0, l.toolbar(), ui.Pad(ui.Space8, ui.Space12, ui.Column(ui.Space8, l.row, l.picks.line))), foot,
		ui.Pad(0, ui.Space12, ui.NewCard(container.NewStack(l.table, l.empty))))
	l.root = ui.SideBySide(l.aside.root, middle, asideWidth, false)
	return l
}

// The ranks by which tools go where there is no room for all. A menu of their own they need not: all are in that of the row.
const (
	foldNewCode = 1 + iota
	foldTransfer
	foldInvite

	inDots = ""
)

func (l *listPage) toolbar() fyne.CanvasObject {
	tool := func(name string, icon look.Icon, level ui.Level, tapped func()) *ui.Button {
		return e2e.Name(ui.NewButton(l.texts.T("agent.list."+name), icon, level, tapped), "list-"+name)
	}
	l.tools.accept = tool("accept", look.IconCheck, ui.High, func() { l.acts.Accept(l.table.Selected()) })
	newCode := tool("newcode", look.IconPlus, ui.Medium, l.acts.NewCode)
	l.tools.transfer = tool("transfer", look.IconTransfer, ui.Medium, func() { l.introduce(signalling.IntroductionTransfer) })
	l.tools.invite = tool("invite", look.IconInvite, ui.Medium, func() { l.introduce(signalling.IntroductionInvite) })
	l.tools.dots = e2e.Name(ui.NewIconButton(look.IconDots, l.texts.T("agent.list.acts"), ui.Low, func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.tools.dots)
		l.menu(l.table.Selected(), at.AddXY(0, l.tools.dots.Size().Height))
	}), "list-acts")
	return ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space12-2, ui.Space12,
		ui.Fold(ui.Space8, inDots, l.tools.accept, ui.Folds(foldNewCode, newCode), ui.Folds(foldTransfer, l.tools.transfer), ui.Folds(foldInvite, l.tools.invite),
			layout.NewSpacer(), l.tools.dots)))
}

func (l *listPage) makePicks() {
	pick := func(name string, set func(c *listChoice, i int)) *ui.Select {
		s := e2e.Name(ui.NewSelect(nil, 0, func(i int) { l.choose(func(c *listChoice) { set(c, i) }) }), "list-"+name)
		s.Extent = ui.Small
		return s
	}
	l.picks.portal = pick("portal", func(c *listChoice, i int) { c.Portal = i })
	l.picks.agent = pick("agent", func(c *listChoice, i int) { c.Agent = i })
	l.picks.status = pick("status", func(c *listChoice, i int) { c.Status = i })
	l.picks.time = pick("time", func(c *listChoice, i int) { c.Time = i })
	l.picks.line = ui.Flow(ui.Space8, l.picks.agent, l.picks.status, l.picks.time)
	l.picks.line.Hide()
	l.picks.further = e2e.Name(ui.NewIconButton(look.IconFilter, l.texts.T("agent.list.further"), ui.Outlined, l.further), "list-further")
	l.picks.further.Extent = ui.Small
}

// further shows or hides the line with the further choices; hiding it gives them up.
func (l *listPage) further() {
	shown := !l.picks.line.Visible()
	setVisible(l.picks.line, shown)
	l.picks.further.On = shown
	l.picks.further.Refresh()
	l.root.Refresh()
	if !shown {
		l.choose(func(c *listChoice) { c.Agent, c.Status, c.Time = 0, 0, anyTime })
	}
}

func (l *listPage) makeTable(page int) {
	t := l.texts
	about, last := "question", "agent"
	if page == pageHistory {
		about, last = "notes", "lasted"
	}
	when := "waiting"
	if page != pageRequests {
		when = "when"
	}
	// Where there is no room for all, who holds a request goes first, then the portal, then the question.
	l.table = e2e.Name(ui.NewTable([]ui.TableColumn{
		{Title: t.T("agent.list.column.status"), Width: 116, Sortable: true},
		{Title: t.T("agent.list.column.customer"), Width: 66, Grow: true, Sortable: true},
		{Title: t.T("agent.list.column." + about), Width: 66, Grow: true, Sortable: true, Rank: 1},
		{Title: t.T("agent.list.column.portal"), Width: 70, Grow: true, Sortable: true, Rank: 2},
		{Title: t.T("agent.list.column." + when), Width: 72, Right: true, Sortable: true},
		{Title: t.T("agent.list.column." + last), Width: 60, Sortable: page != pageHistory, Rank: 3},
	}), "list-table")
	l.table.SetSort(columnWhen, true)
	l.table.OnSelected = func(string) {
		l.byHand = true
		l.showChosen()
	}
	l.table.OnActivated = l.activate
	l.table.OnDeleted = l.second
	l.table.OnMenu = l.menu
	l.table.OnSorted = func(column int, descending bool) {
		l.choose(func(c *listChoice) { c.Sort, c.Ascending = column, !descending })
	}
}

func (l *listPage) choose(change func(c *listChoice)) {
	choice := l.state.Choice
	change(&choice)
	if choice != l.state.Choice {
		l.acts.Choose(choice)
	}
}

// show brings the page up to date; the chosen row stays chosen.
func (l *listPage) show(state listState) {
	l.state = state
	segments := make([]ui.Segment, len(state.Filters))
	for i, f := range state.Filters {
		segments[i] = ui.Segment{Text: f}
	}
	l.filter.SetSegments(segments, state.Choice.Filter)
	l.picks.portal.SetOptions(state.Portals, state.Choice.Portal)
	l.picks.agent.SetOptions(state.Agents, state.Choice.Agent)
	l.picks.status.SetOptions(state.Statuses, state.Choice.Status)
	l.picks.time.SetOptions(state.Times, state.Choice.Time)
	if l.find.Text != state.Choice.Find {
		l.find.SetText(state.Choice.Find)
	}
	moved := setVisible(l.filter, len(state.Filters) > 1)
	if setVisible(l.picks.portal, len(state.Portals) > 1) || moved {
		l.row.Refresh()
	}
	l.table.SetSort(state.Choice.Sort, !state.Choice.Ascending)
	l.rows = &listRows{presenter: l.presenter, items: state.Items, page: state.Page, now: state.Now}
	l.table.SetSource(l.rows)
	l.byHand = l.byHand && l.table.Selected() != ""
	if !l.byHand && len(state.Items) > 0 {
		l.table.Select(state.Items[0].id)
	}
	l.empty.SetText(state.Empty)
	setVisible(l.empty, len(state.Items) == 0)
	l.foot.SetText(state.Foot)
	setVisible(l.more, state.More)
	l.more.SetEnabled(!state.Loading)
	l.showChosen()
}

// tick brings the times in view up to date, while nothing else has changed.
func (l *listPage) tick(now time.Time) {
	l.state.Now = now
	if l.rows != nil {
		l.rows.now = now
		l.table.Update()
		l.showChosen()
	}
}

// item returns the item of a row.
func (l *listPage) item(id string) (listItem, bool) {
	if i := slices.IndexFunc(l.state.Items, func(i listItem) bool { return i.id == id }); i >= 0 {
		return l.state.Items[i], true
	}
	return listItem{}, false
}

func (l *listPage) showChosen() {
	i, ok := l.item(l.table.Selected())
	l.tools.accept.SetEnabled(ok && i.group == groupWaiting)
	l.showIntroduce(l.tools.transfer, i, signalling.IntroductionTransfer)
	l.showIntroduce(l.tools.invite, i, signalling.IntroductionInvite)
	l.tools.dots.SetEnabled(ok)
	if !ok {
		l.aside.show(asideState{})
		return
	}
	l.aside.show(l.presenter.aside(i, l.state))
}

// showIntroduce shows whether a colleague can be brought into the chosen session; the hint says it where the organisation does not
// allow that.
func (l *listPage) showIntroduce(tool *ui.Button, i listItem, kind signalling.IntroductionKind) {
	can := introducible(i)
	tool.Hint = ""
	if can && !l.allows(i, kind) {
		can, tool.Hint = false, l.texts.T("agent.withheld")
	}
	tool.SetEnabled(can)
}

// introducible reports whether a colleague can be brought into an item, where the organisation allows it.
func introducible(i listItem) bool { return i.live != nil && i.status == statusSession }

func (l *listPage) allows(i listItem, kind signalling.IntroductionKind) bool {
	return l.acts.Allowed != nil && l.acts.Allowed(i.id).Has(featureOf(kind))
}

func (l *listPage) introduce(kind signalling.IntroductionKind) {
	if i, ok := l.item(l.table.Selected()); ok && introducible(i) && l.allows(i, kind) {
		l.acts.Introduce(i.id, kind)
	}
}

// activate does what one does first with a row: Enter and the first button beside the list.
func (l *listPage) activate(id string) {
	i, ok := l.item(id)
	switch {
	case !ok:
	case i.group == groupWaiting:
		l.acts.Accept(id)
	case i.group == groupLive && i.mine:
		l.acts.Open(id)
	}
}

// second is what Delete and the second button do.
func (l *listPage) second(id string) {
	i, ok := l.item(id)
	switch {
	case !ok:
	case i.group == groupWaiting:
		l.acts.Decline(id)
	case endable(i):
		l.acts.End(id)
	}
}

// endable reports whether an item is the agent's and goes on.
func endable(i listItem) bool { return taken(i) || i.live != nil && i.status != statusToFile }

// taken reports whether an item is a request that this agent said Yes to, before its session.
func taken(i listItem) bool {
	return i.request != nil && i.mine && i.request.State == signalling.RequestTaken
}
