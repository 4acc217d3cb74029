package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// endedState is what the last page says.
type endedState struct {
	// Title and Reason say that and why the session is over.
	Title, Reason string
	// Facts are the receipt: who saw, who controlled, how long; a line each.
	Facts []string
	// CanSave tells that there is a chat log.
	CanSave bool
	// Note tells what became of the last act, such as where the log was saved; empty says nothing.
	Note string
}

// endedActs is what a person does on the last page.
type endedActs struct {
	Save, Report, Again, Close func()
	Language                   func(words.Language)
}

// newEndedPage returns the page that says that nobody is connected any more.
func newEndedPage(texts *words.Catalogue, state endedState, acts endedActs) fyne.CanvasObject {
	closing := e2e.Name(ui.NewButton(texts.T("customer.ended.close"), "", ui.High, acts.Close), "ended-close")
	closing.Extent = ui.Large
	body := []fyne.CanvasObject{
		ui.NewText(state.Title, ui.RoleHeading),
		ui.NewMuted(state.Reason, ui.RoleBody),
		ui.NewNote(look.IconCheck, texts.T("customer.ended.nobody"), ui.KindSuccess),
	}
	if len(state.Facts) > 0 {
		lines := []fyne.CanvasObject{}
		for _, fact := range state.Facts {
			lines = append(lines, ui.NewText(fact, ui.RoleReading))
		}
		body = append(body, ui.NewCard(ui.Pad(ui.Space12, ui.Space16, ui.Column(ui.Space4, lines...))))
	}
	if state.Note != "" {
		body = append(body, ui.NewNote(look.IconInfo, state.Note, ui.KindPlain))
	}
	var tools []fyne.CanvasObject
	if state.CanSave {
		tools = append(tools, e2e.Name(ui.NewButton(texts.T("customer.chat.save"), look.IconDownload, ui.Medium, acts.Save), "ended-save"))
	}
	tools = append(tools, e2e.Name(ui.NewButton(texts.T("customer.chat.report"), look.IconFlag, ui.Medium, acts.Report), "ended-report"))
	body = append(body, gap(ui.Space8), ui.Halves(ui.Space12, tools...), closing)
	return frame(texts, acts.Language, ui.Row(ui.Space8, layout.NewSpacer(), ui.NewLink(texts.T("customer.ended.again"), ui.RoleCaption, acts.Again)), body...)
}
