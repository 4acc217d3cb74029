package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// relayState is what the relay page says.
type relayState struct {
	// Relay is HOST[:PORT]; empty asks for it.
	Relay string
	// Fingerprint is of the certificate of a relay for which nobody vouches; empty where somebody does.
	Fingerprint string
	// Busy tells that the relay is being asked.
	Busy bool
	// Trouble is a sentence about what went wrong last, or empty.
	Trouble string
}

// asks reports whether the page asks for an address; else it asks whether the one shown is right.
func (s relayState) asks() bool { return s.Relay == "" || s.Trouble != "" }

// relayActs is what a person does on the relay page.
type relayActs struct {
	Name     func(relay string)
	Trust    func()
	Distrust func()
	Language func(words.Language)
}

// relayPage shows which relay the app will talk to, and lets the person confirm or name it.
type relayPage struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	acts  relayActs
	state relayState // what the page was made of
	focus fyne.Focusable

	field   *widget.Entry // nil where the page asks for a Yes
	trouble *ui.Note
	yes     *ui.Button // nil where the page asks for an address
	wait    *ui.Text
}

// newRelayPage returns the page: a question where the relay is known, a field where it is not.
func newRelayPage(texts *words.Catalogue, state relayState, acts relayActs) *relayPage {
	p := &relayPage{texts: texts, acts: acts, state: state}
	if state.asks() {
		p.root = frame(texts, acts.Language, layout.NewSpacer(), p.ask()...)
	} else {
		p.root = frame(texts, acts.Language, p.answers(), p.confirm()...)
	}
	p.show(state)
	return p
}

// fits reports whether the page can show a state without being made anew: one where an address is being typed stays.
func (p *relayPage) fits(state relayState) bool {
	if p.field != nil {
		return state.asks() || p.typed() != strings.TrimSpace(state.Relay)
	}
	return !state.asks() && state.Relay == p.state.Relay && state.Fingerprint == p.state.Fingerprint
}

// show brings the page up to date; what was typed stays.
func (p *relayPage) show(state relayState) {
	if p.field != nil {
		p.trouble.Hidden = state.Trouble == ""
		p.trouble.Set(look.IconWarning, state.Trouble, ui.KindDanger)
	} else {
		p.yes.SetEnabled(!state.Busy)
		p.wait.Hidden = !state.Busy
	}
	p.root.Refresh()
}

// answers are the buttons below the question, which stay in sight where the question scrolls.
func (p *relayPage) answers() fyne.CanvasObject {
	t := p.texts
	no := e2e.Name(ui.NewButton(t.T("customer.relay.no"), "", ui.Outlined, p.acts.Distrust), "relay-no")
	p.yes = e2e.Name(ui.NewButton(t.T("customer.relay.yes"), "", ui.High, p.acts.Trust), "relay-yes")
	p.wait = ui.NewMuted(t.T("customer.line.checking"), ui.RoleReading)
	p.focus = no
	return ui.Column(ui.Space8, p.wait, ui.Halves(ui.Space12, no, p.yes))
}

func (p *relayPage) confirm() []fyne.CanvasObject {
	t, state := p.texts, p.state
	address := ui.NewText(state.Relay, ui.RoleSubheading)
	address.Bold = true
	details := []fyne.CanvasObject{address}
	if state.Fingerprint != "" {
		details = append(details, ui.NewMuted(t.T("customer.relay.fingerprint"), ui.RoleCaption), e2e.Name(ui.NewText(state.Fingerprint, ui.RoleTable), "relay-fingerprint"))
	}
	body := []fyne.CanvasObject{
		heading(t.T("customer.relay.title")), ui.NewMuted(t.T("customer.relay.explain"), ui.RoleReading), gap(ui.Space4),
		ui.NewCard(ui.Pad(ui.Space16, ui.Space16, ui.Column(ui.Space8, details...))),
	}
	if state.Fingerprint != "" {
		body = append(body, ui.NewNote(look.IconWarning, t.T("customer.relay.selfsigned"), ui.KindWarning))
	}
	return body
}

func (p *relayPage) ask() []fyne.CanvasObject {
	t := p.texts
	p.field = e2e.Name(widget.NewEntry(), "relay-field")
	p.field.SetPlaceHolder(t.T("customer.relay.placeholder"))
	p.field.SetText(p.state.Relay)
	submit := func() { p.acts.Name(p.typed()) }
	p.field.OnSubmitted = func(string) { submit() }
	p.trouble = ui.NewNote(look.IconWarning, "", ui.KindDanger)
	p.focus = p.field
	next := e2e.Name(ui.NewButton(t.T("customer.relay.continue"), "", ui.High, submit), "relay-continue")
	next.Extent = ui.Large
	return []fyne.CanvasObject{
		heading(t.T("customer.relay.ask")), ui.NewMuted(t.T("customer.relay.ask.explain"), ui.RoleReading), gap(ui.Space4),
		p.field, next, p.trouble,
	}
}

// typed returns the address as it stands in the field.
func (p *relayPage) typed() string { return strings.TrimSpace(p.field.Text) }
