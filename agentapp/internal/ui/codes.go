package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

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
	// Say is what to say on the phone; Text is the invitation in each language, Link the page with the first digits.
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
	// Full tells that no more code can be made, Trouble what went wrong last.
	Full    bool
	Trouble string
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

	name     *widget.Entry
	portal   *ui.Select
	make     *ui.Button
	trouble  *ui.Note
	chosen   string // the code whose digits are shown
	language words.Language

	empty     *ui.Empty
	card      fyne.CanvasObject
	title     *ui.Text
	tiles     *ui.CodeTiles
	countdown *ui.Countdown
	say       *ui.Note
	written   *ui.Text
	table     *ui.Table
	count     *ui.Text
	news      *fyne.Container
}

// codesSide is the least width of the part that shows one code, in dp.
const codesSide = 456

func newCodesPage(texts *words.Catalogue, state codesState, acts codesActs) *codesPage {
	p := &codesPage{texts: texts, acts: acts, language: texts.Language()}
	p.root = ui.Pad(ui.Space16, ui.Space16, ui.SideBySide(
		container.NewVScroll(ui.Column(ui.Space12, p.form(state), p.shownCode())), ui.Pad(0, ui.Space16, p.active()), codesSide, true))
	p.show(state)
	return p
}

func (p *codesPage) form(state codesState) fyne.CanvasObject {
	t := p.texts
	p.name = e2e.Name(widget.NewEntry(), "codes-name")
	p.name.SetPlaceHolder(t.T("agent.codes.name.placeholder"))
	p.portal = e2e.Name(ui.NewSelect(state.Portals, 0, nil), "codes-portal")
	p.make = e2e.Name(ui.NewButton(t.T("agent.codes.new"), look.IconPlus, ui.High, p.submit), "codes-new")
	p.name.OnSubmitted = func(string) { p.submit() }
	p.trouble = ui.NewNote(look.IconWarning, "", ui.KindDanger)
	const portalWidth = 124
	return ui.NewCard(ui.Pad(ui.Space12, ui.Space12, ui.Column(ui.Space8, ui.Row(ui.Space8,
		ui.Grow(ui.NewField(t.T("agent.codes.name"), p.name)), ui.Width(portalWidth, ui.NewField(t.T("agent.codes.portal"), p.portal)),
		ui.NewField(" ", p.make)), p.trouble)))
}

func (p *codesPage) submit() {
	if p.state.Full || len(p.state.Portals) == 0 {
		return
	}
	p.acts.New(p.name.Text, p.portal.Selected())
	p.name.SetText("")
	p.chosen = "" // show the new one as soon as it is there
}

// shownCode is the code that is read out or sent.
func (p *codesPage) shownCode() fyne.CanvasObject {
	t := p.texts
	p.title = ui.NewTitle("", ui.RoleSubheading)
	p.tiles = e2e.Name(ui.NewCodeTiles(""), "codes-digits")
	p.countdown = ui.NewCountdown("")
	p.say = ui.NewNote(look.IconPhone, "", ui.KindAccent)
	p.written = ui.NewText("", ui.RoleTable)
	var segments []ui.Segment
	selected := 0
	for i, l := range words.Languages() {
		segments = append(segments, ui.Segment{Text: t.T("ui.language." + string(l))})
		if l == p.language {
			selected = i
		}
	}
	language := e2e.Name(ui.NewSegmented(segments, selected, func(i int) {
		p.language = words.Languages()[i]
		p.showCode()
	}), "codes-language")
	language.Small = true
	inWriting := ui.NewLine(t.T("agent.codes.writing"), ui.RoleTable)
	inWriting.Bold, inWriting.Colour = true, look.Ink2
	copyLink := e2e.Name(ui.NewButton(t.T("agent.codes.copylink"), look.IconLink, ui.Medium, func() { p.acts.Copy(p.current().Link) }), "codes-copylink")
	copyText := e2e.Name(ui.NewButton(t.T("agent.codes.copytext"), look.IconCopy, ui.Medium, func() { p.acts.Copy(p.text()) }), "codes-copytext")
	mail := e2e.Name(ui.NewButton(t.T("agent.codes.mail"), look.IconMail, ui.Medium, func() { p.acts.Mail(p.current().Customer, p.text()) }), "codes-mail")
	copyCode := e2e.Name(ui.NewIconButton(look.IconCopy, t.T("agent.codes.copycode"), ui.Low, func() { p.acts.Copy(p.current().Digits) }), "codes-copycode")
	p.empty = ui.NewEmpty(t.T("agent.codes.empty"), nil)
	p.card = ui.NewCard(ui.Pad(ui.Space16, ui.Space16, ui.Column(ui.Space12,
		ui.Row(ui.Space8, ui.Grow(p.title), ui.NewBadge(look.IconAway, t.T("agent.codes.unused"), ui.KindYellow), copyCode),
		p.tiles, p.countdown, p.say, ui.Row(ui.Space8, ui.Grow(inWriting), language),
		ui.NewQuote(ui.Pad(ui.Space8, ui.Space12, p.written)), ui.Halves(ui.Space8, copyLink, copyText, mail),
		ui.Row(ui.Space8, ui.NewGlyph(look.IconLock, look.Ink2, smallIcon), ui.Grow(ui.NewMuted(t.T("agent.codes.never"), ui.RoleCaption))),
	)))
	return container.NewStack(p.empty, p.card)
}

