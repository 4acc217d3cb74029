package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// sheetWidth is the width of what comes up in front of a page, in dp.
const sheetWidth = 380

// A sheet stands in front of a window's page until it is closed, by one of its buttons or by Esc.
type sheet struct {
	popUp  *widget.PopUp
	closed func() // nil tells nobody
}

// newSheet shows a sheet with buttons at its foot, which stay in sight where the body scrolls. The first one has the focus; each of them is pressed as it is, and
// closes the sheet if its OnTapped says so.
func newSheet(window fyne.Window, title string, body []fyne.CanvasObject, make func(s *sheet) []*ui.Button) *sheet {
	s := &sheet{}
	heading := ui.NewText(title, ui.RoleSubheading)
	heading.Bold = true
	buttons := make(s)
	row := []fyne.CanvasObject{}
	for _, b := range buttons {
		b.OnKey = s.key
		row = append(row, b)
	}
	const side = ui.Space16
	page := ui.Squeeze(ui.Pad(ui.Space8, side, heading), ui.Pad(ui.Space12, side, ui.Halves(ui.Space8, row...)), ui.Pad(ui.Space4, side, ui.Column(ui.Space8, body...)))
	s.popUp = widget.NewModalPopUp(ui.Width(sheetWidth, ui.Pad(ui.Space8, 0, page)), window.Canvas())
	s.popUp.Show()
	window.Canvas().Focus(buttons[0])
	return s
}

// key makes Esc close the sheet.
func (s *sheet) key(key *fyne.KeyEvent) bool {
	if key.Name != fyne.KeyEscape {
		return false
	}
	s.close()
	return true
}

// fit gives the sheet the room that it needs now.
func (s *sheet) fit() {
	s.popUp.Content.Refresh()
	s.popUp.Refresh()
}

func (s *sheet) close() {
	s.popUp.Hide()
	if s.closed != nil {
		s.closed()
	}
}

// done returns the one button of a sheet that only tells something.
func done(texts *words.Catalogue) func(s *sheet) []*ui.Button {
	return func(s *sheet) []*ui.Button {
		return []*ui.Button{e2e.Name(ui.NewButton(texts.T("customer.sheet.done"), "", ui.High, s.close), "sheet-done")}
	}
}

// tell shows a title and a text.
func tell(window fyne.Window, texts *words.Catalogue, title, text string) {
	newSheet(window, title, []fyne.CanvasObject{ui.NewText(text, ui.RoleReading)}, done(texts))
}
