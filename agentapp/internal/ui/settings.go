package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// settingsState is what the settings page says.
type settingsState struct {
	Relay, Fingerprint, Name, Organisation, Version string
	// Alert and Away are indexes into the choices for them.
	Alert, Away int
	Silent      bool
}

// settingsActs is what the agent does there.
type settingsActs struct {
	Language    func(l words.Language)
	Alert, Away func(choice int)
	Silent      func(silent bool)
	SignOut     func()
}

// alertSeconds are how long alerts may stay, no longer than relays let them, awayMinutes after how long without pointer and keys an agent is away; 0 is never.
func alertSeconds() []int { return []int{10, 20, 30} }

func awayMinutes() []int { return []int{0, 5, 10, 15, 30} }

// settingsPage is the page with the app's few settings.
type settingsPage struct {
	root     fyne.CanvasObject
	texts    *words.Catalogue
	facts    *ui.Details
	language *ui.Segmented
	alert    *ui.Select
	away     *ui.Select
	sound    *ui.Segmented
}

func newSettingsPage(texts *words.Catalogue, acts settingsActs) *settingsPage {
	p := &settingsPage{texts: texts, facts: ui.NewDetails(nil), language: e2e.Name(ui.NewLanguageSwitch(texts, acts.Language), "language")}
	p.language.Small = true
	leave := e2e.Name(ui.NewButton(texts.T("agent.settings.signout"), look.IconLeave, ui.Medium, acts.SignOut), "settings-signout")
	p.root = container.NewVScroll(ui.Pad(ui.Space24, ui.Space24, ui.Column(ui.Space16,
		ui.NewText(texts.T("agent.nav.settings"), ui.RoleHeading),
		ui.NewCard(ui.Pad(ui.Space16, ui.Space16, p.facts)),
		p.choices(acts),
		ui.Row(0, leave),
	)))
	return p
}

// choices are what the agent chooses, each behind its name.
func (p *settingsPage) choices(acts settingsActs) fyne.CanvasObject {
	t := p.texts
	var seconds, minutes []string
	for _, n := range alertSeconds() {
		seconds = append(seconds, t.N("agent.settings.seconds", n))
	}
	for _, n := range awayMinutes() {
		minutes = append(minutes, t.N("agent.minutes", n))
	}
	minutes[0] = t.T("agent.settings.never")
	p.alert = e2e.Name(ui.NewSelect(seconds, 1, acts.Alert), "settings-alert")
	p.away = e2e.Name(ui.NewSelect(minutes, 0, acts.Away), "settings-away")
	p.alert.Extent, p.away.Extent = ui.Small, ui.Small
	p.sound = e2e.Name(ui.NewSegmented([]ui.Segment{{Text: t.T("agent.settings.sound.on"), Icon: look.IconVolume}, {Text: t.T("agent.settings.sound.off")}}, 0, func(i int) { acts.Silent(i == 1) }), "settings-sound")
	p.sound.Small = true
	line := func(key string, choice fyne.CanvasObject) fyne.CanvasObject {
		return ui.Row(ui.Space12, ui.Width(nameWidth, ui.NewText(t.T("agent.settings."+key), ui.RoleBody)), choice)
	}
	return ui.Column(ui.Space12, line("language", p.language), line("sound", p.sound), line("alert", p.alert), line("away", p.away))
}

// nameWidth is the room of a setting's name, in dp.
const nameWidth = 280

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
	p.alert.SetOptions(p.alert.Options(), state.Alert)
	p.away.SetOptions(p.away.Options(), state.Away)
	silent := 0
	if state.Silent {
		silent = 1
	}
	p.sound.SetSelected(silent)
}
