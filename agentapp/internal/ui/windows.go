package ui

import (
	"image"
	"time"

	"fyne.io/fyne/v2"

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
	// Chime plays the sound of a session's start or end, Alert that of somebody who wants the agent.
	Chime(start bool)
	Alert()
	// PopUp makes the window with a title, which is not shown yet, one without a frame that never takes the focus, above all
	// others at the lower right of the display. Place counts upwards from there.
	PopUp(title string, place int)
	// Place moves such a window, which is shown, to its place if it is elsewhere.
	Place(title string, place int)
	// Idle returns how long nobody has used pointer or keys of this computer; 0 where that is not known.
	Idle() time.Duration
	// Bus reports whether the system shows notifications, and an icon in a tray.
	Bus() (notifications, tray bool)
	// Notify shows a notification for a time, or until Withdraw, which knows it by its key. It reports false where Fyne has to.
	Notify(key, title, text string, picture *image.NRGBA, lasts time.Duration) bool
	Withdraw(key string)
	// Room returns how much of the display is free for windows, in pixels; nothing where that is not known.
	Room() image.Point
}

// Windows are the windows of the agent's app. Its methods are called on Fyne's goroutine, but for Run.
type Windows struct {
	app    fyne.App
	model  *model.Model
	desk   Desk
	texts  *words.Catalogue
	all    catalogues
	window fyne.Window
	root   *ui.Root

	signIn *signInState // what the sign-in page was made of; nil while it is not shown
	frame  *mainFrame   // nil while signed out
	pages  pages
	page   int
	live   map[leg.SessionID]*sessionWindows
	web    map[signalling.RequestID]*webWindow
	alerts *alertWindows
	glass  func(window fyne.Window) ui.Glass // nil: Fyne paints everything
	quiet  func(show func())                 // nil: windows that come up take the focus
	tray   *tray
}

// UseGlass has viewers show at once what changes in their pictures, with the glass that of makes for a window. It is called
// before Run.
func (w *Windows) UseGlass(of func(window fyne.Window) ui.Glass) { w.glass = of }

// UseQuiet has alerts come up without taking the focus: quiet runs what shows a window. It is called before Run.
func (w *Windows) UseQuiet(quiet func(show func())) { w.quiet = quiet }

// pages are the pages that a signed-in agent sees.
type pages struct {
	lists    [pageHistory + 1]*listPage
	chosen   [pageHistory + 1]listChoice
	shown    [pageHistory + 1]listKey
	codes    *codesPage
	settings *settingsPage
}

// New makes the main window and shows it.
func New(app fyne.App, m *model.Model, desk Desk, texts *words.Catalogue) *Windows {
	w := &Windows{
		app: app, model: m, desk: desk, texts: texts, all: newCatalogues(), window: app.NewWindow(product.Name), live: map[leg.SessionID]*sessionWindows{},
		web: map[signalling.RequestID]*webWindow{},
	}
	w.alerts, w.tray = newAlertWindows(w), newTray(w)
	for i := range w.pages.chosen {
		w.pages.chosen[i] = newListChoice()
	}
	w.window.SetPadded(false)
	w.window.SetMaster()
	w.window.Resize(mainSize)
	w.pageKeys(w.window)
	w.codeKeys()
	w.show(m.Snapshot())
	w.window.Show()
	w.fit(w.window, mainSize)
	w.window.CenterOnScreen()
	return w
}

// fit gives a window a size, or as much of it as the display has room for.
func (w *Windows) fit(window fyne.Window, size fyne.Size) { ui.FitWindow(window, size, w.desk.Room()) }

func (w *Windows) present() presenter { return presenter{texts: w.texts, all: w.all} }

// show brings all windows up to date.
func (w *Windows) show(s model.Snapshot) {
	if s.Account != model.SignedIn {
		w.showSignIn(s)
	} else {
		w.showMain(s)
	}
	w.showSessions(s)
	w.showWebChats(s)
	w.alerts.show(s, time.Now())
	w.tray.show(s)
	w.idle(s)
}

func (w *Windows) refresh() { w.show(w.model.Snapshot()) }

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
	if w.signIn != nil && state == *w.signIn {
		return
	}
	w.signIn, w.frame = &state, nil
	page := newSignInPage(w.texts, state, signInActs{SignIn: w.model.SignIn, Trust: w.model.TrustRelay, Cancel: w.model.CancelSignIn, Language: w.speak})
	w.put(page.root)
	ui.SetTitle(w.window, product.Name)
	w.window.Canvas().Focus(page.focus)
}

func (w *Windows) showMain(s model.Snapshot) {
	if w.frame == nil {
		w.build(s)
	}
	now := time.Now()
	if agent := s.Agent(); agent.Name != "" {
		ui.SetTitle(w.window, w.texts.T("agent.title", words.Args{"Name": agent.Name, "Organisation": agent.Organisation}))
	}
	w.frame.show(w.present().main(s, now))
	w.showPage(s, now)
}

// showPage brings the page that is in view up to date.
func (w *Windows) showPage(s model.Snapshot, now time.Time) {
	switch w.page {
	case pageCodes:
		w.pages.codes.show(w.present().codes(s, now))
	case pageSettings:
		w.pages.settings.show(w.present().settings(s, w.model.Settings()))
	default:
		w.showList(s, now)
	}
}

// turn shows a page.
func (w *Windows) turn(page int) {
	if w.frame == nil {
		return
	}
	w.page = page
	w.showPage(w.model.Snapshot(), time.Now())
	var shown fyne.CanvasObject
	switch page {
	case pageCodes:
		shown = w.pages.codes.root
	case pageSettings:
		shown = w.pages.settings.root
	default:
		shown = w.pages.lists[page].root
	}
	w.frame.put(page, shown)
}

// focus gives the keyboard to what one does first on the page that is shown.
func (w *Windows) focus() {
	w.window.RequestFocus()
	switch w.page {
	case pageCodes:
		w.window.Canvas().Focus(w.pages.codes.name)
	case pageSettings:
		w.window.Canvas().Focus(w.pages.settings.language)
	default:
		w.window.Canvas().Focus(w.pages.lists[w.page].table)
	}
}

// newCode leads to the codes page, with the cursor where the customer's name goes.
func (w *Windows) newCode() {
	if w.frame != nil {
		w.turn(pageCodes)
		w.focus()
	}
}

// speak changes the language of everything that is shown; what is being written stays.
func (w *Windows) speak(l words.Language) {
	if l == w.texts.Language() {
		return
	}
	w.texts, w.frame, w.signIn = w.all[l], nil, nil
	w.model.ChangeSettings(func(s *model.Settings) { s.Language = l })
	for id, live := range w.live {
		written := live.box.panel.Box().Text
		live.close()
		again := newSessionWindows(w, live.shown)
		again.box.panel.Box().SetText(written)
		again.ended, again.seen = live.ended, live.seen && live.viewer == nil
		w.live[id] = again
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

// openRow brings the chat box of a row to the front.
func (w *Windows) openRow(id string) {
	session, request := rowNumber(id)
	if web, ok := w.web[request]; ok {
		web.window.Show()
		web.window.RequestFocus()
		return
	}
	w.open(session)
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
