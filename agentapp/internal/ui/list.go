package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// listRow is one line of the list view: a session under way, or a past one.
type listRow struct {
	ID       string
	Status   ui.BadgeState
	Customer string
	Portal   string
	// When is the duration of what is under way, or the time of what is past; Lasted how long a past one was.
	When, Lasted string
	// Live rows can be opened; those that are Ended wait for the agent's word how.
	Live, Ended bool
	// Facts are shown beside the list when the row is chosen; Notes stand below them, and what is known of the chat.
	Facts []ui.Detail
	Notes string
	Chat  string
}

// listChoice is what the agent chose to see.
type listChoice struct {
	// Filter and Portal are indexes into the state's; Find is a text to look for.
	Filter, Portal int
	Find           string
}

// listState is what a list page says.
type listState struct {
	Rows []listRow
	// Filters are the segments above the list, with their counts, and Portals the agent's after the word for all of them.
	// Without more than one there is no choice.
	Filters, Portals []string
	Choice           listChoice
	// Empty is said instead of rows; Foot below them.
	Empty, Foot string
	// More tells that older rows can be asked for, Loading that they were.
	More, Loading bool
}

// listActs is what the agent does on a list page.
type listActs struct {
	NewCode, More func()
	Open, End     func(id string)
	Choose        func(choice listChoice)
}

// listPage is a list of sessions with the details of the chosen one.
type listPage struct {
	root  fyne.CanvasObject
	acts  listActs
	state listState

	filter *ui.Segmented
	portal *ui.Select
	find   *ui.SearchField
	row    *fyne.Container // of the three
	table  *ui.Table
	empty  *ui.Empty
	foot   *ui.Text
	more   *ui.Button
	aside  *listAside
}

func newListPage(texts *words.Catalogue, acts listActs) *listPage {
	p := &listPage{acts: acts}
	newCode := e2e.Name(ui.NewButton(texts.T("agent.list.newcode"), look.IconPlus, ui.High, acts.NewCode), "list-newcode")
	tools := ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space12-2, ui.Space12, ui.Row(ui.Space8, newCode)))
	p.filter = e2e.Name(ui.NewSegmented(nil, 0, func(i int) { p.choose(func(c *listChoice) { c.Filter = i }) }), "list-filter")
	p.filter.Small = true
	p.portal = e2e.Name(ui.NewSelect(nil, 0, func(i int) { p.choose(func(c *listChoice) { c.Portal = i }) }), "list-portal")
	p.portal.Extent = ui.Small
	p.find = e2e.Name(ui.NewSearchField(texts.T("agent.list.find"), func(text string) { p.choose(func(c *listChoice) { c.Find = text }) }), "list-find")
	p.table = e2e.Name(ui.NewTable([]ui.TableColumn{
		{Title: texts.T("agent.list.column.status"), Width: 116},
		{Title: texts.T("agent.list.column.customer"), Width: 70, Grow: true},
		{Title: texts.T("agent.list.column.portal"), Width: 56, Grow: true},
		{Title: texts.T("agent.list.column.when"), Width: 76, Right: true},
		{Title: texts.T("agent.list.column.lasted"), Width: 44, Right: true},
	}), "list-table")
	p.table.OnSelected = func(string) { p.showChosen() }
	p.table.OnActivated = func(id string) {
		if r := p.rowOf(id); r.Live {
			acts.Open(id)
		}
	}
	p.empty = ui.NewEmpty("", e2e.Name(ui.NewButton(texts.T("agent.list.newcode"), look.IconPlus, ui.Medium, acts.NewCode), "list-empty-newcode"))
	p.foot = ui.NewMuted("", ui.RoleCaption)
	p.more = e2e.Name(ui.NewButton(texts.T("agent.list.more"), "", ui.Medium, acts.More), "list-more")
	p.more.Extent = ui.Small
	p.aside = newListAside(texts, func() { acts.Open(p.table.Selected()) }, func() { acts.End(p.table.Selected()) })
	const findWidth = 200
	p.row = ui.RowOrTwo(ui.Space8, findWidth, p.filter, p.portal, p.find)
	foot := ui.Pad(ui.Space8, ui.Space12, ui.Row(ui.Space8, ui.Grow(p.foot), p.more))
	middle := ui.Frame(ui.Column(0, tools, ui.Pad(ui.Space8, ui.Space12, p.row)), foot,
		ui.Pad(0, ui.Space12, ui.NewCard(container.NewStack(p.table, p.empty))))
	p.root = ui.SideBySide(p.aside.root, middle, asideWidth, false)
	return p
}

func (p *listPage) choose(change func(c *listChoice)) {
	choice := p.state.Choice
	change(&choice)
	if choice != p.state.Choice {
		p.acts.Choose(choice)
	}
}

// show brings the page up to date; the chosen row stays chosen.
func (p *listPage) show(state listState) {
	if !differs(&p.state, state) {
		return
	}
	segments := make([]ui.Segment, len(state.Filters))
	for i, f := range state.Filters {
		segments[i] = ui.Segment{Text: f}
	}
	p.filter.SetSegments(segments, state.Choice.Filter)
	p.portal.SetOptions(state.Portals, state.Choice.Portal)
	if p.find.Text != state.Choice.Find {
		p.find.SetText(state.Choice.Find)
	}
	setVisible(p.filter, len(state.Filters) > 1)
	setVisible(p.portal, len(state.Portals) > 1)
	p.row.Refresh()
	p.table.SetRows(tableRows(state.Rows))
	if p.table.Selected() == "" && len(state.Rows) > 0 {
		p.table.Select(state.Rows[0].ID)
	}
	p.empty.SetText(state.Empty)
	setVisible(p.empty, len(state.Rows) == 0)
	p.foot.SetText(state.Foot)
	setVisible(p.more, state.More)
	p.more.SetEnabled(!state.Loading)
	p.showChosen()
}

func tableRows(list []listRow) []ui.TableRow {
	var rows []ui.TableRow
	for _, r := range list {
		rows = append(rows, ui.TableRow{ID: r.ID, Cells: []ui.Cell{
			{Badge: r.Status},
			{Text: r.Customer, Bold: r.Live, Muted: !r.Live},
			{Text: r.Portal, Icon: look.IconCode, Muted: !r.Live},
			{Text: r.When, Bold: r.Live, Muted: !r.Live},
			{Text: r.Lasted, Muted: true},
		}})
	}
	return rows
}

func (p *listPage) rowOf(id string) listRow {
	if i := slices.IndexFunc(p.state.Rows, func(r listRow) bool { return r.ID == id }); i >= 0 {
		return p.state.Rows[i]
	}
	return listRow{}
}

func (p *listPage) showChosen() { p.aside.show(p.rowOf(p.table.Selected())) }
