package ui

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// typingPause is how long the agent writes nothing until the customer is no longer told that they write.
const typingPause = 5 * time.Second

// sessionWindows are the windows of one session: the chat box, and the viewer on demand.
type sessionWindows struct {
	owner   *Windows
	id      leg.SessionID
	session model.Session
	shown   model.Live // at the last look
	chat    fyne.Window
	box     *chatBox
	still   *ui.RemoteDisplay // the picture beside the chat
	small   *ui.Feed          // of it
	viewer  *viewerWindow     // nil while closed
	seen    bool              // whether the screen was to be seen at the last look
	ended   bool              // whether the session was over at the last look
	typed   time.Time         // when the agent wrote last; zero where nothing stands in the box
}

func newSessionWindows(owner *Windows, l model.Live) *sessionWindows {
	s := &sessionWindows{owner: owner, id: l.ID, shown: l, session: owner.model.Session(l.ID)}
	written := ""
	s.chat, written = owner.takeWindow(l)
	s.still = ui.NewRemoteStill(s.session.View(), s.openViewer)
	s.small = ui.NewFeed(s.still)
	s.box = newChatBox(owner.texts, s.still, l.Notes, chatActs{
		Monitors: l.Monitors, Close: func() { owner.model.File(s.id, signalling.OutcomeUnknown) },
		Viewer: s.toggleViewer, OpenViewer: s.openViewer, Share: s.share, End: s.session.End, Details: s.details, Ask: s.ask,
		Send: func(text string, private bool) { s.session.SendChat(text, private) }, Typing: s.typing,
		Transfer: func() { owner.introduce(s.id, signalling.IntroductionTransfer) },
		Invite:   func() { owner.introduce(s.id, signalling.IntroductionInvite) },
		Page:     s.askPage, SendPage: s.sendPage,
		Notes: func(text string) { owner.model.SetNotes(s.id, text) },
		File:  func(outcome signalling.Outcome) { owner.model.File(s.id, outcome) },
	})
	setContent(s.chat, s.box.root, s.key)
	s.chat.SetCloseIntercept(s.closed)
	s.chat.Resize(chatSize)
	owner.pageKeys(s.chat)
	s.endKey(s.chat)
	on(s.chat, fyne.KeyT, 0, func() { owner.introduce(s.id, signalling.IntroductionTransfer) }) // this one, whatever the list shows
	on(s.chat, fyne.KeyI, 0, func() { owner.introduce(s.id, signalling.IntroductionInvite) })
	on(s.chat, fyne.KeyP, fyne.KeyModifierShift, func() { s.box.panel.SetPrivate(!s.box.panel.Private()) })
	s.session.View().Listen(s.small)
	s.chat.Show()
	owner.fit(s.chat, chatSize)
	if !l.Monitors {
		s.chat.Canvas().Focus(s.box.panel.Box())
	}
	s.box.panel.Box().Put(written)
	return s
}

// key does what a key without a modifier stands for in the session's windows.
func (s *sessionWindows) key(key fyne.KeyName) {
	if key == fyne.KeyF2 {
		s.toggleViewer()
	}
	s.box.panel.Key(key)
}

// endKey sets the shortcut that ends the session.
func (s *sessionWindows) endKey(window fyne.Window) {
	on(window, fyne.KeyE, fyne.KeyModifierShift, s.session.End)
}

// closed is the chat box's close button: a session under way is ended and its outcome asked, one that is over is filed.
func (s *sessionWindows) closed() {
	if s.session.Snapshot().Phase != session.PhaseEnded {
		s.session.End()
		return
	}
	s.owner.model.File(s.id, signalling.OutcomeUnknown)
}

// typing is told of each change in the box, and whether something stands there.
func (s *sessionWindows) typing(something bool) {
	s.typed = time.Time{}
	if something {
		s.typed = time.Now()
	}
	s.session.SetTyping(something)
}

func (s *sessionWindows) share() {
	if s.session.Snapshot().Mine.State != protocol.ShareOff {
		s.session.StopMine()
		return
	}
	if !s.may(signalling.FeatureShareMine) {
		return
	}
	displays, err := s.session.Displays()
	if err != nil || len(displays) < 2 { // the session says what is wrong with a single one
		const primary = 0
		s.session.ShareMine(primary)
		return
	}
	var items []*fyne.MenuItem
	for i, d := range displays {
		items = append(items, fyne.NewMenuItem(s.owner.texts.T("agent.chat.sharedisplay", words.Args{"Display": i + 1, "Name": d.Name}), func() { s.session.ShareMine(d.ID) }))
	}
	tool := s.box.tool.share
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(tool).AddXY(0, tool.Size().Height)
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), s.chat.Canvas())
	menu.ShowAtPosition(at)
	s.chat.Canvas().Focus(menu)
}

