package ui

import (
	"math"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// pageSheet asks for the address of a page to open in the customer's browser.
type pageSheet struct {
	sheet   *sheet
	address *ui.Entry
	wrong   *ui.Text
	send    *ui.Button
	done    func(address string) (problem string)
}

// newPageSheet asks for an address. done sends it, or says why it did not; then the sheet stays.
func newPageSheet(window fyne.Window, texts *words.Catalogue, customer string, done func(address string) (problem string)) *pageSheet {
	p := &pageSheet{done: done, address: e2e.Name(ui.NewEntry(texts.T("agent.page.placeholder")), "page-address"), wrong: ui.NewText("", ui.RoleCaption)}
	p.wrong.Colour = look.Danger
	p.wrong.Hide()
	p.address.OnSubmitted = func(string) { p.submit() }
	p.send = e2e.Name(ui.NewButton(texts.T("agent.page.send"), look.IconGlobe, ui.High, p.submit), "page-send")
	cancel := e2e.Name(ui.NewButton(texts.T("agent.introduce.cancel"), "", ui.Medium, func() { p.sheet.close() }), "page-cancel")
	body := ui.Column(ui.Space8, ui.NewField(texts.T("agent.page.address"), p.address), p.wrong, ui.NewMuted(texts.T("agent.page.explain"), ui.RoleCaption))
	p.sheet = newSheet(window, texts.T("agent.page.title", words.Args{"Name": customer}), body, p.address, cancel, p.send)
	return p
}

func (p *pageSheet) submit() {
	if problem := p.done(p.address.Text); problem != "" {
		p.complain(problem)
		return
	}
	p.sheet.close()
}

func (p *pageSheet) complain(problem string) {
	p.wrong.SetText(problem)
	p.wrong.Show()
	p.sheet.popUp.Refresh()
}

// pageAddress returns the address of a web page as it is sent; one without a scheme is taken for https.
func pageAddress(typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil {
		return "", false
	}
	address := u.String() // with what is not ASCII written so that everyone reads the same
	return address, protocol.Pushable(address)
}

// askPage asks for a page to send to the customer.
func (s *sessionWindows) askPage() { s.pageSheet() }

func (s *sessionWindows) pageSheet() *pageSheet {
	return newPageSheet(s.chat, s.owner.texts, s.owner.present().customer(s.shown.Customer), s.offerPage)
}

// sendPage offers a page to the customer, who is asked before it opens. One that cannot be offered now is shown, with the reason.
func (s *sessionWindows) sendPage(address string) {
	if problem := s.offerPage(address); problem != "" {
		sheet := s.pageSheet()
		sheet.address.SetText(address)
		sheet.complain(problem)
	}
}

// offerPage offers a page to the customer, or says why not.
func (s *sessionWindows) offerPage(typed string) (problem string) {
	address, ok := pageAddress(typed)
	switch {
	case !ok:
		return s.owner.texts.T("agent.page.wrong")
	case !s.may(signalling.FeaturePushURL):
		return ""
	}
	if wait, _ := s.session.PushURL(address); wait > 0 {
		return s.owner.texts.T("agent.page.wait", words.Args{"Seconds": int(math.Ceil(wait.Seconds()))})
	}
	return ""
}
