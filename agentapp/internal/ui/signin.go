package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
	"beside.example/internal/product"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// signInWidth is the width of the sign-in page's column, in dp.
const signInWidth = 440

// signInState is what the sign-in page says.
type signInState struct {
	Relay string
	// Busy tells that the browser shows the relay's page.
	Busy bool
	// Fingerprint is of a relay for which nobody vouches; the page then asks about it.
	Fingerprint string
	// Trouble is a sentence about what went wrong last, or empty.
	Trouble string
}

// signInActs is what a person does on the sign-in page.
type signInActs struct {
	SignIn        func(relay string)
	Trust, Cancel func()
	Language      func(words.Language)
}

// signInPage leads to the relay's sign-in page in the system's browser.
type signInPage struct {
	root  fyne.CanvasObject
	focus fyne.Focusable
}

func newSignInPage(texts *words.Catalogue, state signInState, acts signInActs) *signInPage {
	p := &signInPage{}
	var body []fyne.CanvasObject
	var buttons fyne.CanvasObject // which stay in sight where the rest scrolls
	switch {
	case state.Busy:
		body, buttons = p.waiting(texts, acts)
	case state.Fingerprint != "":
		body, buttons = p.question(texts, state, acts)
	default:
		body, buttons = p.form(texts, state, acts)
	}
	const mark = 30
	name := ui.NewLine(product.Name, ui.RoleSubheading)
	name.Bold = true
	head := ui.Row(ui.Space8, ui.NewGlyph(look.IconMark, look.Accent, mark), name, layout.NewSpacer(), languageSwitch(texts, acts.Language))
	if state.Trouble != "" {
		note := ui.NewNote(look.IconWarning, state.Trouble, ui.KindDanger)
		if state.Fingerprint != "" {
			body = append([]fyne.CanvasObject{note}, body...) // what is wrong is seen before what is asked
		} else {
			body = append(body, note)
		}
	}
	const side = ui.Space24
	p.root = ui.Centred(signInWidth, ui.NewCard(ui.Pad(ui.Space12, 0, ui.Squeeze(ui.Pad(ui.Space12, side, head), ui.Pad(ui.Space12, side, buttons),
		ui.Pad(0, side, ui.Column(ui.Space12, body...))))))
	return p
}

func (p *signInPage) form(texts *words.Catalogue, state signInState, acts signInActs) (body []fyne.CanvasObject, buttons fyne.CanvasObject) {
	relay := e2e.Name(ui.NewEntry(texts.T("agent.signin.placeholder")), "signin-relay")
	relay.SetText(state.Relay)
	submit := func() { acts.SignIn(relay.Text) }
	relay.OnSubmitted = func(string) { submit() }
	begin := e2e.Name(ui.NewButton(texts.T("agent.signin.begin"), look.IconGlobe, ui.High, submit), "signin-begin")
	p.focus = relay
	return []fyne.CanvasObject{
		ui.NewText(texts.T("agent.signin.title"), ui.RoleHeading),
		ui.NewMuted(texts.T("agent.signin.explain"), ui.RoleBody),
		ui.NewField(texts.T("agent.signin.relay"), relay),
	}, begin
}

func (p *signInPage) question(texts *words.Catalogue, state signInState, acts signInActs) (body []fyne.CanvasObject, buttons fyne.CanvasObject) {
	no := e2e.Name(ui.NewButton(texts.T("agent.signin.distrust"), "", ui.Outlined, acts.Cancel), "signin-distrust")
	yes := e2e.Name(ui.NewButton(texts.T("agent.signin.trust"), "", ui.High, acts.Trust), "signin-trust")
	p.focus = no
	return []fyne.CanvasObject{
		ui.NewText(texts.T("agent.signin.untrusted"), ui.RoleSubheading),
		ui.NewText(texts.T("agent.signin.untrusted.explain", words.Args{"Relay": state.Relay}), ui.RoleBody),
		ui.NewQuote(ui.Pad(ui.Space8, ui.Space12, e2e.Name(ui.NewText(state.Fingerprint, ui.RoleTable), "signin-fingerprint"))),
	}, ui.Halves(ui.Space12, no, yes)
}

func (p *signInPage) waiting(texts *words.Catalogue, acts signInActs) (body []fyne.CanvasObject, buttons fyne.CanvasObject) {
	cancel := e2e.Name(ui.NewButton(texts.T("agent.signin.cancel"), "", ui.Medium, acts.Cancel), "signin-cancel")
	p.focus = cancel
	return []fyne.CanvasObject{
		ui.NewText(texts.T("agent.signin.title"), ui.RoleHeading),
		ui.NewNote(look.IconGlobe, texts.T("agent.signin.browser"), ui.KindAccent),
	}, cancel
}

// languageSwitch is small, as everything beside a title is.
func languageSwitch(texts *words.Catalogue, choose func(words.Language)) *ui.Segmented {
	s := e2e.Name(ui.NewLanguageSwitch(texts, choose), "language")
	s.Small = true
	return s
}
