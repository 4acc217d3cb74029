package ui

import (
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
	// Live rows can be opened and ended.
	Live bool
	// Facts are shown beside the list when the row is chosen; Notes stand below them.
	Facts []ui.Detail
	Notes string
	Chat  string
}

// listState is what a list page says.
type listState struct {
	Rows []listRow
	// Filters are the segments above the list, with their counts, and Filter the chosen one.
	Filters []string
	Filter  int
	Find    string
	// Empty is said instead of rows; Foot below them.
	Empty, Foot string
	// More tells that older rows can be asked for, Loading that they were.
	More, Loading bool
}

// listActs is what the agent does on a list page.
type listActs struct {
	NewCode func()
	Open    func(id string)
	End     func(id string)
	Filter  func(index int)
	Find    func(text string)
	More    func()
}

// listPage is a list of sessions with the details of the chosen one.
type listPage struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	acts  listActs
	state listState

	filter *ui.Segmented
	find   *ui.SearchField
	table  *ui.Table
	empty  *ui.Empty
	card   *ui.Panel
	foot   *ui.Text
	more   *ui.Button

	details *fyne.Container
	badge   *ui.Badge
	name    *ui.Text
	facts   *ui.Details
	notes   *ui.Text
	notesOn fyne.CanvasObject
	chat    *ui.Text
	open    *ui.Button
	end     *ui.Button
}

// detailsSide is the width of the details, in dp.
const detailsSide = 276

func newListPage(texts *words.Catalogue, acts listActs) *listPage {
	p := &listPage{texts: texts, acts: acts}
	newCode := e2e.Name(ui.NewButton(texts.T("agent.list.newcode"), look.IconPlus, ui.High, acts.NewCode), "list-newcode")
	tools := ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8, ui.Space12, ui.Row(ui.Space8, newCode)))
	p.filter = e2e.Name(ui.NewSegmented([]ui.Segment{{Text: " "}}, 0, acts.Filter), "list-filter")
	p.filter.Small = true
	p.find = e2e.Name(ui.NewSearchField(texts.T("agent.list.find"), acts.Find), "list-find")
	p.table = e2e.Name(ui.NewTable([]ui.TableColumn{
		{Title: texts.T("agent.list.column.status"), Width: 136}, {Title: texts.T("agent.list.column.customer"), Width: 122, Grow: true},
		{Title: texts.T("agent.list.column.portal"), Width: 110}, {Title: texts.T("agent.list.column.when"), Width: 96, Right: true},
		{Title: texts.T("agent.list.column.lasted"), Width: 84, Right: true},
	}), "list-table")
	p.table.OnSelected = func(string) { p.showDetails() }
	p.table.OnActivated = func(id string) {
		if p.row(id).Live {
			acts.Open(id)
		}
	}
	p.empty = ui.NewEmpty("", e2e.Name(ui.NewButton(texts.T("agent.list.newcode"), look.IconPlus, ui.Medium, acts.NewCode), "list-empty-newcode"))
	p.card = ui.NewCard(container.NewStack(p.table, p.empty))
	p.foot = ui.NewMuted("", ui.RoleCaption)
	p.more = e2e.Name(ui.NewButton(texts.T("agent.list.more"), "", ui.Medium, acts.More), "list-more")
	p.more.Extent = ui.Small
	filters := ui.Pad(ui.Space8, ui.Space12, ui.Row(ui.Space8, p.filter, ui.Grow(p.find)))
	foot := ui.Pad(ui.Space8, ui.Space12, ui.Row(ui.Space8, ui.Grow(p.foot), p.more))
	middle := container.NewBorder(ui.Column(0, tools, filters), foot, nil, nil, ui.Pad(0, ui.Space12, p.card))
	p.root = container.NewBorder(nil, nil, nil, p.aside(), middle)
	return p
}

// aside is the part that shows what is known of the chosen row.
func (p *listPage) aside() fyne.CanvasObject {
	t := p.texts
	p.badge = ui.NewBadge("", "", ui.KindPlain)
	p.name = ui.NewTitle("", ui.RoleSubheading)
	p.facts = ui.NewDetails(nil)
	p.notes = ui.NewText("", ui.RoleTable)
	p.notesOn = ui.NewQuote(ui.Pad(ui.Space8, ui.Space12, p.notes))
	p.chat = ui.NewMuted("", ui.RoleTable)
	p.open = e2e.Name(ui.NewButton(t.T("agent.list.open"), look.IconChat, ui.High, func() { p.acts.Open(p.table.Selected()) }), "list-open")
	p.end = e2e.Name(ui.NewButton(t.T("agent.list.end"), look.IconLeave, ui.Medium, func() { p.acts.End(p.table.Selected()) }), "list-end")
	p.details = ui.Column(ui.Space12, ui.Row(0, p.badge), p.name, p.facts, p.notesOn, p.chat)
	buttons := ui.Column(ui.Space8, p.open, p.end)
	return ui.Width(detailsSide, ui.NewPanel(look.Surface, ui.Left, ui.Pad(ui.Space12, ui.Space12,
		container.NewBorder(nil, buttons, nil, nil, container.NewVScroll(p.details)))))
}

// show brings the page up to date; the chosen row stays chosen.
func (p *listPage) show(state listState) {
	p.state = state
	if len(state.Filters) > 0 {
		segments := make([]ui.Segment, len(state.Filters))
		for i, f := range state.Filters {
			segments[i] = ui.Segment{Text: f}
		}
		p.filter.SetSegments(segments, state.Filter)
	}
	p.filter.Hidden = len(state.Filters) == 0
	var rows []ui.TableRow
	for _, r := range state.Rows {
		rows = append(rows, ui.TableRow{ID: r.ID, Cells: []ui.Cell{
			{Badge: r.Status}, {Text: r.Customer, Bold: r.Live, Muted: !r.Live}, {Text: r.Portal, Icon: look.IconCode, Muted: !r.Live},
			{Text: r.When, Bold: r.Live, Muted: !r.Live}, {Text: r.Lasted, Muted: true},
		}})
	}
	p.table.SetRows(rows)
	if p.table.Selected() == "" && len(rows) > 0 {
		p.table.Select(rows[0].ID)
	}
	p.empty.Hidden = len(rows) > 0
	p.empty.SetText(state.Empty)
	p.foot.SetText(state.Foot)
	p.more.Hidden = !state.More
	p.more.SetEnabled(!state.Loading)
	p.showDetails()
	p.root.Refresh()
}

func (p *listPage) row(id string) listRow {
	for _, r := range p.state.Rows {
		if r.ID == id {
			return r
		}
	}
	return listRow{}
}

func (p *listPage) showDetails() {
	r := p.row(p.table.Selected())
	p.details.Hidden = r.ID == ""
	p.open.Hidden, p.end.Hidden = !r.Live, !r.Live
	p.badge.Set(r.Status)
	p.name.SetText(r.Customer)
	p.facts.Set(r.Facts)
	p.notes.SetText(r.Notes)
	p.notesOn.(fyne.Widget).Refresh()
	if r.Notes == "" {
		p.notesOn.Hide()
	} else {
		p.notesOn.Show()
	}
	p.chat.SetText(r.Chat)
	p.details.Refresh()
}
