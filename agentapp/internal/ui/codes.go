package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// codeItem is an active code.
type codeItem struct {
	ID       string
	Customer string
	Portal   string
	// Digits are "1234 56789", or the first four where another device of the agent made the code.
	Digits      string
	Left, Total time.Duration
	// LeftWords says what is left, such as "9:24".
	LeftWords string
	// Say is what to say on the phone; Text is the invitation in each language, Link the page with the first digits. They are
	// empty where another device made the code.
	Say  string
	Text map[words.Language]string
	Link string
}

// codeNews is what became of a code.
type codeNews struct {
	Icon   look.Icon
	Colour look.Token
	Text   string
}

// codesState is what the codes page says.
type codesState struct {
	Portals []string
	Codes   []codeItem
	Count   string
	News    []codeNews
	// Why says why no code can be made, or is empty; Trouble what went wrong with the last one.
	Why, Trouble string
}

// codesActs is what the agent does on the codes page.
type codesActs struct {
	New      func(customer string, portal int)
	Withdraw func(id string)
	Copy     func(text string)
	Mail     func(customer, text string)
}

// codesPage makes, hands out and watches codes.
type codesPage struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	acts  codesActs
	state codesState

	name    *ui.Entry
	portal  *ui.Select
	make    *ui.Button
	trouble *ui.Note
	form    *fyne.Container
	awaited bool // a code was asked for and is not there yet
	chosen  string

	empty *ui.Empty
	card  *codeCard
	table *ui.Table
	count *ui.Text
	lists *fyne.Container // table and news
	news  *fyne.Container
	says  []codeNews // what news is made of
}

// codesSide is the width of the part that shows one code, in dp.
const codesSide = 456

func newCodesPage(texts *words.Catalogue, acts codesActs) *codesPage {
	p := &codesPage{texts: texts, acts: acts}
	p.card = newCodeCard(texts, acts)
	p.empty = ui.NewEmpty(texts.T("agent.codes.empty"), nil)
	p.card.root.Hide()
	form, active := p.newForm(), p.active()
	side := container.NewVScroll(ui.Pad(ui.Space12, ui.Space12, ui.Column(ui.Space12, form, container.NewStack(p.empty, p.card.root))))
	p.root = ui.SideBySide(side, container.New(&besideLayout{}, active), codesSide, true)
	return p
}

// besideLayout keeps the list away from the window's edges; the other part has the space between.
type besideLayout struct{}

var _ fyne.Layout = (*besideLayout)(nil)

// MinSize implements fyne.Layout.
func (*besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(ui.Space12, 2*ui.Space12)
}

// Layout implements fyne.Layout.
func (*besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, ui.Space12))
	objects[0].Resize(size.SubtractWidthHeight(ui.Space12, 2*ui.Space12))
}

func (p *codesPage) newForm() fyne.CanvasObject {
	t := p.texts
	p.name = e2e.Name(ui.NewEntry(t.T("agent.codes.name.placeholder")), "codes-name")
	p.name.OnSubmitted = func(string) { p.submit() }
	p.portal = e2e.Name(ui.NewSelect(nil, 0, nil), "codes-portal")
	p.make = e2e.Name(ui.NewButton(t.T("agent.codes.new"), look.IconPlus, ui.High, p.submit), "codes-new")
	p.trouble = ui.NewNote(look.IconWarning, "", ui.KindDanger)
	p.trouble.Hide()
	const portalWidth = 112
	p.form = ui.Column(ui.Space8, ui.Row(ui.Space8,
		ui.Grow(ui.NewField(t.T("agent.codes.name"), p.name)), ui.Width(portalWidth, ui.NewField(t.T("agent.codes.portal"), p.portal)),
		ui.NewField(" ", p.make)), p.trouble)
	return ui.NewCard(ui.Pad(ui.Space12, ui.Space12, p.form))
}

// submit asks for a code. What was typed stays until it is there.
func (p *codesPage) submit() {
	if p.state.Why == "" {
		p.awaited = true
		p.acts.New(p.name.Text, p.portal.Selected())
	}
}

