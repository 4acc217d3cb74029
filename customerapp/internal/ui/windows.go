package ui

import (
	"image"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/ui"
	"beside.example/internal/words"
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
	// Browse opens a web address in the person's browser.
	Browse(address string)
	// Room returns how much of the display is free for windows, in pixels; nothing where that is not known.
	Room() image.Point
}

// Windows are the windows of the customer's app. Its methods are called on Fyne's goroutine, but for Run.
type Windows struct {
	app   fyne.App
	model *model.Model
	desk  Desk
	texts *words.Catalogue
	glass func(window fyne.Window) ui.Glass // nil: Fyne paints everything
	keep  func(window fyne.Window)          // nil: nothing is kept

	main *mainWindow
	live *liveWindows // nil without a session
}

// New makes the app's first window and shows it.
func New(app fyne.App, m *model.Model, desk Desk, texts *words.Catalogue) *Windows {
	w := &Windows{app: app, model: m, desk: desk, texts: texts}
	w.main = newMainWindow(w)
	return w
}

// UseGlass has the viewer show at once what changes in its picture, with the glass that of makes for a window. It is called
// before Run.
func (w *Windows) UseGlass(of func(window fyne.Window) ui.Glass) { w.glass = of }

// UseKeeping has the system keep what windows show, but for viewers: people drag other windows over them while their screen is shared. It
// is called before Run.
func (w *Windows) UseKeeping(keep func(window fyne.Window)) { w.keep = keep }

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

// fit gives a window a size, or as much of it as the display has room for, and has the system keep what it shows.
func (w *Windows) fit(window fyne.Window, size fyne.Size) {
	ui.FitWindow(window, size, w.desk.Room())
	if w.keep != nil {
		w.keep(window)
	}
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
	w.main.translate(w.model.Snapshot())
}
