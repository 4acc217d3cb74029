package ui

import (
	"net/url"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/product"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// The sizes of the windows in dp, as the look has them.
var (
	mainSize   = fyne.NewSize(1180, 720)
	chatSize   = fyne.NewSize(1080, 720)
	viewerSize = fyne.NewSize(1280, 800)
)

// Desk is what the windows need of the system around them. Its methods are called on Fyne's goroutine and return at once.
type Desk interface {
	// Mail opens a mail to write, a "mailto:" address, in the person's own mail program.
	Mail(address string)
	// Chime plays the sound of a session's start or end.
	Chime(start bool)
}

// Windows are the windows of the agent's app. Its methods are called on Fyne's goroutine, but for Run.
type Windows struct {
	app    fyne.App
	model  *model.Model
	desk   Desk
	texts  *words.Catalogue
	window fyne.Window
	root   *ui.Root

	signIn    signInState // what the sign-in page was made of, while it is shown
	signedOut bool        // whether the sign-in page is shown
	frame     *mainFrame  // nil while signed out
	requests  *listPage
	sessions  *listPage
	history   *listPage
	codes     *codesPage
	page      int
	filter    int
	find      string
	live      map[leg.SessionID]*sessionWindows
}

// New makes the main window and shows it.
func New(app fyne.App, m *model.Model, desk Desk, texts *words.Catalogue) *Windows {
	w := &Windows{app: app, model: m, desk: desk, texts: texts, window: app.NewWindow(product.Name), live: map[leg.SessionID]*sessionWindows{}}
	w.window.SetPadded(false)
	w.window.SetMaster()
	w.window.Resize(mainSize)
	w.shortcuts(w.window)
	w.show(m.Snapshot())
	w.window.CenterOnScreen()
	w.window.Show()
	return w
}

func (w *Windows) present() presenter { return presenter{w.texts} }

// shortcuts sets the keys that lead to pages from any window.
func (w *Windows) shortcuts(window fyne.Window) {
	on := func(key fyne.KeyName, do func()) {
		window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}, func(fyne.Shortcut) { do() })
	}
	for i, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4} {
		on(key, func() { w.turn(i) })
	}
	on(fyne.KeyN, w.newCode)
	on(fyne.KeyF, func() {
		if p := w.shownList(); p != nil {
			w.window.Canvas().Focus(p.find)
		}
	})
}

// show brings all windows up to date.
func (w *Windows) show(s model.Snapshot) {
	if s.Account != model.SignedIn {
		w.showSignIn(s)
	} else {
		w.showMain(s)
	}
	w.showSessions(s)
}

func (w *Windows) put(page fyne.CanvasObject) {
	if w.root == nil {
		w.root = ui.NewRoot(page)
		w.window.SetContent(w.root)
		return
	}
	w.root.SetPage(page)
}

func (w *Windows) showSignIn(s model.Snapshot) {
	state := w.present().signIn(s)
	if w.signedOut && state == w.signIn {
		return
	}
	w.signedOut, w.signIn, w.frame = true, state, nil
	page := newSignInPage(w.texts, state, signInActs{SignIn: w.model.SignIn, Trust: w.model.TrustRelay, Cancel: w.model.CancelSignIn, Language: w.speak})
	w.put(page.root)
	w.window.SetTitle(product.Name)
	w.window.Canvas().Focus(page.focus)
}