// active lists the codes that work now, and what has become of others.
func (p *codesPage) active() fyne.CanvasObject {
	t := p.texts
	p.table = e2e.Name(ui.NewTable([]ui.TableColumn{
		{Title: t.T("agent.codes.column.customer"), Width: 60, Grow: true},
		{Title: t.T("agent.codes.column.code"), Width: 76},
		{Title: t.T("agent.codes.column.left"), Width: 48, Right: true},
		{Width: 28},
	}), "codes-table")
	p.table.OnSelected = func(id string) {
		p.chosen = id
		p.showChosen()
	}
	p.table.OnDeleted = p.acts.Withdraw
	p.count = ui.NewLine("", ui.RoleCaption)
	p.count.Colour = look.Ink2
	p.news = ui.Column(ui.Space8)
	head := ui.Pad(ui.Space12, ui.Space12, ui.Row(ui.Space8, ui.Grow(ui.NewTitle(t.T("agent.codes.active"), ui.RoleSubheading)), p.count))
	hints := ui.NewKeyHints(
		ui.KeyHint{Key: t.T("agent.key.enter"), Does: t.T("agent.codes.key.new")}, ui.KeyHint{Key: t.T("agent.key.del"), Does: t.T("agent.codes.key.withdraw")})
	copied := ui.NewKeyHints(ui.KeyHint{Key: "Ctrl C", Does: t.T("agent.codes.key.copy")}, ui.KeyHint{Key: "Ctrl L", Does: t.T("agent.codes.key.link")})
	p.lists = container.New(&newsLayout{table: p.table}, p.table, container.NewVScroll(ui.Pad(ui.Space12, ui.Space12, p.news)))
	return ui.NewCard(ui.Frame(head, ui.Pad(ui.Space12, ui.Space12, ui.Column(ui.Space4, hints, copied)), p.lists))
}

// show brings the page up to date; what is being typed and what is chosen stay.
func (p *codesPage) show(state codesState) {
	before := p.state
	if !differs(&p.state, state) {
		return
	}
	p.showForm(before)
	p.choose(before)
	p.count.SetText(state.Count)
	p.table.SetRows(p.rows())
	p.table.Select(p.chosen)
	if len(before.Codes) != len(state.Codes) {
		p.lists.Refresh()
	}
	p.showNews()
	p.showChosen()
}

// showForm brings the form up to date: the portal that was chosen stays chosen when others come and go.
func (p *codesPage) showForm(before codesState) {
	portal := 0
	if i := p.portal.Selected(); i < len(before.Portals) {
		portal = max(0, slices.Index(p.state.Portals, before.Portals[i]))
	}
	p.portal.SetOptions(p.state.Portals, portal)
	p.make.SetEnabled(p.state.Why == "")
	trouble, kind := p.state.Trouble, ui.KindDanger
	if trouble == "" {
		trouble, kind = p.state.Why, ui.KindWarning
	}
	if p.state.Trouble != "" {
		p.awaited = false
	}
	p.trouble.Set(look.IconWarning, trouble, kind)
	if setVisible(p.trouble, trouble != "") {
		p.root.Refresh()
	}
}

// choose shows the code that was asked for as soon as it is there; else the choice stays, while there is a code.
func (p *codesPage) choose(before codesState) {
	for _, c := range p.state.Codes {
		if p.awaited && indexOf(before.Codes, c.ID) < 0 {
			p.chosen, p.awaited = c.ID, false
			p.name.SetText("")
		}
	}
	if indexOf(p.state.Codes, p.chosen) >= 0 {
		return
	}
	p.chosen = ""
	if n := len(p.state.Codes); n > 0 {
		p.chosen = p.state.Codes[n-1].ID
	}
}

func (p *codesPage) rows() []ui.TableRow {
	var rows []ui.TableRow
	for _, c := range p.state.Codes {
		left := ui.Cell{Text: c.LeftWords, Bold: true}
		if c.Left < time.Minute {
			left.Icon, left.Danger = look.IconWarning, true
		}
		rows = append(rows, ui.TableRow{ID: c.ID, Cells: []ui.Cell{
			{Text: c.Customer, Detail: c.Portal, Bold: true},
			{Text: c.Digits, Bold: true},
			left,
			{Icon: look.IconClose, Text: p.texts.T("agent.codes.withdraw"), Action: func() { p.acts.Withdraw(c.ID) }},
		}})
	}
	return rows
}

func (p *codesPage) showNews() {
	if !differs(&p.says, p.state.News) {
		return
	}
	p.news.Objects = nil
	if len(p.says) > 0 {
		p.news.Add(ui.NewTitle(p.texts.T("agent.codes.news"), ui.RoleBody))
	}
	for _, n := range p.says {
		p.news.Add(ui.Row(ui.Space8, ui.AlignTop(ui.NewGlyph(n.Icon, n.Colour, smallIcon)), ui.Grow(ui.NewMarked(n.Text, ui.RoleTable))))
	}
	p.news.Refresh()
}

// showChosen shows the chosen code, or that there is none.
func (p *codesPage) showChosen() {
	i := indexOf(p.state.Codes, p.chosen)
	if i >= 0 {
		p.card.show(p.state.Codes[i])
	}
	setVisible(p.card.root, i >= 0)
	setVisible(p.empty, i < 0)
}

func (p *codesPage) copyText() {
	if p.card.root.Visible() {
		p.card.copyText()
	}
}

func (p *codesPage) copyLink() {
	if p.card.root.Visible() {
		p.card.copyLink()
	}
}

func indexOf(codes []codeItem, id string) int {
	return slices.IndexFunc(codes, func(c codeItem) bool { return c.ID == id })
}

// smallIcon is the side of icons beside small text, in dp.
const smallIcon = 16