// details asks for the computer's details, first for the permission where it is missing.
func (s *sessionWindows) details() {
	if s.session.Snapshot().Granted().Has(protocol.PermissionDiagnostics) {
		s.session.RefreshDetails()
		return
	}
	s.ask(protocol.PermissionDiagnostics)
}

// ask asks the customer for a permission, unless the organisation lets nobody ask for it here.
func (s *sessionWindows) ask(p protocol.Permission) {
	if s.owner.model.Snapshot().Askable(s.shown).Has(p) {
		s.session.Ask(p)
	}
}

// may reports whether the organisation allows features in the session.
func (s *sessionWindows) may(f signalling.Features) bool {
	return s.owner.model.Snapshot().Allowed(s.shown).Has(f)
}

func (s *sessionWindows) toggleViewer() {
	if s.viewer != nil {
		s.closeViewer()
		return
	}
	s.openViewer()
}

// openViewer opens the viewer, or brings it to the front. Without the permission to see it asks for that; the viewer then
// opens by itself.
func (s *sessionWindows) openViewer() {
	snapshot := s.session.Snapshot()
	switch {
	case s.viewer != nil:
		s.viewer.window.RequestFocus()
	case snapshot.Phase == session.PhaseEnded:
	case !snapshot.Granted().Has(protocol.PermissionSee) && s.shown.Monitors: // who watches asks for nothing
	case !snapshot.Granted().Has(protocol.PermissionSee):
		s.ask(protocol.PermissionSee)
	default:
		s.viewer = newViewerWindow(s)
		s.owner.refresh()
	}
}

func (s *sessionWindows) closeViewer() {
	if s.viewer != nil {
		s.viewer.close()
		s.viewer = nil
		s.owner.refresh()
	}
}

// show brings the session's windows up to date.
func (s *sessionWindows) show(l model.Live, now time.Time) {
	s.shown = l
	present := s.owner.present()
	title := "agent.chat.title"
	if l.Monitors {
		title = "monitor.chat.title"
	}
	ui.SetTitle(s.chat, present.texts.T(title, words.Args{"Name": present.customer(l.Customer), "Time": present.minutes(since(l.Session, now))}))
	seen := l.Session.Granted().Has(protocol.PermissionSee)
	if seen && !s.seen && l.Session.Phase != session.PhaseEnded {
		s.session.OpenView() // the small picture needs it too
		if s.viewer == nil {
			s.viewer = newViewerWindow(s)
		}
	}
	s.seen = seen
	over := l.Session.Phase == session.PhaseEnded
	if over && s.viewer != nil {
		s.viewer.close()
		s.viewer = nil
	}
	if !s.typed.IsZero() && now.Sub(s.typed) > typingPause {
		s.typed = time.Time{}
		s.session.SetTyping(false)
	}
	all := s.owner.model.Snapshot()
	customer := l.Customer
	request, _ := all.Desk.FindRequest(l.Request)
	allowed := all.Allowed(l)
	s.box.canned.set(usable(all.Desk.Canned, allowed), request.Language, present.placeholders(all, customer, l.Portal))
	s.box.canned.page = nil
	if allowed.Has(signalling.FeaturePushURL) {
		s.box.canned.page = s.sendPage
	}
	s.box.show(present.chat(all, l, s.viewer != nil, now))
	if over && !s.ended {
		s.ended = true
		s.owner.desk.Chime(false)
		s.chat.RequestFocus()
		if !l.Monitors {
			s.box.focusEnd(s.chat.Canvas())
		}
	}
	if s.viewer != nil {
		s.viewer.show(l, now)
		if s.still.PictureSize() == (image.Point{}) {
			s.still.Reload() // once: a still is better than nothing while the viewer has the picture
		}
	}
}

// close closes the session's windows.
func (s *sessionWindows) close() {
	if s.viewer != nil {
		s.viewer.close()
	}
	s.session.View().Listen(nil)
	s.chat.Close()
}
