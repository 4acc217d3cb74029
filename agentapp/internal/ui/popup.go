package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/protocol/signalling"
)

// popUp shows a window at a place of the corner without taking the focus. The system makes a pop-up of it between its
// creation and its first appearance, when it is measured.
func (w *Windows) popUp(window fyne.Window, place int) {
	done := false
	make := func() {
		if !done {
			done = true
			w.desk.PopUp(window.Title(), place)
		}
	}
	root, _ := window.Content().(*ui.Root)
	root.OnMeasure = make
	if w.quiet == nil {
		window.Show()
	} else {
		w.quiet(window.Show)
	}
	root.OnMeasure = nil
	make()
}

// ring plays the sound of somebody who wants the agent, unless they want silence.
func (w *Windows) ring() {
	if !w.model.Settings().Silent {
		w.desk.Alert()
	}
}

// notify tells the system of an alert, for whoever has its pop-up covered, as long as the alert lasts.
func (w *Windows) notify(a model.Alert, s model.Snapshot) {
	if notifications, _ := w.desk.Bus(); !notifications {
		return
	}
	const alone = 0
	state := w.present().alert(a, s, false, alone, a.Shown)
	title, text := state.Head+" · "+state.From, state.Who+"\n"+state.Quote
	icon, err := ui.Pixels(look.IconMark, look.Accent)
	if err != nil {
		icon = nil // a test finds this; the words count
	}
	if !w.desk.Notify(notice(a), title, text, icon, a.Until.Sub(a.Shown)) {
		w.app.SendNotification(fyne.NewNotification(title, text))
	}
}

// notice names an alert's notification.
func notice(a model.Alert) string { return fmt.Sprintf("%v %v", a.Request, a.Introduction) }

// introduceChosen brings a colleague into the session that is chosen in the list.
func (w *Windows) introduceChosen(kind signalling.IntroductionKind) {
	if w.frame != nil && w.page <= pageHistory {
		w.pages.lists[w.page].introduce(kind)
	}
}

// idle tells the model how long nobody has touched the computer, while somebody wants to know.
func (w *Windows) idle(s model.Snapshot) {
	if s.Account == model.SignedIn && w.model.Settings().AwayMinutes > 0 {
		w.model.Idle(w.desk.Idle())
	}
}