// build makes the pages that a signed-in agent sees.
func (w *Windows) build(s model.Snapshot) {
	acts := listActs{
		NewCode: w.newCode, Open: func(id string) { w.open(parseSessionID(id)) }, End: func(id string) { w.end(parseSessionID(id)) },
		Filter: func(i int) { w.filter = i; w.refresh() }, Find: func(text string) { w.find = text; w.refresh() }, More: w.model.MoreHistory,
	}
	w.signedOut = false
	w.frame = newMainFrame(w.texts, mainActs{Page: w.turn, Available: w.model.SetAvailable})
	w.requests, w.sessions, w.history = newListPage(w.texts, acts), newListPage(w.texts, acts), newListPage(w.texts, acts)
	w.codes = newCodesPage(w.texts, w.present().codes(s, time.Now()), codesActs{
		New: func(customer string, portal int) {
			if portals := w.model.Snapshot().Agent().Portals; portal < len(portals) {
				w.model.NewCode(customer, portals[portal].ID)
			}
		},
		Withdraw: func(id string) {
			if n, err := strconv.ParseUint(id, 10, 64); err == nil {
				w.model.Withdraw(signalling.CodeID(n))
			}
		},
		Copy: func(text string) { w.app.Clipboard().SetContent(text) },
		Mail: func(customer, text string) {
			w.desk.Mail("mailto:?subject=" + url.PathEscape(w.texts.T("agent.codes.subject", words.Args{"Customer": customer})) + "&body=" + url.PathEscape(text))
		},
	})
	w.put(w.frame.root)
	w.turn(w.page)
}

func (w *Windows) showMain(s model.Snapshot) {
	if w.frame == nil {
		w.build(s)
	}
	now := time.Now()
	agent := s.Agent()
	if agent.Name != "" {
		w.window.SetTitle(w.texts.T("agent.title", words.Args{"Name": agent.Name, "Organisation": agent.Organisation}))
	}
	w.frame.show(w.present().main(s, now))
	w.requests.show(w.listed(s, pageRequests, now))
	w.sessions.show(w.listed(s, pageSessions, now))
	w.history.show(w.listed(s, pageHistory, now))
	w.codes.show(w.present().codes(s, now))
}

func (w *Windows) refresh() { w.show(w.model.Snapshot()) }

// turn shows a page.
func (w *Windows) turn(page int) {
	if w.frame == nil {
		return
	}
	w.page = page
	var shown fyne.CanvasObject
	switch page {
	case pageSessions:
		shown = w.sessions.root
	case pageHistory:
		shown = w.history.root
	case pageCodes:
		shown = w.codes.root
	case pageSettings:
		s := w.model.Snapshot()
		shown = newSettingsPage(w.texts, settingsState{
			Relay: s.Relay, Fingerprint: w.model.Settings().Pin, Name: s.Agent().Name, Organisation: s.Agent().Organisation, Version: product.Build(),
		}, w.speak, w.model.SignOut)
	default:
		shown = w.requests.root
	}
	w.frame.put(page, shown)
}

func (w *Windows) shownList() *listPage {
	switch w.page {
	case pageRequests:
		return w.requests
	case pageSessions:
		return w.sessions
	case pageHistory:
		return w.history
	}
	return nil
}

// newCode leads to the codes page, with the cursor where the customer's name goes.
func (w *Windows) newCode() {
	if w.frame == nil {
		return
	}
	w.turn(pageCodes)
	w.window.RequestFocus()
	w.window.Canvas().Focus(w.codes.name)
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
	w.texts, w.frame, w.signedOut = texts, nil, false
	w.model.ChangeSettings(func(s *model.Settings) { s.Language = l })
	for id, live := range w.live {
		live.close()
		delete(w.live, id)
	}
	w.refresh()
}

// showSessions opens a chat box for each new session and closes those of filed ones.
func (w *Windows) showSessions(s model.Snapshot) {
	now := time.Now()
	there := map[leg.SessionID]bool{}
	for _, l := range s.Live {
		there[l.ID] = true
		windows, ok := w.live[l.ID]
		if !ok {
			windows = newSessionWindows(w, l)
			w.live[l.ID] = windows
			w.desk.Chime(true)
		}
		windows.show(l, now)
	}
	for id, windows := range w.live {
		if !there[id] {
			windows.close()
			delete(w.live, id)
		}
	}
}

// open brings a session's chat box to the front.
func (w *Windows) open(id leg.SessionID) {
	if windows, ok := w.live[id]; ok {
		windows.chat.Show()
		windows.chat.RequestFocus()
	}
}

// end ends a session; how it ended is asked in its chat box.
func (w *Windows) end(id leg.SessionID) {
	if s := w.model.Session(id); s != nil && s.Snapshot().Phase != session.PhaseEnded {
		s.End()
	}
	w.open(id)
}
