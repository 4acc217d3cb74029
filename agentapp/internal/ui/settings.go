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

// newSettingsPage returns the page with the app's few settings.
func newSettingsPage(texts *words.Catalogue, state settingsState, language func(words.Language), signOut func()) fyne.CanvasObject {
	facts := []ui.Detail{
		{Name: texts.T("agent.settings.name"), Value: state.Name}, {Name: texts.T("agent.settings.organisation"), Value: state.Organisation},
		{Name: texts.T("agent.settings.relay"), Value: state.Relay}, {Name: texts.T("agent.settings.version"), Value: state.Version},
	}
	if state.Fingerprint != "" {
		facts = append(facts, ui.Detail{Name: texts.T("agent.settings.fingerprint"), Value: state.Fingerprint})
	}
	leave := e2e.Name(ui.NewButton(texts.T("agent.settings.signout"), look.IconLeave, ui.Medium, signOut), "settings-signout")
	return ui.Pad(ui.Space24, ui.Space24, ui.Column(ui.Space16,
		ui.NewText(texts.T("agent.nav.settings"), ui.RoleHeading),
		ui.NewCard(ui.Pad(ui.Space16, ui.Space16, ui.NewDetails(facts))),
		ui.Row(ui.Space12, ui.NewLine(texts.T("agent.settings.language"), ui.RoleBody), languageSwitch(texts, language)),
		ui.Row(0, leave), layout.NewSpacer(),
	))
}
