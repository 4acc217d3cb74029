package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// settingsState is what the settings page says.
type settingsState struct {
	Relay, Fingerprint, Name, Organisation, Version string
}

// settingsPage is the page with the app's few settings.
type settingsPage struct {
	root     fyne.CanvasObject
	texts    *words.Catalogue
	facts    *ui.Details
	language *ui.Segmented
}

func newSettingsPage(texts *words.Catalogue, language func(words.Language), signOut func()) *settingsPage {
	p := &settingsPage{texts: texts, facts: ui.NewDetails(nil), language: e2e.Name(ui.NewLanguageSwitch(texts, language), "language")}
	p.language.Small = true
	leave := e2e.Name(ui.NewButton(texts.T("agent.settings.signout"), look.IconLeave, ui.Medium, signOut), "settings-signout")
	p.root = ui.Pad(ui.Space24, ui.Space24, ui.Column(ui.Space16,
		ui.NewText(texts.T("agent.nav.settings"), ui.RoleHeading),
		ui.NewCard(ui.Pad(ui.Space16, ui.Space16, p.facts)),
		ui.Row(ui.Space12, ui.NewLine(texts.T("agent.settings.language"), ui.RoleBody), p.language),
		ui.Row(0, leave), layout.NewSpacer(),
	))
	return p
}

// show brings the page up to date.
func (p *settingsPage) show(state settingsState) {
	var facts []ui.Detail
	for _, f := range []ui.Detail{
		{Name: p.texts.T("agent.settings.name"), Value: state.Name},
		{Name: p.texts.T("agent.settings.organisation"), Value: state.Organisation},
		{Name: p.texts.T("agent.settings.relay"), Value: state.Relay},
		{Name: p.texts.T("agent.settings.fingerprint"), Value: state.Fingerprint},
		{Name: p.texts.T("agent.settings.version"), Value: state.Version},
	} {
		if f.Value != "" {
			facts = append(facts, f)
		}
	}
	p.facts.Set(facts)
}
