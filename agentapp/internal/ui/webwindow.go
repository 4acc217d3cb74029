package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// webWindow is the chat box of a request that this agent said Yes to, until its session takes the window over.
type webWindow struct {
	owner  *Windows
	id     signalling.RequestID
	window fyne.Window
	box    *webBox
	shown  model.Request // at the last look
	asking bool          // how it ended
	gone   bool          // the customer has left
	heard  int           // lines of the customer so far
}

func newWebWindow(owner *Windows, r model.Request) *webWindow {
	w := &webWindow{owner: owner, id: r.ID, window: owner.app.NewWindow(""), shown: r, heard: theirs(r)}
	w.box = newWebBox(owner.texts, r.Notes, webActs{
		Offer: func() { owner.model.OfferApp(w.id) }, End: w.end, Send: func(text string) { owner.model.Say(w.id, text) },
		Notes: func(text string) { owner.model.SetRequestNotes(w.id, text) }, Copy: owner.app.Clipboard().SetContent,
		File: func(outcome signalling.Outcome) { owner.model.Close(w.id, outcome) }, Close: func() { owner.model.Dismiss(w.id) },
	})
	setContent(w.window, w.box.root, w.box.panel.Key)
	w.window.SetCloseIntercept(w.end)
	w.window.Resize(chatSize)
	owner.pageKeys(w.window)
	on(w.window, fyne.KeyE, fyne.KeyModifierShift, w.end)
	w.window.Show()
	owner.fit(w.window, chatSize)
	w.window.Canvas().Focus(w.box.panel.Box())
	return w
}

// end asks how the request ended; a second time, or when the customer has left, it needs no answer.
func (w *webWindow) end() {
	switch {
	case w.gone:
		w.owner.model.Dismiss(w.id)
	case w.asking:
		w.owner.model.Close(w.id, signalling.OutcomeUnknown)
	default:
		w.ask()
	}
}

// ask asks how the request ended.
func (w *webWindow) ask() {
	w.asking = true
	w.owner.refresh()
	w.window.Canvas().Focus(w.box.filing.first)
}

// theirs counts the customer's lines.
func theirs(r model.Request) (n int) {
	for _, l := range r.Lines {
		if l.From == signalling.SpeakerCustomer {
			n++
		}
	}
	return n
}

// show brings the window up to date.
func (w *webWindow) show(r model.Request, gone bool, s model.Snapshot, now time.Time) {
	p := w.owner.present()
	w.shown, w.gone, w.asking = r, gone, w.asking || r.Lost
	ui.SetTitle(w.window, p.texts.T("agent.web.title", words.Args{"Name": p.customer(r.Customer), "Portal": r.PortalName}))
	allowed := s.AllowedIn(r)
	w.box.canned.set(usable(s.Desk.Canned, allowed), r.Language, p.placeholders(s, r.Customer, r.PortalName))
	if n := theirs(r); n > w.heard {
		w.heard = n
		w.owner.ring()
	}
	w.box.show(p.web(r, allowed, w.asking, gone, now))
}

// showWebChats opens a chat box for each request of this agent, hands it over to its session and closes it when it is closed.
func (w *Windows) showWebChats(s model.Snapshot) {
	now := time.Now()
	there := map[signalling.RequestID]bool{}
	show := func(r model.Request, gone bool) {
		there[r.ID] = true
		web, ok := w.web[r.ID]
		if !ok {
			if gone {
				return
			}
			web = newWebWindow(w, r)
			w.web[r.ID] = web
		}
		web.show(r, gone, s, now)
	}
	for _, r := range s.Desk.Requests {
		if _, live := s.FromRequest(r.ID); r.Mine && !r.Closing && !live && (r.State == signalling.RequestTaken || r.Lost) {
			show(r, false)
		}
	}
	for _, r := range s.Desk.Gone {
		show(r, true)
	}
	for id, web := range w.web {
		if !there[id] {
			web.window.Close()
			delete(w.web, id)
		}
	}
}

// takeWindow returns the window of a request's chat box for its session, with what was written there and not sent; a session
// without one gets a new window.
func (w *Windows) takeWindow(l model.Live) (window fyne.Window, written string) {
	if web, ok := w.web[l.Request]; ok && l.Request != (signalling.RequestID{}) {
		delete(w.web, l.Request)
		return web.window, web.box.panel.Box().Text
	}
	return w.app.NewWindow(""), ""
}