// active lists the codes that work now, and what has become of others.
func (p *codesPage) active() fyne.CanvasObject {
	t := p.texts
	p.table = e2e.Name(ui.NewTable([]ui.TableColumn{
		{Title: t.T("agent.codes.column.customer"), Width: 120, Grow: true}, {Title: t.T("agent.codes.column.code"), Width: 96},
		{Title: t.T("agent.codes.column.left"), Width: 72, Right: true}, {Width: 40},
	}), "codes-table")
	p.table.OnSelected = func(id string) {
		p.chosen = id
		p.showCode()
	}
	p.table.OnDeleted = p.acts.Withdraw
	p.count = ui.NewMuted("", ui.RoleCaption)
	p.news = ui.Column(ui.Space8)
	head := ui.Pad(ui.Space12, ui.Space12, ui.Row(ui.Space8, ui.Grow(ui.NewTitle(t.T("agent.codes.active"), ui.RoleSubheading)), p.count))
	foot := ui.Pad(ui.Space12, ui.Space12, ui.Column(ui.Space12, p.news, ui.NewKeyHints(
		ui.KeyHint{Key: t.T("agent.key.enter"), Does: t.T("agent.codes.key.new")}, ui.KeyHint{Key: t.T("agent.key.del"), Does: t.T("agent.codes.key.withdraw")})))
	return ui.NewCard(container.NewBorder(head, foot, nil, nil, p.table))
}

// show brings the page up to date; what is being typed and what is chosen stay.
func (p *codesPage) show(state codesState) {
	if len(state.Portals) != len(p.state.Portals) {
		p.portal.SetOptions(state.Portals, 0)
	}
	p.state = state
	p.make.SetEnabled(!state.Full && len(state.Portals) > 0)
	p.trouble.Hidden = state.Trouble == ""
	p.trouble.Set(look.IconWarning, state.Trouble, ui.KindDanger)
	p.count.SetText(state.Count)
	if p.find(p.chosen) < 0 {
		p.chosen = ""
		if n := len(state.Codes); n > 0 {
			p.chosen = state.Codes[n-1].ID
		}
	}
	p.table.SetRows(p.rows())
	p.table.Select(p.chosen)
	p.news.Objects = nil
	for _, n := range state.News {
		p.news.Add(ui.Row(ui.Space8, ui.NewGlyph(n.Icon, n.Colour, smallIcon), ui.Grow(ui.NewMarked(n.Text, ui.RoleTable))))
	}
	p.showCode()
	p.root.Refresh()
}

func (p *codesPage) rows() []ui.TableRow {
	var rows []ui.TableRow
	for _, c := range p.state.Codes {
		id := c.ID
		short := c.Left < time.Minute
		left := ui.Cell{Text: c.LeftWords, Bold: true, Danger: short}
		if short {
			left.Icon = look.IconWarning
		}
		rows = append(rows, ui.TableRow{ID: id, Cells: []ui.Cell{
			{Text: c.Customer, Detail: c.Portal, Bold: true}, {Text: c.Digits, Bold: true}, left,
			{Icon: look.IconClose, Text: p.texts.T("agent.codes.withdraw"), Action: func() { p.acts.Withdraw(id) }},
		}})
	}
	return rows
}

// showCode shows the chosen code, or that there is none.
func (p *codesPage) showCode() {
	i := p.find(p.chosen)
	if i < 0 {
		p.card.Hide()
		p.empty.Show()
		return
	}
	p.empty.Hide()
	p.card.Show()
	c := p.state.Codes[i]
	p.title.SetText(p.texts.T("agent.codes.for", words.Args{"Name": c.Customer}))
	p.tiles.SetCode(c.Digits)
	p.countdown.SetAbout(p.texts.T("agent.codes.once", words.Args{"Minutes": int(c.Total.Minutes())}))
	p.countdown.Set(c.Left, c.Total, p.texts.T("agent.codes.left", words.Args{"Time": c.LeftWords}))
	p.say.Set(look.IconPhone, c.Say, ui.KindAccent)
	p.written.SetText(c.Text[p.language])
}

func (p *codesPage) find(id string) int {
	for i, c := range p.state.Codes {
		if c.ID == id {
			return i
		}
	}
	return -1
}

// current returns the chosen code, an empty one where there is none.
func (p *codesPage) current() codeItem {
	if i := p.find(p.chosen); i >= 0 {
		return p.state.Codes[i]
	}
	return codeItem{}
}

func (p *codesPage) text() string { return p.current().Text[p.language] }

// smallIcon is the side of icons beside small text, in dp.
const smallIcon = 16
