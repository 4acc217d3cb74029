package ui

import (
	"fmt"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/product"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
)

const (
	// maxAlerts is how many alerts pop up at once, where the display has room for them; the last one says how many more there are.
	maxAlerts = 3
	// alertLock is how long the buttons of an alert are locked that takes the place of another: a click that is on its way
	// to the one before must not answer this one.
	alertLock = 700 * time.Millisecond
	// alertGap is what the system leaves between pop-ups, in pixels.
	alertGap = 12
)

// alertWindows are the pop-ups at the corner of the display. Each alert keeps its place until it goes.
type alertWindows struct {
	owner  *Windows
	places [maxAlerts]*alertWindow
	queue  []model.Alert // those that are known at the last look, shown or not
}

// alertWindow is one place at the corner, the first lowest.
type alertWindow struct {
	owner   *alertWindows
	place   int
	window  fyne.Window
	card    *ui.AlertCard
	shown   *model.Alert // nil while the place is free
	since   time.Time    // when this alert came here
	visible bool
}

func newAlertWindows(owner *Windows) *alertWindows {
	a := &alertWindows{owner: owner}
	for i := range a.places {
		a.places[i] = &alertWindow{owner: a, place: i}
	}
	return a
}

// sameAlert reports whether two alerts are about the same.
func sameAlert(a, b model.Alert) bool {
	return a.Request == b.Request && a.Introduction == b.Introduction
}

// show brings the pop-ups up to date.
func (a *alertWindows) show(s model.Snapshot, now time.Time) {
	known := a.queue
	a.queue = s.Desk.Alerts
	for _, place := range a.places {
		if place.shown != nil {
			place.keep(a.queue)
		}
	}
	for _, alert := range known {
		if !contains(a.queue, alert) {
			a.owner.desk.Withdraw(notice(alert))
		}
	}
	fresh := false
	for _, alert := range a.queue {
		fresh = fresh || !contains(known, alert)
		if !a.shows(alert) {
			a.put(alert, now)
		}
	}
	if fresh {
		a.owner.ring()
		a.owner.notify(a.queue[len(a.queue)-1], s)
	}
	more := len(a.queue) - a.count()
	first := a.first()
	for _, place := range a.places {
		place.paint(s, place == first, more, now)
	}
}

func contains(list []model.Alert, alert model.Alert) bool {
	for _, other := range list {
		if sameAlert(other, alert) {
			return true
		}
	}
	return false
}

func (a *alertWindows) shows(alert model.Alert) bool {
	for _, place := range a.places {
		if place.shown != nil && sameAlert(*place.shown, alert) {
			return true
		}
	}
	return false
}

func (a *alertWindows) count() (n int) {
	for _, place := range a.places {
		if place.shown != nil {
			n++
		}
	}
	return n
}

// most is how many alerts the display has room for, at least one.
func (a *alertWindows) most() int {
	room, size, scale := a.owner.desk.Room(), ui.AlertSize(), a.owner.window.Canvas().Scale()
	if room == (image.Point{}) {
		return maxAlerts
	}
	columns, rows := float32(room.X)/(size.Width*scale+alertGap), float32(room.Y)/(size.Height*scale+alertGap)
	return max(min(int(columns)*int(rows), maxAlerts), 1)
}

// put shows an alert in the lowest place that is free.
func (a *alertWindows) put(alert model.Alert, now time.Time) {
	for _, place := range a.places[:a.most()] {
		if place.shown == nil {
			place.shown, place.since = &alert, now
			return
		}
	}
}

// first is the alert that the keyboard answers: the one that has been there longest.
func (a *alertWindows) first() *alertWindow {
	var first *alertWindow
	for _, place := range a.places {
		if place.shown != nil && (first == nil || place.shown.Shown.Before(first.shown.Shown)) {
			first = place
		}
	}
	return first
}

// last is the place in which the newest alert stands, which says how many more there are.
func (a *alertWindows) last() int {
	for i := maxAlerts - 1; i >= 0; i-- {
		if a.places[i].shown != nil {
			return i
		}
	}
	return 0
}

// answer answers the alert that the keyboard does, from any window.
func (a *alertWindows) answer(yes bool) {
	if first := a.first(); first != nil {
		first.answer(yes)
	}
}

// keep frees the place if its alert has gone.
func (w *alertWindow) keep(alerts []model.Alert) {
	for _, alert := range alerts {
		if sameAlert(alert, *w.shown) {
			w.shown = &alert
			return
		}
	}
	w.shown = nil
}

func (w *alertWindow) answer(yes bool) {
	if w.shown != nil {
		w.owner.owner.model.Answer(*w.shown, yes)
		w.owner.owner.refresh()
	}
}

// title names the window for the system that places it; nobody sees it.
func (w *alertWindow) title() string { return fmt.Sprintf("%s %d", product.Name, w.place+1) }

// paint shows the alert, or hides the window without one.
func (w *alertWindow) paint(s model.Snapshot, keys bool, more int, now time.Time) {
	if w.shown == nil {
		if w.visible {
			w.visible = false
			w.window.Hide()
		}
		return
	}
	if w.window == nil {
		w.open()
	}
	if w.owner.last() != w.place {
		more = 0
	}
	state := w.owner.owner.present().alert(*w.shown, s, keys, more, now)
	state.Locked = now.Sub(w.since) < alertLock
	w.card.Set(state)
	if !w.visible {
		w.visible = true
		w.owner.owner.popUp(w.window, w.place)
	}
	w.owner.owner.desk.Place(w.title(), w.place)
}

func (w *alertWindow) open() {
	w.window = w.owner.owner.app.NewWindow(w.title())
	w.card = ui.NewAlertCard(w.answer)
	e2e.Name(w.card.Yes(), fmt.Sprintf("alert-%d-yes", w.place))
	e2e.Name(w.card.No(), fmt.Sprintf("alert-%d-no", w.place))
	setContent(w.window, w.card, func(fyne.KeyName) {})
	w.window.SetFixedSize(true)
	w.window.Resize(ui.AlertSize())
	w.window.SetCloseIntercept(func() { w.answer(false) })
	w.owner.owner.pageKeys(w.window)
}
