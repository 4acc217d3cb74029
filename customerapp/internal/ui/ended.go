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
	// Reason says why the session is over.
	Reason string
	// Facts are the receipt: who saw, who controlled, how long; a line each.
	Facts []string
	// CanSave tells that there is a chat log.
	CanSave bool
}

// endedActs is what a person does on the last page.
type endedActs struct {
	Save, Report, Again, Close func()
	Language                   func(words.Language)
}

// newEndedPage returns the page that says that nobody is connected any more, and the button that closes the app.
func newEndedPage(texts *words.Catalogue, state endedState, acts endedActs) (page fyne.CanvasObject, closing *ui.Button) {
	closing = e2e.Name(ui.NewButton(texts.T("customer.ended.close"), "", ui.High, acts.Close), "ended-close")
	closing.Extent = ui.Large
	body := []fyne.CanvasObject{
		heading(texts.T("customer.ended.title")), ui.NewMuted(state.Reason, ui.RoleBody), gap(ui.Space4),
		ui.NewNote(look.IconCheck, texts.T("customer.ended.nobody"), ui.KindSuccess),
	}
	if len(state.Facts) > 0 {
		lines := []fyne.CanvasObject{}
		for _, fact := range state.Facts {
			lines = append(lines, ui.NewText(fact, ui.RoleReading))
		}
		body = append(body, ui.NewCard(ui.Pad(ui.Space12, ui.Space16, ui.Column(ui.Space4, lines...))))
	}
	body = append(body, gap(ui.Space4))
	if state.CanSave {
		body = append(body, e2e.Name(ui.NewButton(texts.T("customer.chat.save"), look.IconDownload, ui.Medium, acts.Save), "ended-save"))
	}
	body = append(body, e2e.Name(ui.NewButton(texts.T("customer.chat.report"), look.IconFlag, ui.Medium, acts.Report), "ended-report"), closing)
	foot := ui.Row(ui.Space8, layout.NewSpacer(), ui.NewLink(texts.T("customer.ended.again"), ui.RoleCaption, acts.Again))
	return frame(texts, acts.Language, foot, body...), closing
}
