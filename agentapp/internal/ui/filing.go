package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// filing asks, once it is over, how it ended.
type filing struct {
	root     fyne.CanvasObject
	reason   *ui.Text
	question *fyne.Container
	over     *fyne.Container
	first    *ui.Button // of the outcomes
}

// newFiling returns the question, hidden; closed is for what has no outcome.
func newFiling(t *words.Catalogue, file func(outcome signalling.Outcome), closed func()) *filing {
	outcome := func(name string, icon look.Icon, outcome signalling.Outcome) *ui.Button {
		return e2e.Name(ui.NewButton(t.T("agent.outcome."+name), icon, ui.Medium, func() { file(outcome) }), "outcome-"+name)
	}
	f := &filing{reason: ui.NewText("", ui.RoleBody), first: outcome("resolved", look.IconCheck, signalling.OutcomeResolved)}
	f.question = ui.Column(ui.Space8, ui.NewTitle(t.T("agent.outcome.question"), ui.RoleBody), ui.Flow(ui.Space8, f.first,
		outcome("unresolved", look.IconFlag, signalling.OutcomeUnresolved), outcome("unknown", look.IconQuestion, signalling.OutcomeUnknown)))
	f.over = ui.Row(ui.Space8, e2e.Name(ui.NewButton(t.T("agent.web.close"), look.IconClose, ui.Medium, closed), "web-close"), layout.NewSpacer())
	f.over.Hide()
	f.root = ui.NewPanel(look.Surface, ui.Top, ui.Pad(ui.Space12, ui.Space12, ui.Column(ui.Space8, f.reason, f.question, f.over)))
	f.root.Hide()
	return f
}

// show says why it is over; nothing hides the question. It reports whether the page has to be laid out anew.
func (f *filing) show(reason string, over bool) bool {
	f.reason.SetText(reason)
	setVisible(f.reason, reason != "")
	moved := setVisible(f.question, !over)
	moved = setVisible(f.over, over) || moved
	return setVisible(f.root, reason != "") || moved
}
