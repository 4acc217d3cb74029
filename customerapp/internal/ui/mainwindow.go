package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/product"
	"beside.example/internal/ui"
	"beside.example/protocol"
)

// mainWindow is the first window: it shows one page after the other.
type mainWindow struct {
	owner  *Windows
	window fyne.Window
	root   *ui.Root
	size   fyne.Size // as the page wants it

	page model.Page
	// Of these, the page that is shown is there; the next show makes it where there is none.
	relay   *relayPage
	code    *codePage
	consent *consentPage
	ended   fyne.CanvasObject
	since   time.Time // when the consent page came up
}

func newMainWindow(owner *Windows) *mainWindow {
	m := &mainWindow{owner: owner, window: owner.app.NewWindow(product.Name)}
	m.window.SetPadded(false)
	m.window.SetMaster()
	m.window.SetCloseIntercept(m.closed)
	m.show(owner.model.Snapshot())
	m.window.Show()
	owner.fit(m.window, m.size)
	m.window.CenterOnScreen()
	return m
}

// closed is the window's close button: on the consent page it is No, elsewhere the end of the app.
func (m *mainWindow) closed() {
	if s := m.owner.model.Session(); s != nil && m.page == model.PageConsent {
		s.Decline()
	}
	m.owner.app.Quit()
}

// forget makes the next show build its page anew.
func (m *mainWindow) forget() { m.relay, m.code, m.consent, m.ended = nil, nil, nil, nil }

// translate shows the page in the present language; what was typed stays.
func (m *mainWindow) translate(s model.Snapshot) {
	relay, code := m.relay, m.code
	m.forget()
	m.show(s)
	if code != nil && m.code != nil {
		m.code.entry.SetCode(code.entry.Code())
	}
	if relay != nil && relay.field != nil && m.relay != nil && m.relay.field != nil {
		m.relay.field.SetText(relay.field.Text)
	}
}

func (m *mainWindow) show(s model.Snapshot) {
	if s.Page != m.page {
		m.forget()
		m.page = s.Page
		m.window.Show()
	}
	switch s.Page {
	case model.PageRelay:
		m.showRelay(s)
	case model.PageCode:
		m.showCode(s)
	case model.PageConsent:
		m.showConsent(s)
	case model.PageEnded:
		m.showEnded(s)
	}
}

func (m *mainWindow) put(page fyne.CanvasObject, size fyne.Size, focus fyne.Focusable) {
	if m.root == nil {
		m.root = ui.NewRoot(page)
		m.window.SetContent(m.root)
	} else {
		m.root.SetPage(page)
	}
	if m.size != size { // else it is as large as the person made it
		m.size = size
		m.owner.fit(m.window, size)
	}
	m.window.Canvas().SetOnTypedKey(nil)
	m.window.Canvas().Focus(focus)
}

func (m *mainWindow) showRelay(s model.Snapshot) {
	state := m.owner.present().relay(s)
	if m.relay != nil && m.relay.fits(state) {
		m.relay.show(state)
		return
	}
	m.relay = newRelayPage(m.owner.texts, state, relayActs{
		Name: m.owner.model.NameRelay, Trust: m.owner.model.TrustRelay, Distrust: m.owner.model.ForgetRelay, Language: m.owner.speak,
	})
	m.put(m.relay.root, codeSize, m.relay.focus)
}

func (m *mainWindow) showCode(s model.Snapshot) {
	state := m.owner.present().code(s)
	if m.code != nil {
		m.code.show(state)
		return
	}
	t := m.owner.texts
	m.code = newCodePage(t, state, codeActs{
		Submit: m.owner.model.Submit, Cancel: m.owner.model.Cancel, ChangeRelay: m.owner.model.ForgetRelay, Language: m.owner.speak,
		NoCode: func() { tell(m.window, t, t.T("customer.code.none.title"), t.T("customer.code.none.text")) },
	})
	m.put(m.code.root, codeSize, m.code.entry)
}

func (m *mainWindow) showConsent(s model.Snapshot) {
	if m.consent != nil {
		m.consent.show(m.owner.present().consent(s.Session, time.Since(m.since)))
		return
	}
	m.since = time.Now()
	m.consent = newConsentPage(m.owner.texts, m.owner.present().consent(s.Session, 0), m.start, m.closed)
	m.put(m.consent.root, consentSize, m.consent.no)
	m.window.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) { m.consent.key(key) })
	m.window.CenterOnScreen()
	m.window.RequestFocus()
}

func (m *mainWindow) start(granted protocol.Permission) {
	if s := m.owner.model.Session(); s != nil {
		s.Start(granted)
	}
}

func (m *mainWindow) showEnded(s model.Snapshot) {
	if m.ended != nil {
		return
	}
	page, closing := newEndedPage(m.owner.texts, m.owner.present().ended(s.Session, s.Receipt), endedActs{
		Save:   func() { saveLog(m.window, m.owner.texts, s.Session.Chat) },
		Report: func() { m.owner.report(m.window, s.Session) },
		Again:  m.owner.model.Again, Close: m.owner.app.Quit, Language: m.owner.speak,
	})
	m.ended = page
	m.put(page, codeSize, closing)
}
