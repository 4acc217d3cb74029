package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/product"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// The sizes of the windows in dp, as the look has them.
var (
	codeSize    = fyne.NewSize(600, 620)
	consentSize = fyne.NewSize(960, 660)
	chatSize    = fyne.NewSize(440, 620)
	viewerSize  = fyne.NewSize(1000, 700)
)

// Desk is what the windows need of the system around them. Its methods are called on Fyne's goroutine and return at once.
type Desk interface {
	// Float keeps the window with a title above all others, at the top of the display, out of the task bar and without the
	// keyboard's focus.
	Float(title string)
	// Chime plays the sound of a session's start or end.
	Chime(start bool)
}

// Windows are the windows of the customer's app. Its methods are called on Fyne's goroutine, but for Run.
type Windows struct {
	app   fyne.App
	model *model.Model
	desk  Desk
	texts *words.Catalogue

	main *mainWindow
	live *liveWindows // nil without a session
}

// New makes the app's first window and shows it.
func New(app fyne.App, m *model.Model, desk Desk, texts *words.Catalogue) *Windows {
	w := &Windows{app: app, model: m, desk: desk, texts: texts}
	w.main = newMainWindow(w)
	return w
}

// present returns the presenter in the present language.
func (w *Windows) present() presenter { return presenter{w.texts} }

// show brings all windows up to date.
func (w *Windows) show(s model.Snapshot) {
	if s.Page == model.PageSession && w.live == nil {
		w.live = newLiveWindows(w, s.Session)
		w.desk.Chime(true)
		w.main.window.Hide()
	}
	if s.Page != model.PageSession && w.live != nil {
		w.live.close()
		w.live = nil
		w.desk.Chime(false)
	}
	if w.live != nil {
		w.live.show(s.Session, time.Now())
		return
	}
	w.main.show(s)
}

// speak changes the language of everything that is shown.
func (w *Windows) speak(l words.Language) {
	if l == w.texts.Language() {
		return
	}
	texts, err := words.Load(l)
	if err != nil {
		return // the catalogue is embedded: a test finds this
	}
	w.texts = texts
	w.main.forget()
	w.main.show(w.model.Snapshot())
}

// mainWindow is the first window: it shows one page after the other.
type mainWindow struct {
	owner  *Windows
	window fyne.Window
	root   *ui.Root

	page    model.Page
	relay   relayState // what the relay page was made of; it is made anew when that changes
	shown   fyne.CanvasObject
	code    *codePage
	consent *consentPage
	since   time.Time // when the consent page came up
	ended   endedState
}

func newMainWindow(owner *Windows) *mainWindow {
	m := &mainWindow{owner: owner, window: owner.app.NewWindow(product.Name)}
	m.window.SetPadded(false)
	m.window.SetMaster()
	m.window.Resize(codeSize)
	m.window.SetCloseIntercept(m.closed)
	m.show(owner.model.Snapshot())
	m.window.CenterOnScreen()
	m.window.Show()
	return m
}

// closed is the window's close button: on the consent page it is No, elsewhere the end of the app.
func (m *mainWindow) closed() {
	if s := m.owner.model.Session(); s != nil && m.page == model.PageConsent {
		s.Decline()
	}
	m.owner.app.Quit()
}

// forget makes the next show build its page anew, such as in another language.
func (m *mainWindow) forget() { m.shown, m.code, m.consent = nil, nil, nil }

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
	m.shown = page
	if m.root == nil {
		m.root = ui.NewRoot(page)
		m.window.SetContent(m.root)
	} else {
		m.root.SetPage(page)
	}
	m.window.Resize(size)
	m.window.Canvas().SetOnTypedKey(nil)
	if focus != nil {
		m.window.Canvas().Focus(focus)
	}
}

func (m *mainWindow) showRelay(s model.Snapshot) {
	state := m.owner.present().relay(s)
	if m.shown != nil && state == m.relay {
		return
	}
	m.relay = state
	page := newRelayPage(m.owner.texts, state, relayActs{
		Name: m.owner.model.NameRelay, Trust: m.owner.model.TrustRelay, Distrust: m.owner.model.ForgetRelay, Language: m.owner.speak,
	})
	m.put(page.root, codeSize, page.focus)
}

func (m *mainWindow) showCode(s model.Snapshot) {
	state := m.owner.present().code(s)
	if m.code != nil {
		m.code.show(state)
		return
	}
	m.code = newCodePage(m.owner.texts, state, codeActs{
		Submit: m.owner.model.Submit, Cancel: m.owner.model.Cancel, ChangeRelay: m.owner.model.ForgetRelay,
		NoCode: func() { explain(m.window, m.owner.texts, "customer.code.none") }, Language: m.owner.speak,
	})
	m.put(m.code.root, codeSize, m.code.entry)
}

func (m *mainWindow) showConsent(s model.Snapshot) {
	if s.Session.Peer.Name == "" {
		return // the agent has not said who it is; the page before stays
	}
	if m.consent == nil {
		m.since = time.Now()
		m.consent = newConsentPage(m.owner.texts, m.owner.present().consent(s.Session, 0), m.start, m.closed)
		m.put(m.consent.root, consentSize, m.consent.no)
		m.window.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) { m.consent.key(key) })
		m.window.CenterOnScreen()
		m.window.RequestFocus()
		return
	}
	m.consent.show(m.owner.present().consent(s.Session, time.Since(m.since)))
}

func (m *mainWindow) start(granted protocol.Permission) {
	if s := m.owner.model.Session(); s != nil {
		s.Start(granted)
	}
}

func (m *mainWindow) showEnded(s model.Snapshot) {
	if m.shown != nil {
		return
	}
	m.ended = m.owner.present().ended(s.Session, s.Receipt)
	m.putEnded(s)
}

func (m *mainWindow) putEnded(s model.Snapshot) {
	page := newEndedPage(m.owner.texts, m.ended, endedActs{
		Save: func() {
			saveLog(m.window, m.owner.texts, s.Session.Chat, func(note string) {
				m.ended.Note = note
				m.putEnded(s)
			})
		},
		Report:   func() { m.owner.report(m.window, s.Session) },
		Again:    m.owner.model.Again,
		Close:    m.owner.app.Quit,
		Language: m.owner.speak,
	})
	m.put(page, codeSize, nil)
}
