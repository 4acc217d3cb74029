package ui

import (
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
	focus fyne.Focusable
}

// newRelayPage returns the page: a question where the relay is known, a field where it is not.
func newRelayPage(texts *words.Catalogue, state relayState, acts relayActs) *relayPage {
	if state.Relay == "" || state.Trouble != "" {
		return askRelay(texts, state, acts)
	}
	return confirmRelay(texts, state, acts)
}

func confirmRelay(texts *words.Catalogue, state relayState, acts relayActs) *relayPage {
	no := e2e.Name(ui.NewButton(texts.T("customer.relay.no"), "", ui.Outlined, acts.Distrust), "relay-no")
	yes := e2e.Name(ui.NewButton(texts.T("customer.relay.yes"), "", ui.High, acts.Trust), "relay-yes")
	yes.SetEnabled(!state.Busy)
	address := ui.NewTitle(state.Relay, ui.RoleSubheading)
	details := []fyne.CanvasObject{address}
	if state.Fingerprint != "" {
		details = append(details, ui.NewMuted(texts.T("customer.relay.fingerprint"), ui.RoleCaption), ui.NewText(state.Fingerprint, ui.RoleTable))
	}
	body := []fyne.CanvasObject{
		ui.NewText(texts.T("customer.relay.title"), ui.RoleHeading),
		ui.NewMuted(texts.T("customer.relay.explain"), ui.RoleReading),
		ui.NewCard(ui.Pad(ui.Space16, ui.Space16, ui.Column(ui.Space8, details...))),
	}
	if state.Fingerprint != "" {
		body = append(body, ui.NewNote(look.IconWarning, texts.T("customer.relay.selfsigned"), ui.KindWarning))
	}
	if state.Busy {
		body = append(body, ui.NewMuted(texts.T("customer.line.checking"), ui.RoleReading))
	}
	body = append(body, gap(ui.Space8), ui.Halves(ui.Space12, no, yes))
	return &relayPage{root: frame(texts, acts.Language, layout.NewSpacer(), body...), focus: no}
}

func askRelay(texts *words.Catalogue, state relayState, acts relayActs) *relayPage {
	field := e2e.Name(widget.NewEntry(), "relay-field")
	field.SetPlaceHolder(texts.T("customer.relay.placeholder"))
	field.SetText(state.Relay)
	submit := func() { acts.Name(field.Text) }
	field.OnSubmitted = func(string) { submit() }
	next := e2e.Name(ui.NewButton(texts.T("customer.relay.continue"), "", ui.High, submit), "relay-continue")
	next.Extent = ui.Large
	body := []fyne.CanvasObject{
		ui.NewText(texts.T("customer.relay.ask"), ui.RoleHeading),
		ui.NewMuted(texts.T("customer.relay.ask.explain"), ui.RoleReading),
		field, next,
	}
	if state.Trouble != "" {
		body = append(body, ui.NewNote(look.IconWarning, state.Trouble, ui.KindDanger))
	}
	return &relayPage{root: frame(texts, acts.Language, layout.NewSpacer(), body...), focus: field}
}
