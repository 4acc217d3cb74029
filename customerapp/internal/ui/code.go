package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// line is how the way to the relay is.
type line uint8

const (
	lineChecking line = iota
	lineReady
	lineAway
)

// codeState is what the code page says.
type codeState struct {
	Relay string
	Line  line
	// Code is filled in from a link: the nameplate of nine digits, the rest of which the person types, or a whole portal code.
	Code string
	// Busy says in words what goes on after Continue; empty while nothing does.
	Busy string
	// Trouble is a sentence about what went wrong last, or empty.
	Trouble string
}

// codeActs is what a person does on the code page.
type codeActs struct {
	Submit      func(code string)
	Cancel      func()
	ChangeRelay func()
	NoCode      func()
	Language    func(words.Language)
}

// codePage takes a code: nine digits, or a portal's eight characters.
type codePage struct {
	root   fyne.CanvasObject
	texts  *words.Catalogue
	entry  *ui.CodeEntry
	hint   *ui.Text
	next   *ui.Button
	cancel *ui.Button
	line   *ui.Note
	wrong  *ui.Note
	state  codeState
}

func newCodePage(texts *words.Catalogue, state codeState, acts codeActs) *codePage {
	p := &codePage{texts: texts, hint: ui.NewMuted("", ui.RoleCaption), line: ui.NewNote("", "", ui.KindPlain), wrong: ui.NewNote("", "", ui.KindDanger)}
	submit := func(code string) {
		if p.ready() {
			acts.Submit(code)
		}
	}
	p.entry = e2e.Name(ui.NewCodeEntry(func(string) { p.refresh() }, submit), "code-entry")
	p.next = e2e.Name(ui.NewButton(texts.T("customer.code.continue"), "", ui.High, func() { submit(p.entry.Code()) }), "code-continue")
	p.next.Extent = ui.Large
	p.cancel = e2e.Name(ui.NewButton(texts.T("customer.code.cancel"), "", ui.Medium, acts.Cancel), "code-cancel")
	p.cancel.Extent = ui.Large
	relay := ui.NewMuted(texts.T("customer.code.relay", words.Args{"Relay": state.Relay}), ui.RoleCaption)
	relay.Overflow = ui.Ellipsis
	foot := ui.Row(ui.Space16, ui.Grow(relay),
		ui.NewLink(texts.T("customer.code.change"), ui.RoleCaption, acts.ChangeRelay), ui.NewLink(texts.T("customer.code.none"), ui.RoleCaption, acts.NoCode))
	p.root = frame(texts, acts.Language, foot,
		heading(texts.T("customer.code.title")), ui.NewMuted(texts.T("customer.code.explain"), ui.RoleBody),
		gap(ui.Space4), p.entry, p.hint, p.next, p.cancel, gap(ui.Space4), p.wrong, p.line,
		ui.NewNote(look.IconWarning, texts.T("customer.code.warning"), ui.KindWarning),
	)
	p.entry.SetCode(state.Code)
	p.show(state)
	return p
}

// show brings the page up to date; what was typed stays.
func (p *codePage) show(state codeState) {
	p.state = state
	switch state.Line {
	case lineReady:
		p.line.Set(look.IconCheck, p.texts.T("customer.line.ready"), ui.KindSuccess)
	case lineAway:
		p.line.Set(look.IconRefresh, p.texts.T("customer.line.away"), ui.KindWarning)
	default:
		p.line.Set(look.IconPulse, p.texts.T("customer.line.checking"), ui.KindPlain)
	}
	p.line.Hidden = state.Line == lineReady && state.Trouble != "" // one thing at a time
	p.wrong.Hidden = state.Trouble == ""
	p.wrong.Set(look.IconWarning, state.Trouble, ui.KindDanger)
	p.cancel.Hidden = state.Busy == ""
	p.next.Hidden = state.Busy != ""
	p.refresh()
	p.root.Refresh()
}

func (p *codePage) ready() bool {
	return p.entry.Missing() == 0 && p.state.Busy == "" && p.state.Line == lineReady
}

// refresh says how many characters are to come, or what goes on.
func (p *codePage) refresh() {
	switch missing := p.entry.Missing(); {
	case p.state.Busy != "":
		p.hint.SetText(p.state.Busy)
	case missing > 0 && p.entry.IsPortal():
		p.hint.SetText(p.texts.N("customer.code.missing.portal", missing))
	case missing > 0:
		p.hint.SetText(p.texts.N("customer.code.missing", missing))
	default:
		p.hint.SetText(p.texts.T("customer.code.once"))
	}
	p.next.SetEnabled(p.ready())
}
