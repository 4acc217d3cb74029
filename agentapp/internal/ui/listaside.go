package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// asideWidth is the width of the details, in dp.
const asideWidth = 276

// listAside shows what is known of the chosen row of a list.
type listAside struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	shown listRow

	details *fyne.Container
	badge   *ui.Badge
	name    *ui.Text
	portal  *ui.Text
	facts   *ui.Details
	notes   *ui.Text
	quote   *ui.Panel
	chat    *ui.Note
	buttons *fyne.Container
	open    *ui.Button
	end     *ui.Button
}

func newListAside(texts *words.Catalogue, open, end func()) *listAside {
	a := &listAside{
		texts: texts, badge: ui.NewBadge("", "", ui.KindPlain), name: ui.NewTitle("", ui.RoleSubheading), portal: ui.NewMuted("", ui.RoleBody),
		facts: ui.NewDetails(nil), notes: ui.NewText("", ui.RoleTable), chat: ui.NewNote(look.IconChat, "", ui.KindAccent),
	}
	a.chat.SetRole(ui.RoleTable)
	a.quote = ui.NewQuote(a.notes)
	a.open = e2e.Name(ui.NewButton(texts.T("agent.list.open"), look.IconChat, ui.High, open), "list-open")
	a.end = e2e.Name(ui.NewButton(texts.T("agent.list.end"), look.IconLeave, ui.Medium, end), "list-end")
	a.details = ui.Column(ui.Space12, ui.Row(0, a.badge), ui.Column(0, a.name, a.portal), a.quote, a.facts, a.chat)
	a.buttons = ui.Column(ui.Space8, a.open, a.end)
	a.details.Hide()
	a.buttons.Hide()
	a.root = ui.NewPanel(look.Surface, ui.Left, ui.Pad(ui.Space12, ui.Space12, ui.Frame(nil, a.buttons, container.NewVScroll(a.details))))
	return a
}

// show brings the details up to date; a row without an ID is none.
func (a *listAside) show(r listRow) {
	if !differs(&a.shown, r) {
		return
	}
	a.badge.Set(r.Status)
	a.name.SetText(r.Customer)
	a.portal.SetText(r.Portal)
	a.facts.Set(r.Facts)
	a.notes.SetText(r.Notes)
	a.chat.Set(look.IconChat, r.Chat, ui.KindAccent)
	setVisible(a.quote, r.Notes != "")
	setVisible(a.chat, r.Chat != "")
	label := "agent.list.open"
	if r.Ended {
		label = "agent.list.file"
	}
	a.open.SetText(a.texts.T(label))
	setVisible(a.end, !r.Ended)
	setVisible(a.details, r.ID != "")
	setVisible(a.buttons, r.Live)
	a.buttons.Refresh()
	a.details.Refresh()
	a.root.Refresh()
}
